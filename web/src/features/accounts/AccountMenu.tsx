// The menu behind the user's own picture: presence, settings, keys, signing out.
import { useClient, useMe, useOwnPresence } from '@parley/client/react';
import { Avatar, PresenceIcon } from '@/design/Avatar.tsx';
import { KeyboardIcon, RefreshIcon, SettingsIcon, SignOutIcon } from '@/design/icons.tsx';
import { MenuButton, type MenuEntry } from '@/design/Menu.tsx';
import { toast } from '@/design/Toast.tsx';
import { useStrings } from '@/i18n/languages.ts';
import { wordsFor } from '@/platform/errors.ts';
import { keyNames } from '@/platform/keys.ts';
import { openOverlay } from '@/platform/overlay.ts';
import { navigate } from '@/platform/router.tsx';
import { paths } from '@/platform/routes.ts';

const CHOSEN = ['online', 'away', 'dnd'] as const;
const ICONS = {
  online: () => <PresenceIcon state="online" />,
  away: () => <PresenceIcon state="away" />,
  dnd: () => <PresenceIcon state="dnd" />,
};

export function AccountMenu() {
  const strings = useStrings();
  const client = useClient();
  const me = useMe();
  const presence = useOwnPresence();
  const refresh = () => {
    client.refresh().then(
      () => toast(strings.app.refreshed),
      (fault: unknown) => toast(wordsFor(fault, strings)),
    );
  };
  const entries: MenuEntry[] = [
    ...CHOSEN.map((state) => ({
      label: strings.presence[state],
      icon: ICONS[state],
      checked: presence === state,
      onSelect: () => {
        client.setPresence(state).catch((fault: unknown) => toast(wordsFor(fault, strings)));
      },
    })),
    'separator' as const,
    { label: strings.app.refresh, icon: RefreshIcon, onSelect: refresh },
    {
      label: strings.settings.title,
      icon: SettingsIcon,
      keys: keyNames('mod+,').join(' '),
      onSelect: () => navigate(paths.settings('profile')),
    },
    { label: strings.app.keys.title, icon: KeyboardIcon, keys: '?', onSelect: () => openOverlay('keys') },
    'separator',
    { label: strings.settings.signOut, icon: SignOutIcon, onSelect: () => void client.signOut() },
  ];
  return (
    <MenuButton label={strings.app.account(me.display_name)} entries={entries}>
      {(trigger) => (
        <button
          type="button"
          {...trigger}
          aria-label={strings.app.account(me.display_name)}
          title={me.display_name}
          className="rounded-full p-0.5 transition-opacity hover:opacity-85"
        >
          <Avatar id={me.id} name={me.display_name} size={32} presence={presence} />
        </button>
      )}
    </MenuButton>
  );
}
