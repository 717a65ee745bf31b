// Holds the server's limits by which the client's lists end where the server's end. Pure.
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

// The values of a server that does not tell a limit.
const UNTOLD: Limits = { page_items: 100, summary_members: 8, summary_mentions: 100, quote_chars: 200, watched_users: 500 };

/** Returns the limits after the server told these. */
export function limitsOf(told: Partial<Limits> = {}): Limits {
  return { ...UNTOLD, ...told };
}
