import type { ConversationItem } from '@parley/client';
import { useState } from 'react';

// Where the list stands when a thread is opened: at the end, or with a row at the top or in the middle.
export type Start = { at: 'end' } | { at: 'unread' } | { at: 'seq'; seq: number };

export interface Opening {
  start: Start;
  // The last seq that was read when the thread was opened; undefined if nothing was unread.
  unreadAfter: number | undefined;
  // The seq around which messages must be loaded; undefined for the end of the conversation.
  wanted: number | undefined;
}

// A thread opens at the message that the address names, else at the first unread message, else at the end. What was
// unread then stays marked while the thread is open.
export function useOpening(summary: ConversationItem, seq: number | undefined): Opening {
  const [opened] = useState(() => ({ unreadAfter: summary.unread > 0 ? summary.read_seq : undefined, seq }));
  const { unreadAfter } = opened;
  const firstUnread = opened.seq === undefined && unreadAfter !== undefined ? unreadAfter + 1 : undefined;
  const start: Start = opened.seq !== undefined ? { at: 'seq', seq: opened.seq } : { at: unreadAfter === undefined ? 'end' : 'unread' };
  return { start, unreadAfter, wanted: seq ?? firstUnread };
}
