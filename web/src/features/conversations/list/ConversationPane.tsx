// The left pane: the conversations, the latest first, with filters and the button for a new one.
import { useCallback, useDeferredValue, useMemo, useRef, useState } from 'react';
import { IconButton } from '@/design/Button.tsx';
import { classes } from '@/design/classes.ts';
import { inputLook } from '@/design/Field.tsx';
import { ComposeIcon, FilterIcon, SearchIcon } from '@/design/icons.tsx';
import type { MenuAnchor } from '@/design/Menu.tsx';
import { Skeleton } from '@/design/states.tsx';
import { AccountMenu } from '@/features/accounts/AccountMenu.tsx';
import { arrange, countUnread, type Filter, type Item } from '@/features/conversations/item.ts';
import { useItems } from '@/features/conversations/useItems.ts';
import { useStrings } from '@/i18n/languages.ts';
import { openOverlay } from '@/platform/overlay.ts';
import { Link, navigate, useRoute } from '@/platform/router.tsx';
import { paths } from '@/platform/routes.ts';
import { ConversationList } from './ConversationList.tsx';
import { RowSkeleton } from './ConversationRow.tsx';
import { EmptyList } from './EmptyList.tsx';
import { FilterBar } from './FilterBar.tsx';
import { Invitations } from './Invitations.tsx';
import { ItemMenu } from './ItemMenu.tsx';
import { LiveRow } from './LiveRow.tsx';
import { useListKeys } from './useListKeys.ts';

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
      <Invitations />
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

function ListSkeleton() {
  return (
    <Skeleton>
      {Array.from({ length: 8 }, (_, index) => (
        <RowSkeleton key={index} />
      ))}
    </Skeleton>
  );
}
