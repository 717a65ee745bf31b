// Searches messages, in all conversations or in one: words and filters above, the found messages below.
import { useEffect, useState } from 'react';
import { classes } from '@/design/classes.ts';
import { inputLook } from '@/design/Field.tsx';
import { SearchIcon } from '@/design/icons.tsx';
import { EmptyState } from '@/design/states.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { FilterRow, type Sender } from './FilterRow.tsx';
import { useQuestion } from './question.ts';
import { Results } from './Results.tsx';

const PAUSE_MS = 200;
const NOBODY: readonly Sender[] = [];

interface SearchProps {
  query: string;
  onQuery: (query: string) => void;
  // The conversation to which the search is limited; absent for all of them.
  conversation?: string;
  senders?: readonly Sender[];
}

export function Search({ query, onQuery, conversation, senders = NOBODY }: SearchProps) {
  const strings = useStrings().search;
  const [text, setText] = useState(query);
  const { filters, setFilters, question, isAsked } = useQuestion(query, conversation);
  const isEverywhere = conversation === undefined;

  // The address, and with it the question, changes after a pause in typing.
  useEffect(() => {
    if (text.trim() === query) return;
    const timer = setTimeout(() => onQuery(text.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, query, onQuery]);

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
        <FilterRow filters={filters} isEverywhere={isEverywhere} senders={senders} onChange={(change) => setFilters({ ...filters, ...change })} />
      </div>
      {isAsked ? (
        <Results key={JSON.stringify(question)} question={question} isEverywhere={isEverywhere} query={query} />
      ) : (
        <EmptyState icon={SearchIcon} title={strings.idleTitle} hint={strings.hint} />
      )}
    </div>
  );
}
