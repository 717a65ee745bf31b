// What the client shows to whoever uses it: the wire's own types (snake_case) with what only this device knows beside them
// (camelCase). Everything that can be watched is a Readable whose value is replaced, never changed.
import type { ParleyError } from './errors.ts';
import type { ClientLimits, ConversationSettings, ConversationSummary, Member, Message, Presence } from './wire.ts';

/** A message as it stands in a thread: what the server holds, or what is still on its way there. */
export type StoredMessage = Message & {
  /** Absent once the server has it. Until then `seq` is 0. */
  state?: 'sending' | 'failed';
  /** Why it failed. */
  error?: ParleyError;
};

/** The part of a conversation's messages that is at hand. */
export interface MessageWindow {
  /** Ascending; those that are still on their way come last. Unchanged ones stay the same objects. */
  messages: readonly StoredMessage[];
  hasOlder: boolean;
  /** While this is true, new messages do not appear: the window is somewhere in the past. */
  hasNewer: boolean;
  status: 'loading' | 'ready' | 'failed';
  error?: ParleyError;
}

/** A conversation as a list shows it. */
export interface ConversationItem extends ConversationSummary {
  mentions: number[];
  settings: ConversationSettings;
  last_message?: StoredMessage;
}

export interface ConversationList {
  /** Pinned ones first, then the most recently active. All of them: filter what you show. */
  conversations: readonly ConversationItem[];
  status: 'loading' | 'ready';
}

export type PresenceState = Presence['state'];
export type MemberRole = Member['role'];
export type NotifyLevel = ConversationSettings['notify'];

export type SignedOutReason = 'signed_out' | 'expired' | 'revoked';

export interface ServerInfo {
  limits: ClientLimits;
  /** What the server can do, by name: receipts, reactions, mentions, pins, search, blocks … */
  features: readonly string[];
}

/** A stable name for a message from the moment it is written: the key of its row. */
export function keyOf(message: Pick<Message, 'kind' | 'sender' | 'client_id' | 'seq'>): string {
  return message.kind === 'system' || message.client_id === '' ? `#${message.seq}` : `${message.sender}/${message.client_id}`;
}
