import { describe, expect, it } from 'vitest';
import { arrange, countUnread, type Filter, type Item } from './item.ts';

const item = (id: string, at: number, more: Partial<Item> = {}): Item => ({
  id,
  name: id,
  isGroup: true,
  other: undefined,
  label: '',
  at,
  last: undefined,
  unread: 0,
  mentions: 0,
  isPinned: false,
  isArchived: false,
  isMuted: false,
  ...more,
});
const items = [
  item('old', 1, { unread: 2 }),
  item('new', 9),
  item('pinned', 0, { isPinned: true }),
  item('away', 5, { isArchived: true, unread: 4 }),
  item('José', 3, { label: 'Team' }),
];
const shown = (filter: Filter, query = '', kept?: string) => arrange(items, filter, query, kept).map(({ id }) => id);

describe('the list', () => {
  it('has pinned ones first, then the latest, and archived ones apart', () => {
    expect(shown('all')).toEqual(['pinned', 'new', 'José', 'old']);
    expect(shown('archived')).toEqual(['away']);
    expect(shown('pinned')).toEqual(['pinned']);
    expect(shown('unread')).toEqual(['old']);
  });

  it('keeps the open one among the unread while it is being read', () => {
    expect(shown('unread', '', 'new')).toEqual(['new', 'old']);
  });

  it('finds by name and label in every filter, without accents and case', () => {
    expect(shown('pinned', 'jose')).toEqual(['José']);
    expect(shown('all', 'TEAM')).toEqual(['José']);
    expect(shown('all', 'away')).toEqual(['away']);
  });

  it('shows an archived one where the reader is mentioned', () => {
    expect(arrange([item('a', 1, { isArchived: true, mentions: 1 })], 'all', '')).toHaveLength(1);
  });
});

it('what is muted or archived counts only by its mentions', () => {
  expect(countUnread([item('a', 1, { unread: 3 }), item('b', 1, { unread: 5, mentions: 1, isMuted: true })])).toBe(4);
  expect(countUnread(items)).toBe(2);
});
