// The three panes: conversations, thread, details. Under 768 px there is one at a time, and the address says which.
import { lazy, Suspense, useRef } from 'react';
import { ConversationPane } from '@/conversations/ConversationPane.tsx';
import { classes } from '@/design/classes.ts';
import { ChatIcon, SearchIcon, SettingsIcon } from '@/design/icons.tsx';
import { EmptyState } from '@/design/states.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { usePreferences } from '@/state/preferences.ts';
import { useUi } from '@/state/ui.ts';
import { useNotifications, useTitle } from './attention.ts';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { keySigns } from './keys.ts';
import { ListResizer } from './ListResizer.tsx';
import { goBack, Link, useRoute } from './router.tsx';
import { paths, type Route } from './routes.ts';
import { useIdleness } from './idleness.ts';
import { useSwipe } from './swipe.ts';
import { useAppKeys } from './useAppKeys.ts';

// Fetched at once, and drawn apart: the list does not wait for it.
const threadPane = import('@/thread/ThreadPane.tsx');
const ThreadPane = lazy(async () => ({ default: (await threadPane).ThreadPane }));
const Switcher = lazy(async () => ({ default: (await import('./Switcher.tsx')).Switcher }));
const DetailsPane = lazy(async () => ({ default: (await import('@/details/DetailsPane.tsx')).DetailsPane }));
const SettingsNav = lazy(async () => ({ default: (await import('@/settings/SettingsNav.tsx')).SettingsNav }));
const SettingsPane = lazy(async () => ({ default: (await import('@/settings/SettingsPane.tsx')).SettingsPane }));
const SearchPage = lazy(async () => ({ default: (await import('@/search/SearchPage.tsx')).SearchPage }));
const NewConversation = lazy(async () => ({ default: (await import('@/conversations/NewConversation.tsx')).NewConversation }));
const KeyList = lazy(async () => ({ default: (await import('./KeyList.tsx')).KeyList }));

// Whether the address shows the list or what is beside it, where only one of them has room.
function showsList(route: Route) {
  return route.name === 'home' || (route.name === 'settings' && !route.page);
}

export function Shell() {
  const strings = useStrings();
  const route = useRoute();
  const listWidth = usePreferences((state) => state.listWidth);
  const overlay = useUi((state) => state.overlay);
  const main = useRef<HTMLElement>(null);
  const isList = showsList(route);
  useSwipe(main, () => goBack(route.name === 'settings' ? paths.settings() : paths.home()), !isList);
  useAppKeys();
  useTitle();
  useNotifications();
  useIdleness();
  const panel = route.name === 'conversation' ? route.panel : undefined;

  return (
    <div className="flex h-full flex-col bg-surface">
      <a href="#main" className="sr-only z-50 rounded-control bg-accent px-4 py-2 text-on-accent focus:not-sr-only focus:fixed focus:start-2 focus:top-2">
        {strings.app.skipToThread}
      </a>
      <ConnectionBanner />
      <div className="safe-x relative flex min-h-0 flex-1">
        <div
          className={classes('min-w-0 shrink-0 flex-col bg-surface max-md:!w-full', isList ? 'flex' : 'hidden md:flex')}
          style={{ width: listWidth }}
        >
          {route.name === 'settings' ? (
            <Suspense>
              <SettingsNav page={route.page} />
            </Suspense>
          ) : (
            <ConversationPane />
          )}
        </div>
        <ListResizer />
        <main
          id="main"
          ref={main}
          tabIndex={-1}
          className={classes('min-w-0 flex-1 flex-col bg-raised [--ground:var(--raised)]', isList || panel ? 'hidden md:flex' : 'flex')}
        >
          <Suspense>
            <Middle route={route} />
          </Suspense>
        </main>
        {route.name === 'conversation' && panel && (
          <aside className="flex w-full shrink-0 flex-col border-border bg-surface max-lg:absolute max-lg:inset-y-0 max-lg:end-0 max-lg:shadow-raised md:w-80 md:border-s xl:w-88">
            <Suspense>
              <DetailsPane key={route.id} conversationId={route.id} panel={panel} />
            </Suspense>
          </aside>
        )}
      </div>
      <Suspense>
        {overlay === 'keys' && <KeyList />}
        {overlay === 'switcher' && <Switcher />}
        {overlay === 'new-conversation' && <NewConversation />}
      </Suspense>
    </div>
  );
}

function Middle({ route }: { route: Route }) {
  const strings = useStrings();
  switch (route.name) {
    case 'conversation':
      return <ThreadPane key={route.id} conversationId={route.id} seq={route.seq} />;
    case 'search':
      return <SearchPage />;
    case 'settings':
      return route.page ? <SettingsPane page={route.page} /> : <EmptyState icon={SettingsIcon} title={strings.settings.title} />;
    case 'unknown':
      return (
        <EmptyState
          icon={SearchIcon}
          title={strings.app.unknownPage}
          hint={strings.app.unknownPageHint}
          action={
            <Link to={paths.home()} className="font-medium text-accent underline-offset-4 hover:underline">
              {strings.app.toConversations}
            </Link>
          }
        />
      );
    default:
      return (
        <EmptyState
          icon={ChatIcon}
          title={strings.app.noConversation}
          hint={strings.app.noConversationHint(keySigns('mod+k').join(' '))}
        />
      );
  }
}
