// The versions of an edited message, the newest first.
import type { ConversationItem } from '@parley/client';
import { useClient, useMessages } from '@parley/client/react';
import { HistoryIcon } from '@/design/icons.tsx';
import { EmptyState, ErrorState, Skeleton } from '@/design/states.tsx';
import { useFormats } from '@/i18n/format.ts';
import { useStrings } from '@/i18n/languages.ts';
import { useAnswer } from '@/platform/useAnswer.ts';
import { MessageExcerptSkeleton } from './MessageExcerpt.tsx';

export function VersionsPanel({ summary, seq }: { summary: ConversationItem; seq: number }) {
  const strings = useStrings();
  const client = useClient();
  const formats = useFormats();
  const conversation = summary.conversation.id;
  const rev = useMessages(conversation).messages.find((message) => message.seq === seq)?.rev ?? 0;
  const { value, hasFailed, again } = useAnswer(`${conversation} ${seq} ${rev}`, () =>
    client.callAll('message.edits', { conversation, seq }, 'versions'),
  );
  if (hasFailed) return <ErrorState title={strings.conversations.details.failed} onRetry={again} />;
  if (!value) {
    return (
      <Skeleton>
        <MessageExcerptSkeleton />
      </Skeleton>
    );
  }
  const newestFirst = [...value].reverse();
  if (newestFirst.length === 0) return <EmptyState icon={HistoryIcon} title={strings.messages.versions.none} />;
  return (
    <ol className="min-h-0 flex-1 overflow-y-auto p-4">
      {newestFirst.map((version, index) => (
        <li key={version.at} className="relative border-s-2 border-border pb-5 ps-4 last:pb-0">
          <span className={`absolute -start-[5px] top-1.5 size-2 rounded-full ${index === 0 ? 'bg-accent' : 'bg-control'}`} />
          <p className="text-small text-muted">
            <time dateTime={version.at} title={formats.full(version.at)}>
              {formats.ago(version.at)}
            </time>
            {index === 0 && <span className="ms-2 font-medium text-accent">{strings.messages.versions.current}</span>}
          </p>
          <p dir="auto" className="mt-1 wrap-anywhere whitespace-pre-wrap">
            {version.body}
          </p>
        </li>
      ))}
    </ol>
  );
}
