// A search as the server gets it: the words and the filters.
import { useMemo, useState } from 'react';

const DAY_MS = 86_400_000;
const PERIOD_DAYS = { any: undefined, week: 7, month: 31, year: 366 } as const;
export type Period = keyof typeof PERIOD_DAYS;

export interface Filters {
  // Ids of a user and of a conversation; empty for all.
  sender: string;
  conversation: string;
  period: Period;
  mentionsMe: boolean;
}

const NO_FILTERS: Filters = { sender: '', conversation: '', period: 'any', mentionsMe: false };

export type Question = Readonly<Record<string, unknown>>;

// `within` is the conversation to which the search is limited; undefined for all of them.
export function useQuestion(query: string, within: string | undefined) {
  const [filters, setFilters] = useState(NO_FILTERS);
  const question = useMemo((): Question => {
    const { sender, period, mentionsMe } = filters;
    const days = PERIOD_DAYS[period];
    const conversation = within ?? filters.conversation;
    return {
      ...(query !== '' && { q: query }),
      ...(conversation !== '' && { conversation }),
      ...(sender !== '' && { sender }),
      ...(days !== undefined && { after: new Date(startOfToday() - days * DAY_MS).toISOString() }),
      ...(mentionsMe && { mentions_me: true }),
    };
  }, [query, within, filters]);
  const { sender, mentionsMe, conversation } = filters;
  // A period alone, or the conversation that is open anyway, would ask for everything.
  const isAsked = query !== '' || sender !== '' || mentionsMe || (within === undefined && conversation !== '');
  return { filters, setFilters, question, isAsked };
}

function startOfToday(): number {
  return new Date().setHours(0, 0, 0, 0);
}
