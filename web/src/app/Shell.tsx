// The three panes: conversations, thread, details. Under 768 px there is one at a time, and the address says which.
import { lazy, Suspense, useRef } from 'react';
import { ConversationPane } from '@/conversations/ConversationPane.tsx';
import { classes } from '@/design/classes.ts';
import { ChatIcon } from '@/design/icons.tsx';
import { EmptyState } from '@/design/states.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { usePreferences } from '@/state/preferences.ts';
import { ThreadPane } from '@/thread/ThreadPane.tsx';
import { ListResizer } from './ListResizer.tsx';
import { goBack, useRoute } from './router.tsx';
import { paths, type Route } from './routes.ts';
import { keySigns } from './keys.ts';
import { useSwipe } from './swipe.ts';

const DetailsPane = lazy(async () => ({ default: (await import('@/details/DetailsPane.tsx')).DetailsPane }));

export function Shell() {
  const route = useRoute();
  const listWidth = usePreferences((state) => state.listWidth);
  const main = useRef<HTMLElement>(null);
  useSwipe(main, () => goBack(paths.home()), route.name !== 'home');
  const isHome = route.name === 'home';
  const panel = route.name === 'conversation' ? route.panel : undefined;

  return (
    <div className="flex h-full flex-col bg-surface">
      <div className="safe-x relative flex min-h-0 flex-1">
        <aside
          className={classes('min-w-0 shrink-0 flex-col bg-surface max-md:!w-full', isHome ? 'flex' : 'hidden md:flex')}
          style={{ width: listWidth }}
        >
          <ConversationPane />
        </aside>
        <ListResizer />
        <main ref={main} className={classes('min-w-0 flex-1 flex-col bg-raised', isHome || panel ? 'hidden md:flex' : 'flex')}>
          <Middle route={route} />
        </main>
        {route.name === 'conversation' && panel && (
          <aside className="flex w-full shrink-0 flex-col border-border bg-surface max-lg:absolute max-lg:inset-y-0 max-lg:end-0 max-lg:shadow-raised md:w-80 md:border-s xl:w-88">
            <Suspense>
              <DetailsPane key={route.id} conversationId={route.id} panel={panel} />
            </Suspense>
          </aside>
        )}
      </div>
    </div>
  );
}

function Middle({ route }: { route: Route }) {
  const strings = useStrings();
  if (route.name === 'conversation') return <ThreadPane key={route.id} conversationId={route.id} seq={route.seq} />;
  return (
    <EmptyState
      icon={ChatIcon}
      title={strings.app.noConversation}
      hint={strings.app.noConversationHint(keySigns('mod+k').join(' '))}
    />
  );
}
