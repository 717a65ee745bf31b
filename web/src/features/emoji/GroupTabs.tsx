import type { RefObject } from 'react';
import { useStrings } from '@/i18n/languages.ts';
import { EMOJI_GROUPS, type EmojiGroup } from './emoji.ts';

const TABS: Record<EmojiGroup, string> = {
  people: '😀',
  nature: '🌿',
  food: '🍎',
  travel: '🚗',
  activities: '⚽',
  objects: '💡',
  symbols: '❤️',
  flags: '🏳️',
};

// Scrolls the picker to a group.
export function GroupTabs({ body }: { body: RefObject<HTMLDivElement | null> }) {
  const strings = useStrings().emoji;
  const show = (group: EmojiGroup) => {
    body.current?.querySelector(`[data-group=${group}]`)?.scrollIntoView({ block: 'start' });
  };
  return (
    <div className="flex justify-between border-b border-border px-2 pb-1">
      {EMOJI_GROUPS.map((group) => (
        <button
          key={group}
          type="button"
          title={strings.groups[group]}
          aria-label={strings.groups[group]}
          onClick={() => show(group)}
          className="grid size-8 place-items-center rounded-control text-[16px] opacity-70 grayscale transition-opacity hover:bg-sunken hover:opacity-100 hover:grayscale-0"
        >
          {TABS[group]}
        </button>
      ))}
    </div>
  );
}
