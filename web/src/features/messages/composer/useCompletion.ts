// The offers of the composer for the word at the caret, and which of them is chosen.
import { useMemo, useState } from 'react';
import { matchPeople, type Person } from '@/features/accounts/people.ts';
import { searchEmoji } from '@/features/emoji/emoji.ts';
import { useEmojiSet } from '@/features/emoji/useEmojiSet.ts';
import { useLanguage } from '@/i18n/languages.ts';
import { findTrigger, type Trigger } from './completion.ts';

const OFFERED_MOST = 8;

export type Offer =
  | { kind: 'person'; key: string; insertion: string; person: Person }
  | { kind: 'all'; key: string; insertion: string }
  | { kind: 'emoji'; key: string; insertion: string; name: string };

export interface Completion {
  trigger: Trigger | undefined;
  offers: readonly Offer[];
  chosen: number;
  choose: (index: number) => void;
  dismiss: () => void;
}

export function useCompletion(text: string, caret: number, people: readonly Person[], offersAll: boolean): Completion {
  const language = useLanguage((state) => state.language);
  const found = findTrigger(text, caret);
  // Escape hides the offers until the user begins another word.
  const [dismissed, setDismissed] = useState<number>();
  const trigger = found && found.start !== dismissed ? found : undefined;
  const [choice, setChoice] = useState({ query: '', index: 0 });
  const { set } = useEmojiSet(language, trigger?.kind === 'emoji');

  const kind = trigger?.kind;
  const query = trigger?.query ?? '';
  const offers = useMemo((): Offer[] => {
    if (kind === 'mention') return offerPeople(people, query, offersAll);
    if (kind !== 'emoji' || !set) return [];
    return searchEmoji(set, query, OFFERED_MOST).map(({ emoji, name }) => ({ kind: 'emoji', key: emoji, insertion: emoji, name }));
  }, [kind, query, people, offersAll, set]);

  const index = choice.query === query ? Math.min(choice.index, offers.length - 1) : 0;
  return {
    trigger,
    offers,
    chosen: Math.max(0, index),
    choose: (next) => setChoice({ query, index: (next + offers.length) % Math.max(1, offers.length) }),
    dismiss: () => setDismissed(trigger?.start),
  };
}

function offerPeople(people: readonly Person[], query: string, offersAll: boolean): Offer[] {
  const all: Offer[] = offersAll && 'all'.startsWith(query.toLowerCase()) ? [{ kind: 'all', key: 'all', insertion: '@all' }] : [];
  const matching = matchPeople(people, query, OFFERED_MOST).map(
    (person): Offer => ({ kind: 'person', key: person.id, insertion: `@${person.username}`, person }),
  );
  return [...all, ...matching].slice(0, OFFERED_MOST);
}
