// The three panes: conversations, thread, details. Below 768 px one of them is shown, and the address says which.
import { lazy, Suspense, useRef } from 'react';
import { classes } from '@/design/classes.ts';
import { ChatIcon, SearchIcon, SettingsIcon } from '@/design/icons.tsx';
import { EmptyState } from '@/design/states.tsx';
import { ConversationPane } from '@/features/conversations/list/ConversationPane.tsx';
import { useNotifications } from '@/features/notifications/useNotifications.ts';
import { useTitle } from '@/features/notifications/useTitle.ts';
import { useIdleness } from '@/features/presence/useIdleness.ts';
import { useStrings } from '@/i18n/languages.ts';
import { keyNames } from '@/platform/keys.ts';
import { useOverlay } from '@/platform/overlay.ts';
import { usePreferences } from '@/platform/preferences.ts';
import { goBack, Link, useRoute } from '@/platform/router.tsx';
import { paths, type Route } from '@/platform/routes.ts';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { ListResizer } from './ListResizer.tsx';
import { useSwipe } from './swipe.ts';
import { useAppKeys } from './useAppKeys.ts';

// The thread is loaded at once, but the list does not wait for it.
const threadPane = import('@/app/thread/ThreadPane.tsx');
const ThreadPane = lazy(async () => ({ default: (await threadPane).ThreadPane }));
const Switcher = lazy(async () => ({ default: (await import('./switcher/Switcher.tsx')).Switcher }));
const DetailsPane = lazy(async () => ({ default: (await import('./DetailsPane.tsx')).DetailsPane }));
const SettingsNav = lazy(async () => ({ default: (await import('@/app/settings/SettingsNav.tsx')).SettingsNav }));
const SettingsPane = lazy(async () => ({ default: (await import('@/app/settings/SettingsPane.tsx')).SettingsPane }));
const SearchPage = lazy(async () => ({ default: (await import('@/features/search/SearchPage.tsx')).SearchPage }));
const NewConversation = lazy(async () => ({ default: (await import('@/features/conversations/NewConversation.tsx')).NewConversation }));
const KeyList = lazy(async () => ({ default: (await import('./KeyList.tsx')).KeyList }));

// Returns whether the address means the list, for screens that have room for one pane only.
function showsList(route: Route) {
  return route.name === 'home' || (route.name === 'settings' && !route.page);
}

export function Shell() {
  const strings = useStrings();
  const route = useRoute();
  const listWidth = usePreferences((state) => state.listWidth);
  const overlay = useOverlay((state) => state.overlay);
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
            <MiddlePane route={route} />
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

function MiddlePane({ route }: { route: Route }) {
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
          hint={strings.app.noConversationHint(keyNames('mod+k').join(' '))}
        />
      );
  }
}
