// The left pane: the conversations, the latest first, with filters and the button for a new one.
import type { NotifyLevel } from '@parley/client';
import { useClient, useConversation, useMe } from '@parley/client/react';
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { Button, IconButton } from '@/design/Button.tsx';
import { classes } from '@/design/classes.ts';
import { inputLook } from '@/design/Field.tsx';
import { ArchiveIcon, ChatIcon, CheckIcon, ComposeIcon, FilterIcon, PinIcon, SearchIcon, type Icon } from '@/design/icons.tsx';
import { Menu, type MenuAnchor } from '@/design/Menu.tsx';
import { EmptyState, Skeleton } from '@/design/states.tsx';
import { toast } from '@/design/Toast.tsx';
import { AccountMenu } from '@/features/accounts/AccountMenu.tsx';
import { arrange, countUnread, type Filter, type Item } from '@/features/conversations/item.ts';
import type { SettingsChange } from '@/features/conversations/settings.ts';
import { useItems } from '@/features/conversations/useItems.ts';
import { useDraft } from '@/features/messages/composer/useDrafts.ts';
import { usePresenceOf } from '@/features/presence/usePresenceOf.ts';
import { useTypingNames } from '@/features/typing/useTypingNames.ts';
import { useStrings } from '@/i18n/languages.ts';
import { useKeys } from '@/platform/keys.ts';
import { openOverlay } from '@/platform/overlay.ts';
import { Link, navigate, useRoute } from '@/platform/router.tsx';
import { paths } from '@/platform/routes.ts';
import { ConversationList } from './ConversationList.tsx';
import { ConversationRow, RowSkeleton } from './ConversationRow.tsx';
import { FilterBar } from './FilterBar.tsx';
import { menuOf } from './menu.ts';

const EMPTY_ICONS: Record<Filter, Icon> = { all: ChatIcon, unread: CheckIcon, pinned: PinIcon, archived: ArchiveIcon };

export function ConversationPane() {
  const strings = useStrings().conversations;
  const route = useRoute();
  const openId = route.name === 'conversation' ? route.id : undefined;
  const { items, conversations, status } = useItems();
  const [filter, setFilter] = useState<Filter>('all');
  const [query, setQuery] = useState('');
  const wanted = useDeferredValue(query);
  const [menu, setMenu] = useState<{ item: Item; at: MenuAnchor }>();
  const search = useRef<HTMLInputElement>(null);
  const shown = useMemo(() => arrange(items, filter, wanted, openId), [items, filter, wanted, openId]);
  const onMenu = useCallback((item: Item, at: MenuAnchor) => setMenu({ item, at }), []);
  const renderRow = (item: Item) => <LiveRow item={item} isOpen={item.id === openId} onMenu={onMenu} />;
  useListKeys(shown, openId, search);

  return (
    <nav aria-label={strings.title} className="flex min-h-0 flex-1 flex-col">
      <Header />
      <div className="relative flex gap-1 px-3 pb-2">
        <FilterIcon size={16} className="absolute start-6 top-2.5 text-muted" />
        <input
          ref={search}
          type="search"
          value={query}
          aria-label={strings.search}
          placeholder={strings.search}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setQuery('');
            const first = shown[0];
            if (event.key === 'Enter' && first) navigate(paths.conversation(first.id));
          }}
          className={classes(inputLook, 'h-9 !border-transparent !bg-sunken ps-9 text-small')}
        />
        <Link
          to={paths.search()}
          aria-label={strings.searchMessages}
          title={strings.searchMessages}
          className="grid size-9 shrink-0 place-items-center rounded-control text-muted hover:bg-sunken hover:text-text"
        >
          <SearchIcon />
        </Link>
      </div>
      <FilterBar filter={filter} unread={countUnread(items)} onChoose={setFilter} />
      {status === 'loading' && items.length === 0 && <ListSkeleton />}
      {status === 'ready' && shown.length === 0 && <EmptyList filter={filter} isSearch={wanted.trim() !== ''} />}
      {shown.length > 0 && <ConversationList items={shown} label={strings.title} openId={openId} renderRow={renderRow} />}
      {menu && (
        <ItemMenu
          item={menu.item}
          at={menu.at}
          notify={conversations.find(({ conversation }) => conversation.id === menu.item.id)?.settings.notify ?? 'all'}
          onClose={() => setMenu(undefined)}
        />
      )}
    </nav>
  );
}

function Header() {
  const strings = useStrings().conversations;
  return (
    <header className="flex h-14 shrink-0 items-center gap-1 ps-4 pe-2">
      <h1 className="min-w-0 flex-1 truncate text-heading font-semibold">{strings.title}</h1>
      <IconButton icon={ComposeIcon} label={strings.new} onClick={() => openOverlay('new-conversation')} />
      <AccountMenu />
    </header>
  );
}

// A row with its live parts: typing, presence and draft.
function LiveRow({ item, isOpen, onMenu }: { item: Item; isOpen: boolean; onMenu: (item: Item, at: MenuAnchor) => void }) {
  const { id: me } = useMe();
  const members = useConversation(item.id)?.members;
  const nameOf = (user: string) => members?.find((member) => member.user === user)?.display_name ?? '';
  const typing = useTypingNames(item.id, (user) => nameOf(user) || item.name);
  const presence = usePresenceOf(item.other);
  const draft = useDraft(item.id);
  const sender = item.last ? nameOf(item.last.sender) : '';
  return (
    <ConversationRow
      item={item}
      me={me}
      isOpen={isOpen}
      senderName={firstWord(sender)}
      typing={typing}
      presence={presence?.state}
      draft={draft.text}
      onMenu={onMenu}
    />
  );
}

function firstWord(name: string): string {
  return name.split(' ')[0] ?? name;
}

function ItemMenu({ item, at, notify, onClose }: { item: Item; at: MenuAnchor; notify: NotifyLevel; onClose: () => void }) {
  const strings = useStrings().conversations;
  const client = useClient();
  const change = (one: Item, settings: SettingsChange) => {
    client.settings(one.id, settings).catch(() => toast(strings.settingFailed));
    if (settings.archived) toast(strings.archived, { label: strings.undo, run: () => change(one, { archived: false }) });
  };
  const markRead = (one: Item) => {
    if (one.last?.seq) client.markRead(one.id, one.last.seq);
  };
  return <Menu label={strings.menu(item.name)} at={at} entries={menuOf(item, notify, strings, { change, markRead })} onClose={onClose} />;
}

function useListKeys(shown: readonly Item[], openId: string | undefined, search: React.RefObject<HTMLInputElement | null>) {
  const step = (by: number, passes: (item: Item) => boolean = () => true) => {
    const at = shown.findIndex((item) => item.id === openId);
    const rest = by > 0 ? shown.slice(at + 1) : shown.slice(0, Math.max(0, at)).reverse();
    const next = rest.find(passes) ?? (by > 0 ? shown.find(passes) : undefined);
    if (next) navigate(paths.conversation(next.id));
  };
  useKeys([
    { keys: 'alt+ArrowUp', group: 'list', label: (strings) => strings.app.keys.previous, run: () => step(-1) },
    { keys: 'alt+ArrowDown', group: 'list', label: (strings) => strings.app.keys.next, run: () => step(1) },
    { keys: 'alt+u', group: 'list', label: (strings) => strings.conversations.keys.nextUnread, run: () => step(1, (item) => item.unread > 0 && !item.isMuted) },
    { keys: ['ArrowUp', 'ArrowDown'], group: 'list', label: (strings) => strings.conversations.keys.move, run: () => false, describedOnly: true },
    { keys: '/', group: 'list', label: (strings) => strings.conversations.keys.filter, run: () => search.current?.focus() },
    { keys: 'n', group: 'list', label: (strings) => strings.conversations.keys.new, run: () => openOverlay('new-conversation') },
  ]);
}

function EmptyList({ filter, isSearch }: { filter: Filter; isSearch: boolean }) {
  const strings = useStrings().conversations;
  if (isSearch) return <EmptyState icon={SearchIcon} title={strings.empty.found} />;
  const hints = { all: strings.empty.allHint, unread: strings.empty.unreadHint, pinned: strings.empty.pinnedHint, archived: strings.empty.archivedHint };
  const start = (
    <Button look="primary" icon={ComposeIcon} onClick={() => openOverlay('new-conversation')}>
      {strings.new}
    </Button>
  );
  return <EmptyState icon={EMPTY_ICONS[filter]} title={strings.empty[filter]} hint={hints[filter]} action={filter === 'all' && start} />;
}

function ListSkeleton() {
  return (
    <Skeleton>
      {Array.from({ length: 8 }, (_, index) => (
        <RowSkeleton key={index} />
      ))}
    </Skeleton>
  );
}
