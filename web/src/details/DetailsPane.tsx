// The right pane: about a conversation. The address says which side of it.
import { useConversation } from '@parley/client/react';
import { useKeys } from '@/app/keys.ts';
import { navigate, useRoute } from '@/app/router.tsx';
import { paths, type Panel } from '@/app/routes.ts';
import { IconButton } from '@/design/Button.tsx';
import { BackIcon, CloseIcon } from '@/design/icons.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { InfoPanel } from './InfoPanel.tsx';
import { MembersPanel } from './MembersPanel.tsx';
import { PinsPanel } from './PinsPanel.tsx';
import { ReadersPanel } from './ReadersPanel.tsx';
import { SearchPanel } from './SearchPanel.tsx';
import { VersionsPanel } from './VersionsPanel.tsx';

export function DetailsPane({ conversationId, panel }: { conversationId: string; panel: Panel }) {
  const strings = useStrings();
  const route = useRoute();
  const summary = useConversation(conversationId);
  const seq = route.name === 'conversation' ? route.seq : undefined;
  const close = () => navigate(paths.conversation(conversationId));
  const isSub = panel === 'members' || panel === 'pins';
  useKeys([{ keys: 'Escape', group: 'thread', label: (all) => all.app.close, run: close, inFields: true }]);

  return (
    <section aria-label={strings.details.panels[panel]} className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-14 shrink-0 items-center gap-1 border-b border-border ps-2 pe-2">
        {isSub && (
          <IconButton
            icon={BackIcon}
            label={strings.app.back}
            onClick={() => navigate(paths.conversation(conversationId, { panel: 'info' }))}
            className="rtl:-scale-x-100"
          />
        )}
        <h2 className="min-w-0 flex-1 truncate ps-2 font-semibold">{strings.details.panels[panel]}</h2>
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
