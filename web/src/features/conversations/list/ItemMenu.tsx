import type { NotifyLevel } from '@parley/client';
import { useClient } from '@parley/client/react';
import { Menu, type MenuAnchor } from '@/design/Menu.tsx';
import { toast } from '@/design/Toast.tsx';
import type { Item } from '@/features/conversations/item.ts';
import type { SettingsChange } from '@/features/conversations/settings.ts';
import { useStrings } from '@/i18n/languages.ts';
import { menuOf } from './menu.ts';

// The open menu of a conversation. Archiving can be undone from a toast.
export function ItemMenu({ item, at, notify, onClose }: { item: Item; at: MenuAnchor; notify: NotifyLevel; onClose: () => void }) {
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
