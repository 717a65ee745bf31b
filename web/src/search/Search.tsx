// Looks through what was said, everywhere or in one conversation: words and filters above, what was found below, the newest
// first, page by page.
import type { Message } from '@parley/client';
import { useConversations, usePeople } from '@parley/client/react';
import { useEffect, useMemo, useState } from 'react';
import { Button } from '@/design/Button.tsx';
import { classes } from '@/design/classes.ts';
import { inputLook } from '@/design/Field.tsx';
import { AtIcon, SearchIcon } from '@/design/icons.tsx';
import { EmptyState, ErrorState, Skeleton } from '@/design/states.tsx';
import { nameOf } from '@/conversations/summary.ts';
import { useAnswer } from '@/details/useAnswer.ts';
import { useStrings } from '@/i18n/languages.ts';
import { useClient, useMe } from '@/session/client.tsx';
import { FoundMessage, FoundSkeleton, type SnippetPart } from './FoundMessage.tsx';

const PAUSE_MS = 200;
const DAY_MS = 86_400_000;
const PERIODS = { any: undefined, week: 7, month: 31, year: 366 } as const;
type Period = keyof typeof PERIODS;

interface Hit {
  message: Message;
  snippet: SnippetPart[];
}

interface Page {
  hits: Hit[];
  next?: string;
}

interface SearchProps {
  query: string;
  onQuery: (query: string) => void;
  // Only here; absent for everywhere.
  conversation?: string;
  people?: readonly { id: string; name: string }[];
}

export function Search({ query, onQuery, conversation, people = [] }: SearchProps) {
  const strings = useStrings().details.find;
  const [text, setText] = useState(query);
  const [sender, setSender] = useState('');
  const [place, setPlace] = useState('');
  const [period, setPeriod] = useState<Period>('any');
  const [isMentions, setMentions] = useState(false);
  const { id: me } = useMe();
  const { conversations } = useConversations();

  // The address, and with it the question, follows after a pause in typing.
  useEffect(() => {
    if (text.trim() === query) return;
    const timer = setTimeout(() => onQuery(text.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, query, onQuery]);

  const question = useMemo(() => {
    const days = PERIODS[period];
    const where = conversation ?? (place === '' ? undefined : place);
    return {
      ...(query !== '' && { q: query }),
      ...(where !== undefined && { conversation: where }),
      ...(sender !== '' && { sender }),
      ...(days !== undefined && { after: new Date(startOfToday() - days * DAY_MS).toISOString() }),
      ...(isMentions && { mentions_me: true }),
    };
  }, [query, conversation, place, sender, period, isMentions]);
  const asks = query !== '' || sender !== '' || isMentions || (conversation === undefined && place !== '');

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="grid gap-2 p-3">
        <div className="relative">
          <SearchIcon size={16} className="absolute start-3 top-3 text-muted" />
          <input
            autoFocus
            type="search"
            value={text}
            aria-label={strings.title}
            placeholder={strings.placeholder}
            onChange={(event) => setText(event.target.value)}
            className={classes(inputLook, 'h-10 ps-9')}
          />
        </div>
        <div className="flex flex-wrap gap-1.5">
          {conversation === undefined && (
            <Select label={strings.in} value={place} onChange={setPlace}>
              <option value="">{strings.anywhere}</option>
              {conversations.map((summary) => (
                <option key={summary.conversation.id} value={summary.conversation.id}>
                  {nameOf(summary, me)}
                </option>
              ))}
            </Select>
          )}
          {people.length > 0 && (
            <Select label={strings.from} value={sender} onChange={setSender}>
              <option value="">{strings.anyone}</option>
              {people.map((person) => (
                <option key={person.id} value={person.id}>
                  {person.name}
                </option>
              ))}
            </Select>
          )}
          <Select label={strings.since} value={period} onChange={(value) => setPeriod(value as Period)}>
            <option value="any">{strings.anyTime}</option>
            <option value="week">{strings.week}</option>
            <option value="month">{strings.month}</option>
            <option value="year">{strings.year}</option>
          </Select>
          <button
            type="button"
            aria-pressed={isMentions}
            onClick={() => setMentions(!isMentions)}
            className="flex h-8 items-center gap-1.5 rounded-full border border-border px-3 text-small text-muted hover:bg-sunken aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent"
          >
            <AtIcon size={15} />
            {strings.mentions}
          </button>
        </div>
      </div>
      {asks ? (
        <Results key={JSON.stringify(question)} question={question} isEverywhere={conversation === undefined} query={query} />
      ) : (
        <EmptyState icon={SearchIcon} title={strings.idleTitle} hint={strings.hint} />
      )}
    </div>
  );
}

function startOfToday(): number {
  return new Date().setHours(0, 0, 0, 0);
}

interface SelectProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  children: React.ReactNode;
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

interface ResultsProps {
  question: Record<string, unknown>;
  isEverywhere: boolean;
  query: string;
}

function Results({ question, isEverywhere, query }: ResultsProps) {
  const strings = useStrings();
  const client = useClient();
  const { id: me } = useMe();
  const { conversations } = useConversations();
  const people = usePeople();
  const [further, setFurther] = useState<Page[]>([]);
  const [isBusy, setBusy] = useState(false);
  const { value, hasFailed, again } = useAnswer<Page>(JSON.stringify(question), () => client.call('search', question));
  const pages = value ? [value, ...further] : further;
  const hits = pages.flatMap((page) => page.hits);
  const next = pages.at(-1)?.next;

  const more = () => {
    setBusy(true);
    const load = client.call('search', { ...question, ...(next && { cursor: next }) });
    load.then((page) => setFurther((before) => [...before, page])).finally(() => setBusy(false)).catch(again);
  };
  if (hasFailed) return <ErrorState title={strings.details.find.failed} onRetry={again} />;
  if (!value) {
    return (
      <Skeleton>
        <FoundSkeleton />
      </Skeleton>
    );
  }
  if (hits.length === 0) return <EmptyState icon={SearchIcon} title={strings.details.find.nothing} hint={strings.details.find.nothingHint} />;
  const summaries = new Map(conversations.map((summary) => [summary.conversation.id, summary]));
  const nameOfSender = (message: Message) =>
    message.sender === me
      ? strings.thread.you
      : (people.get(message.sender)?.display_name ??
        summaries.get(message.conversation)?.members.find((member) => member.user === message.sender)?.display_name ??
        strings.thread.someone);
  const whereOf = (message: Message) => {
    const summary = summaries.get(message.conversation);
    return summary && isEverywhere ? nameOf(summary, me) : undefined;
  };
  return (
    <div className="min-h-0 flex-1 overflow-y-auto pb-4">
      <p role="status" className="px-4.5 pb-1 text-small text-muted">
        {strings.details.find.results(hits.length)}
        {next && '+'}
      </p>
      <ul>
        {hits.map(({ message, snippet }) => (
          <li key={`${message.conversation} ${message.seq}`} className="flex">
            <FoundMessage
              message={message}
              name={nameOfSender(message)}
              where={whereOf(message)}
              snippet={snippet}
              {...(!isEverywhere && { panel: 'search', query })}
            />
          </li>
        ))}
      </ul>
      {next && (
        <div className="flex justify-center pt-2">
          <Button busy={isBusy} onClick={more}>
            {strings.details.find.more}
          </Button>
        </div>
      )}
    </div>
  );
}
