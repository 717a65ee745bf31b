// The menu of a conversation in the list.
import type { NotifyLevel } from '@parley/client';
import { ArchiveIcon, AtIcon, BellIcon, CheckIcon, MuteIcon, PinIcon } from '@/design/icons.tsx';
import type { MenuEntry } from '@/design/Menu.tsx';
import type { Item } from '@/features/conversations/item.ts';
import { FOREVER, type SettingsChange } from '@/features/conversations/settings.ts';
import type { Strings } from '@/i18n/languages.ts';

export interface ItemActions {
  change: (item: Item, change: SettingsChange) => void;
  markRead: (item: Item) => void;
}

const HOUR_MS = 3_600_000;

export function menuOf(item: Item, notify: NotifyLevel, strings: Strings['conversations'], { change, markRead }: ItemActions, now = Date.now()): MenuEntry[] {
  const isUnread = item.unread > 0;
  const mutes: MenuEntry[] = item.isMuted
    ? [{ label: strings.unmute, icon: BellIcon, onSelect: () => change(item, { muted_until: null }) }]
    : [
        { label: strings.mute, icon: MuteIcon, onSelect: () => change(item, { muted_until: FOREVER }) },
        { label: strings.muteHour, icon: MuteIcon, onSelect: () => change(item, { muted_until: new Date(now + HOUR_MS).toISOString() }) },
      ];
  const levels: [NotifyLevel, string][] = [
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
