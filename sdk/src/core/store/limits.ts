// Holds the limits of the server's lists. The client cuts its own lists at the same length, so both have the same state. Pure.
import type { ClientLimits } from '../../wire.ts';

export interface Limits extends Pick<ClientLimits, 'page_items'> {
  /** How many members a conversation's summary names. */
  summary_members: number;
  /** How many unread mentions a conversation's summary names; the newest. */
  summary_mentions: number;
  /** How many characters of a message its quotes show. */
  quote_chars: number;
  /** How many users a connection can watch by name. */
  watched_users: number;
}

// The values for a server that does not send a limit.
const USUAL: Limits = { page_items: 100, summary_members: 8, summary_mentions: 100, quote_chars: 200, watched_users: 500 };

/** Returns the limits that the server sent, and the usual values for the others. */
export function limitsOf(sent: Partial<Limits> = {}): Limits {
  return { ...USUAL, ...sent };
}
