import { useConversations, useMe } from '@parley/client/react';
import type { ReactNode } from 'react';
import { classes } from '@/design/classes.ts';
import { AtIcon } from '@/design/icons.tsx';
import { nameOf } from '@/features/conversations/summary.ts';
import { isolate } from '@/i18n/isolate.ts';
import { useStrings } from '@/i18n/languages.ts';
import type { Filters, Period } from './question.ts';

export interface Sender {
  id: string;
  name: string;
}

interface FilterRowProps {
  filters: Filters;
  // Whether conversations can be chosen: not if the search is limited to one.
  isEverywhere: boolean;
  senders: readonly Sender[];
  onChange: (change: Partial<Filters>) => void;
}

// The filters under the search field: conversation, sender, period, mentions only.
export function FilterRow({ filters, isEverywhere, senders, onChange }: FilterRowProps) {
  const strings = useStrings().search;
  const { id: me } = useMe();
  const { conversations } = useConversations();
  return (
    <div className="flex flex-wrap gap-1.5">
      {isEverywhere && (
        <Select label={strings.in} value={filters.conversation} onChange={(conversation) => onChange({ conversation })}>
          <option value="">{strings.anywhere}</option>
          {conversations.map((summary) => (
            <option key={summary.conversation.id} value={summary.conversation.id}>
              {isolate(nameOf(summary, me))}
            </option>
          ))}
        </Select>
      )}
      {senders.length > 0 && (
        <Select label={strings.from} value={filters.sender} onChange={(sender) => onChange({ sender })}>
          <option value="">{strings.anyone}</option>
          {senders.map((sender) => (
            <option key={sender.id} value={sender.id}>
              {isolate(sender.name)}
            </option>
          ))}
        </Select>
      )}
      <Select label={strings.since} value={filters.period} onChange={(period) => onChange({ period: period as Period })}>
        <option value="any">{strings.anyTime}</option>
        <option value="week">{strings.week}</option>
        <option value="month">{strings.month}</option>
        <option value="year">{strings.year}</option>
      </Select>
      <button
        type="button"
        aria-pressed={filters.mentionsMe}
        onClick={() => onChange({ mentionsMe: !filters.mentionsMe })}
        className="flex h-8 items-center gap-1.5 rounded-full border border-border px-3 text-small text-muted hover:bg-sunken aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent"
      >
        <AtIcon size={15} />
        {strings.mentions}
      </button>
    </div>
  );
}

interface SelectProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  children: ReactNode;
}

function Select({ label, value, onChange, children }: SelectProps) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={classes(
        'h-8 max-w-44 truncate rounded-full border px-2.5 text-small hover:bg-sunken',
        value === '' || value === 'any' ? 'border-border bg-transparent text-muted' : 'border-accent bg-accent-soft text-accent',
      )}
    >
      {children}
    </select>
  );
}
