import type { RefObject } from 'react';
import type { Item } from '@/features/conversations/item.ts';
import { useKeys } from '@/platform/keys.ts';
import { openOverlay } from '@/platform/overlay.ts';
import { navigate } from '@/platform/router.tsx';
import { paths } from '@/platform/routes.ts';

// The keys of the list: from one conversation to another, to the filter, to a new conversation.
export function useListKeys(shown: readonly Item[], openId: string | undefined, search: RefObject<HTMLInputElement | null>) {
  const step = (by: number, passes: (item: Item) => boolean = () => true) => {
    const at = shown.findIndex((item) => item.id === openId);
    const rest = by > 0 ? shown.slice(at + 1) : shown.slice(0, Math.max(0, at)).reverse();
    const next = rest.find(passes) ?? (by > 0 ? shown.find(passes) : undefined);
    if (next) navigate(paths.conversation(next.id));
  };
  useKeys([
    { keys: 'alt+ArrowUp', group: 'list', label: (strings) => strings.app.keys.previous, run: () => step(-1) },
    { keys: 'alt+ArrowDown', group: 'list', label: (strings) => strings.app.keys.next, run: () => step(1) },
    { keys: 'alt+u', group: 'list', label: (strings) => strings.conversations.keys.nextUnread, run: () => step(1, (item) => item.unread > 0 && !item.isMuted) },
    { keys: ['ArrowUp', 'ArrowDown'], group: 'list', label: (strings) => strings.conversations.keys.move, run: () => false, describedOnly: true },
    { keys: '/', group: 'list', label: (strings) => strings.conversations.keys.filter, run: () => search.current?.focus() },
    { keys: 'n', group: 'list', label: (strings) => strings.conversations.keys.new, run: () => openOverlay('new-conversation') },
  ]);
}
