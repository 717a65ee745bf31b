// The right pane. The address says which of the panels about a conversation it shows.
import { useConversation } from '@parley/client/react';
import { IconButton } from '@/design/Button.tsx';
import { BackIcon, CloseIcon } from '@/design/icons.tsx';
import { InfoPanel } from '@/features/conversations/details/InfoPanel.tsx';
import { MembersPanel } from '@/features/conversations/details/MembersPanel.tsx';
import { PinsPanel } from '@/features/messages/pins/PinsPanel.tsx';
import { VersionsPanel } from '@/features/messages/VersionsPanel.tsx';
import { ReadersPanel } from '@/features/receipts/ReadersPanel.tsx';
import { SearchPanel } from '@/features/search/SearchPanel.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { useKeys } from '@/platform/keys.ts';
import { navigate, useRoute } from '@/platform/router.tsx';
import { paths, type Panel } from '@/platform/routes.ts';

export function DetailsPane({ conversationId, panel }: { conversationId: string; panel: Panel }) {
  const strings = useStrings();
  const route = useRoute();
  const summary = useConversation(conversationId);
  const seq = route.name === 'conversation' ? route.seq : undefined;
  const close = () => navigate(paths.conversation(conversationId));
  const isSub = panel === 'members' || panel === 'pins';
  useKeys([{ keys: 'Escape', group: 'thread', label: (all) => all.app.close, run: close, inFields: true }]);

  return (
    <section aria-label={strings.conversations.details.panels[panel]} className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-14 shrink-0 items-center gap-1 border-b border-border ps-2 pe-2">
        {isSub && (
          <IconButton
            icon={BackIcon}
            label={strings.app.back}
            onClick={() => navigate(paths.conversation(conversationId, { panel: 'info' }))}
            className="rtl:-scale-x-100"
          />
        )}
        <h2 className="min-w-0 flex-1 truncate ps-2 font-semibold">{strings.conversations.details.panels[panel]}</h2>
        <IconButton icon={CloseIcon} label={strings.app.close} onClick={close} />
      </header>
      {summary && panel === 'info' && <InfoPanel summary={summary} />}
      {summary && panel === 'members' && <MembersPanel summary={summary} />}
      {summary && panel === 'pins' && <PinsPanel summary={summary} />}
      {summary && panel === 'search' && <SearchPanel summary={summary} />}
      {summary && panel === 'readers' && seq !== undefined && <ReadersPanel summary={summary} seq={seq} />}
      {summary && panel === 'history' && seq !== undefined && <VersionsPanel summary={summary} seq={seq} />}
    </section>
  );
}
