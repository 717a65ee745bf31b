// A conversation as the list shows it, and the filters and the order of the list. Pure.
import type { Content } from '@/features/messages/content.ts';
import { fold } from '@/platform/matching.ts';

export interface Item {
  id: string;
  // The name of the other member, or of the group.
  name: string;
  isGroup: boolean;
  // The id of the other member of a direct conversation.
  other: string | undefined;
  label: string;
  // The time of the last message, by which the list is sorted.
  at: number;
  last: LastMessage | undefined;
  unread: number;
  mentions: number;
  isPinned: boolean;
  isArchived: boolean;
  isMuted: boolean;
}

export interface LastMessage {
  seq: number | undefined;
  sender: string;
  content: Content;
}

export const FILTERS = ['all', 'unread', 'pinned', 'archived'] as const;
export type Filter = (typeof FILTERS)[number];

const PASSES: Record<Filter, (item: Item) => boolean> = {
  // A mention brings an archived conversation back.
  all: (item) => !item.isArchived || item.mentions > 0,
  unread: (item) => item.unread > 0 && !item.isArchived,
  pinned: (item) => item.isPinned,
  archived: (item) => item.isArchived,
};

// Returns the items that pass the filter and contain the query, in the order of the list. `kept` is the open conversation: it stays
// among the unread ones while it is being read.
export function arrange(items: readonly Item[], filter: Filter, query: string, kept?: string): Item[] {
  const wanted = fold(query.trim());
  const passes = (item: Item) =>
    wanted === '' ? PASSES[filter](item) || (item.id === kept && filter === 'unread') : fold(item.name).includes(wanted) || fold(item.label).includes(wanted);
  return items.filter(passes).sort(inOrder);
}

function inOrder(one: Item, other: Item): number {
  if (one.isPinned !== other.isPinned) return one.isPinned ? -1 : 1;
  return other.at - one.at || (one.id < other.id ? -1 : 1);
}

// Returns the number for a badge: the unread messages; in muted and archived conversations only the mentions of the
// reader.
export function countUnread(items: readonly Item[]): number {
  return items.reduce((sum, item) => sum + (item.isMuted || item.isArchived ? item.mentions : item.unread), 0);
}
