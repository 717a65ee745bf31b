// Ctrl/⌘+K: to any conversation, person or page by a few letters of its name. A combobox with a list of options (WAI-ARIA
// Authoring Practices, "Combobox"): the field keeps the focus, the arrows move what is active.
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { PublicUser } from '@parley/client';
import { useItems } from '@/conversations/useItems.ts';
import { Avatar } from '@/design/Avatar.tsx';
import { classes } from '@/design/classes.ts';
import { Dialog } from '@/design/Dialog.tsx';
import { SearchIcon, SettingsIcon } from '@/design/icons.tsx';
import { toast } from '@/design/Toast.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { useClient, useMe } from '@/session/client.tsx';
import { wordsFor } from '@/session/errors.ts';
import { closeOverlay } from '@/state/ui.ts';
import { navigate } from './router.tsx';
import { paths, SETTINGS_PAGES } from './routes.ts';
import { matchRank } from './matching.ts';

const SHOWN = { conversations: 8, people: 6 };
const ASK_AFTER_MS = 150;

interface Option {
  key: string;
  label: string;
  hint?: string;
  picture: ReactNode;
  open: () => void;
}

interface Section {
  title: string;
  options: readonly Option[];
}

export function Switcher() {
  const strings = useStrings();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const sections = useSections(query.trim());
  const options = sections.flatMap((section) => section.options);
  const current = Math.min(active, Math.max(0, options.length - 1));

  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  const choose = (option: Option | undefined) => {
    if (!option) return;
    closeOverlay();
    option.open();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length > 0) setActive((current + step + options.length) % options.length);
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) choose(options[current]);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog title={strings.app.switcher.label} onClose={closeOverlay} bare>
      <div className="flex items-center gap-3 border-b border-border px-4">
        <SearchIcon className="shrink-0 text-muted" />
        <input
          data-autofocus
          role="combobox"
          aria-expanded
          aria-controls={listId}
          aria-activedescendant={options[current] ? `${listId}-${current}` : undefined}
          aria-label={strings.app.switcher.placeholder}
          placeholder={strings.app.switcher.placeholder}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
          autoComplete="off"
          spellCheck={false}
          className="h-12 min-w-0 flex-1 bg-transparent outline-none placeholder:text-muted"
        />
      </div>
      {options.length === 0 && (
        <p role="status" className="px-3 py-6 text-center text-small text-muted">
          {query ? strings.app.switcher.nothing : strings.app.switcher.hint}
        </p>
      )}
      <div ref={list} id={listId} role="listbox" aria-label={strings.app.switcher.label} className="max-h-[min(52dvh,420px)] overflow-y-auto p-1.5 empty:hidden">
        {sections.map((section) => (
          <div key={section.title} role="group" aria-label={section.title}>
            <p aria-hidden="true" className="px-2.5 pt-2 pb-1 text-tiny font-medium text-muted">
              {section.title}
            </p>
            {section.options.map((option) => {
              const own = options.indexOf(option);
              return (
                <div
                  key={option.key}
                  id={`${listId}-${own}`}
                  role="option"
                  aria-selected={own === current}
                  onPointerMove={() => setActive(own)}
                  onClick={() => choose(option)}
                  className={classes('flex h-10 cursor-pointer items-center gap-3 rounded-control px-2.5', own === current && 'bg-sunken')}
                >
                  {option.picture}
                  <span className="min-w-0 truncate">{option.label}</span>
                  {option.hint && <span className="min-w-0 flex-1 truncate text-small text-muted">{option.hint}</span>}
                </div>
              );
            })}
          </div>
        ))}
      </div>
    </Dialog>
  );
}

function useSections(query: string): readonly Section[] {
  const strings = useStrings();
  const { items } = useItems();
  const people = usePeople(query);
  const openPerson = useOpenPerson();

  return useMemo(() => {
    const known = new Set(items.map((item) => item.other));
    const ranked = items
      .map((item) => ({ item, rank: query ? Math.max(matchRank(item.name, query), matchRank(item.label, query)) : 1 }))
      .filter(({ rank }) => rank > 0)
      .sort((one, other) => other.rank - one.rank || other.item.at - one.item.at)
      .slice(0, SHOWN.conversations);
    const pages = SETTINGS_PAGES.filter((page) => query && matchRank(strings.settings.pages[page], query) > 0);
    const sections: Section[] = [
      {
        title: strings.app.switcher.conversations,
        options: ranked.map(({ item }) => ({
          key: item.id,
          label: item.name,
          ...(item.unread > 0 && { hint: strings.app.unread(item.unread) }),
          picture: <Avatar id={item.other ?? item.id} name={item.name} size={24} group={item.isGroup} />,
          open: () => navigate(paths.conversation(item.id)),
        })),
      },
      {
        title: strings.app.switcher.people,
        options: people
          .filter((person) => !known.has(person.id))
          .slice(0, SHOWN.people)
          .map((person) => ({
            key: person.id,
            label: person.display_name,
            hint: `@${person.username}`,
            picture: <Avatar id={person.id} name={person.display_name} size={24} />,
            open: () => openPerson(person),
          })),
      },
      {
        title: strings.app.switcher.pages,
        options: pages.map((page) => ({
          key: page,
          label: strings.settings.pages[page],
          picture: <SettingsIcon className="mx-0.5 text-muted" />,
          open: () => navigate(paths.settings(page)),
        })),
      },
    ];
    return sections.filter((section) => section.options.length > 0);
  }, [items, people, query, strings, openPerson]);
}

// Who goes by that name on the server, asked for once typing pauses.
function usePeople(query: string): readonly PublicUser[] {
  const client = useClient();
  const me = useMe();
  const [found, setFound] = useState<{ query: string; users: readonly PublicUser[] }>({ query: '', users: [] });
  useEffect(() => {
    if (query.length < 2) return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      client.call('user.search', { q: query }).then(
        ({ users }) => isCurrent && setFound({ query, users: users.filter((user) => user.id !== me.id) }),
        () => undefined, // without a connection the conversations are still found
      );
    }, ASK_AFTER_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, me.id, query]);
  return query.length >= 2 && query.startsWith(found.query) ? found.users : NOBODY;
}

const NOBODY: readonly PublicUser[] = [];

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
