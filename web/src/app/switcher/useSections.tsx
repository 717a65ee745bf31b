// What the switcher offers for a query: conversations, people and pages, the best matches first.
import type { PublicUser } from '@parley/client';
import { useClient } from '@parley/client/react';
import { useMemo, type ReactNode } from 'react';
import { Avatar } from '@/design/Avatar.tsx';
import { SettingsIcon } from '@/design/icons.tsx';
import { toast } from '@/design/Toast.tsx';
import type { Item } from '@/features/conversations/item.ts';
import { useItems } from '@/features/conversations/useItems.ts';
import { useStrings, type Strings } from '@/i18n/languages.ts';
import { wordsFor } from '@/platform/errors.ts';
import { matchRank } from '@/platform/matching.ts';
import { navigate } from '@/platform/router.tsx';
import { paths, SETTINGS_PAGES } from '@/platform/routes.ts';
import { useFoundPeople } from './useFoundPeople.ts';

const SHOWN_MOST = { conversations: 8, people: 6 };

export interface Option {
  key: string;
  label: string;
  hint?: string;
  picture: ReactNode;
  open: () => void;
}

export interface Section {
  title: string;
  options: readonly Option[];
}

export function useSections(query: string): readonly Section[] {
  const strings = useStrings();
  const { items } = useItems();
  const people = useFoundPeople(query);
  const openPerson = useOpenPerson();
  return useMemo(() => {
    const words = strings.app.switcher;
    const known = new Set(items.map((item) => item.other));
    const strangers = people.filter((person) => !known.has(person.id));
    const sections: Section[] = [
      { title: words.conversations, options: conversationOptions(items, query, strings) },
      { title: words.people, options: strangers.slice(0, SHOWN_MOST.people).map((person) => personOption(person, openPerson)) },
      { title: words.pages, options: pageOptions(query, strings) },
    ];
    return sections.filter((section) => section.options.length > 0);
  }, [items, people, query, strings, openPerson]);
}

function conversationOptions(items: readonly Item[], query: string, strings: Strings): Option[] {
  return items
    .map((item) => ({ item, rank: query ? Math.max(matchRank(item.name, query), matchRank(item.label, query)) : 1 }))
    .filter(({ rank }) => rank > 0)
    .sort((one, other) => other.rank - one.rank || other.item.at - one.item.at)
    .slice(0, SHOWN_MOST.conversations)
    .map(({ item }) => ({
      key: item.id,
      label: item.name,
      ...(item.unread > 0 && { hint: strings.app.unread(item.unread) }),
      picture: <Avatar id={item.other ?? item.id} name={item.name} size={24} group={item.isGroup} />,
      open: () => navigate(paths.conversation(item.id)),
    }));
}

function personOption(person: PublicUser, open: (person: PublicUser) => void): Option {
  return {
    key: person.id,
    label: person.display_name,
    hint: `@${person.username}`,
    picture: <Avatar id={person.id} name={person.display_name} size={24} />,
    open: () => open(person),
  };
}

function pageOptions(query: string, strings: Strings): Option[] {
  const pages = SETTINGS_PAGES.filter((page) => query && matchRank(strings.settings.pages[page], query) > 0);
  return pages.map((page) => ({
    key: page,
    label: strings.settings.pages[page],
    picture: <SettingsIcon className="mx-0.5 text-muted" />,
    open: () => navigate(paths.settings(page)),
  }));
}

function useOpenPerson() {
  const client = useClient();
  const strings = useStrings();
  return useMemo(
    () => (person: PublicUser) => {
      client.openDirect(person.id).then(
        (conversation) => navigate(paths.conversation(conversation)),
        (fault: unknown) => toast(wordsFor(fault, strings)),
      );
    },
    [client, strings],
  );
}
