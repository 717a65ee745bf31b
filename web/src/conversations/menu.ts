// What can be done with a conversation from the list.
import { ArchiveIcon, AtIcon, BellIcon, CheckIcon, MuteIcon, PinIcon } from '@/design/icons.tsx';
import type { MenuEntry } from '@/design/Menu.tsx';
import type { Strings } from '@/i18n/languages.ts';
import type { Item } from './item.ts';

export type Notify = 'all' | 'mentions' | 'none';

export interface SettingsChange {
  muted_until?: string | null;
  pinned?: boolean;
  archived?: boolean;
  notify?: Notify;
}

export interface ItemActions {
  change: (item: Item, change: SettingsChange) => void;
  markRead: (item: Item) => void;
}

// What the server takes for "until it is unmuted".
export const FOREVER = '9999-12-31T00:00:00.000Z';
const HOUR_MS = 3_600_000;

export function menuOf(item: Item, notify: Notify, strings: Strings['conversations'], { change, markRead }: ItemActions, now = Date.now()): MenuEntry[] {
  const isUnread = item.unread > 0;
  const mutes: MenuEntry[] = item.isMuted
    ? [{ label: strings.unmute, icon: BellIcon, onSelect: () => change(item, { muted_until: null }) }]
    : [
        { label: strings.mute, icon: MuteIcon, onSelect: () => change(item, { muted_until: FOREVER }) },
        { label: strings.muteHour, icon: MuteIcon, onSelect: () => change(item, { muted_until: new Date(now + HOUR_MS).toISOString() }) },
      ];
  const levels: [Notify, string][] = [
    ['all', strings.notifyAll],
    ['mentions', strings.notifyMentions],
    ['none', strings.notifyNone],
  ];
  return [
    { label: strings.markRead, icon: CheckIcon, disabled: !isUnread, onSelect: () => markRead(item) },
    { label: item.isPinned ? strings.unpin : strings.pin, icon: PinIcon, onSelect: () => change(item, { pinned: !item.isPinned }) },
    ...mutes,
    { label: item.isArchived ? strings.unarchive : strings.archive, icon: ArchiveIcon, onSelect: () => change(item, { archived: !item.isArchived }) },
    'separator',
    ...levels.map(([level, label]): MenuEntry => ({
      label,
      icon: level === 'mentions' ? AtIcon : level === 'all' ? BellIcon : MuteIcon,
      checked: notify === level,
      onSelect: () => change(item, { notify: level }),
    })),
  ];
}
