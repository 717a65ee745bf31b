// The members who have read a message, who have received it, and who have not.
import type { ConversationItem } from '@parley/client';
import { useClient, useReceipts } from '@parley/client/react';
import { classes } from '@/design/classes.ts';
import { CheckIcon, ClockIcon, DoubleCheckIcon, EyeIcon, type Icon } from '@/design/icons.tsx';
import { EmptyState, ErrorState, Skeleton } from '@/design/states.tsx';
import { PeopleSkeleton, PersonRow } from '@/features/accounts/PersonRow.tsx';
import { useNames } from '@/features/accounts/useNames.ts';
import { useFormats } from '@/i18n/format.ts';
import { useStrings } from '@/i18n/languages.ts';
import { useAnswer } from '@/platform/useAnswer.ts';

interface Reader {
  user: string;
  delivered: boolean;
  read: boolean;
  read_at?: string;
}

export function ReadersPanel({ summary, seq }: { summary: ConversationItem; seq: number }) {
  const strings = useStrings();
  const client = useClient();
  const formats = useFormats();
  const nameOf = useNames(summary);
  const conversation = summary.conversation.id;
  // The panel asks again when another member's receipt passes the message.
  const passed = useReceipts(conversation).filter((one) => (one.read_seq ?? one.delivered_seq) >= seq).length;
  const { value, hasFailed, again } = useAnswer<{ members: Reader[] }>(`${conversation} ${seq} ${passed}`, () =>
    client.call('receipt.readers', { conversation, seq }),
  );
  if (hasFailed) return <ErrorState title={strings.conversations.details.failed} onRetry={again} />;
  if (!value) {
    return (
      <Skeleton>
        <PeopleSkeleton />
      </Skeleton>
    );
  }
  if (value.members.length === 0) return <EmptyState icon={EyeIcon} title={strings.receipts.readers.nobody} />;
  const read = value.members.filter((reader) => reader.read);
  const delivered = value.members.filter((reader) => reader.delivered && !reader.read);
  const sent = value.members.filter((reader) => !reader.delivered && !reader.read);
  const groups: { title: string; icon: Icon; isAccented: boolean; readers: Reader[] }[] = [
    { title: strings.receipts.readers.read, icon: DoubleCheckIcon, isAccented: true, readers: read },
    { title: strings.receipts.readers.delivered, icon: DoubleCheckIcon, isAccented: false, readers: delivered },
    { title: strings.receipts.readers.sent, icon: sent.length > 0 ? CheckIcon : ClockIcon, isAccented: false, readers: sent },
  ];
  return (
    <div className="min-h-0 flex-1 overflow-y-auto pb-4">
      {groups
        .filter(({ readers }) => readers.length > 0)
        .map(({ title, icon: Mark, isAccented, readers }) => (
          <section key={title}>
            <h3 className="flex items-center gap-2 px-4 pt-4 pb-1 text-small font-medium text-muted">
              <Mark size={16} className={classes(isAccented && 'text-accent')} />
              {title}
              <span className="tabular">{formats.number(readers.length)}</span>
            </h3>
            <ul>
              {readers.map((reader) => (
                <li key={reader.user}>
                  <PersonRow id={reader.user} name={nameOf(reader.user)} about={reader.read_at && formats.ago(reader.read_at)} />
                </li>
              ))}
            </ul>
          </section>
        ))}
    </div>
  );
}
