// The pinned messages of a conversation, the newest pin first, without those of blocked people.
import type { ConversationItem } from '@parley/client';
import { useClient, useMessages } from '@parley/client/react';
import { IconButton } from '@/design/Button.tsx';
import { CloseIcon, PinIcon } from '@/design/icons.tsx';
import { EmptyState, ErrorState, Skeleton } from '@/design/states.tsx';
import { toast } from '@/design/Toast.tsx';
import { useNames } from '@/features/accounts/useNames.ts';
import { MessageExcerpt, MessageExcerptSkeleton } from '@/features/messages/MessageExcerpt.tsx';
import { useIsHidden } from '@/features/messages/useIsHidden.ts';
import { useStrings } from '@/i18n/languages.ts';
import { wordsFor } from '@/platform/errors.ts';
import { useAnswer } from '@/platform/useAnswer.ts';
import { mergePins } from './pins.ts';

export function PinsPanel({ summary }: { summary: ConversationItem }) {
  const strings = useStrings();
  const client = useClient();
  const conversation = summary.conversation.id;
  const nameOf = useNames(summary);
  const isHidden = useIsHidden();
  const { messages } = useMessages(conversation);
  const { value, hasFailed, again } = useAnswer(conversation, () => client.callAll('pin.list', { conversation }, 'messages'));
  if (hasFailed) return <ErrorState title={strings.conversations.details.failed} onRetry={again} />;
  if (!value) {
    return (
      <Skeleton>
        <MessageExcerptSkeleton />
      </Skeleton>
    );
  }
  const pins = mergePins(value, messages).filter(({ sender }) => !isHidden(summary.conversation.kind, sender));
  const canUnpin = summary.conversation.kind === 'direct' || summary.role !== 'member';
  const unpin = (seq: number) => void client.pin(conversation, seq, false).catch((fault: unknown) => toast(wordsFor(fault, strings)));
  if (pins.length === 0) return <EmptyState icon={PinIcon} title={strings.messages.pins.none} hint={strings.messages.pins.noneHint} />;
  return (
    <ul className="min-h-0 flex-1 overflow-y-auto py-2">
      {pins.map((message) => (
        <li key={message.seq} className="flex items-start pe-2">
          <MessageExcerpt message={message} name={nameOf(message.sender)} panel="pins" />
          {canUnpin && <IconButton size="small" icon={CloseIcon} label={strings.messages.unpin} onClick={() => unpin(message.seq)} className="mt-2" />}
        </li>
      ))}
    </ul>
  );
}
