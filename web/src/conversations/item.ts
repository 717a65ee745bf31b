// A conversation as the list shows it, and which of them it shows in which order.
import { fold } from '@/composer/completion.ts';

export interface Item {
  id: string;
  // The other one's name, or the group's.
  name: string;
  isGroup: boolean;
  // Of a direct conversation: the other one.
  other: string | undefined;
  label: string;
  // When something last happened; what the list is sorted by.
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
  body: string;
  isSystem: boolean;
  isDeleted: boolean;
}

export const FILTERS = ['all', 'unread', 'pinned', 'archived'] as const;
export type Filter = (typeof FILTERS)[number];

const PASSES: Record<Filter, (item: Item) => boolean> = {
  // Somebody who is spoken to sees it, archived or not.
  all: (item) => !item.isArchived || item.mentions > 0,
  unread: (item) => item.unread > 0 && !item.isArchived,
  pinned: (item) => item.isPinned,
  archived: (item) => item.isArchived,
};

// `kept` stays where it is though it no longer passes: the conversation that is open does not vanish by being read.
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

// What a badge says: everything unread, but of a muted conversation only what is addressed to the reader.
export function countUnread(items: readonly Item[]): number {
  return items.reduce((sum, item) => sum + (item.isMuted || item.isArchived ? item.mentions : item.unread), 0);
}
