// Combines what a thread shows from three sources: the server's messages, messages on their way to it, and changes that the
// server has not confirmed yet.
import type { ParleyError } from '../../base/errors.ts';
import type { StoredMessage } from '../../core/store/message.ts';
import type { Window } from '../../core/store/window.ts';
import type { Patch } from './optimistic.ts';

/** The loaded part of a conversation's messages. */
export interface MessageWindow {
  /** Ascending; messages on their way come last. A message that does not change stays the same object. */
  messages: readonly StoredMessage[];
  hasOlder: boolean;
  /** If this is true, the window is in the past, and new messages do not appear in it. */
  hasNewer: boolean;
  status: 'loading' | 'ready' | 'failed';
  /** Why the last page could not be loaded. */
  error?: ParleyError;
}

const NOTHING: MessageWindow = { messages: [], hasOlder: false, hasNewer: false, status: 'loading' };

/** Returns what to show of one conversation. `outgoing` and `patches` are those of this conversation only. */
export function showMessages(
  window: Window | undefined,
  outgoing: readonly StoredMessage[],
  patches: readonly Patch[],
  error: ParleyError | undefined,
): MessageWindow {
  const status = error ? 'failed' : 'loading';
  if (!window) return { ...NOTHING, messages: outgoing, status, ...(error && { error }) };
  const { hasOlder, hasNewer } = window;
  const held = patch(window.messages, patches);
  const left = outgoing.filter((message) => !isAmong(held, message));
  const messages = left.length === 0 ? held : [...held, ...left];
  return { messages, hasOlder, hasNewer, status: 'ready', ...(error && { error }) };
}

function patch(messages: Window['messages'], patches: readonly Patch[]): Window['messages'] {
  if (patches.length === 0) return messages;
  return messages.map((message) => patches.reduce((shown, { seq, change }) => (seq === message.seq ? change(shown) : shown), message));
}

// Whether the message has arrived: the event that brings it can come before the acknowledgement.
function isAmong(held: Window['messages'], { sender, client_id }: StoredMessage): boolean {
  return held.findLast((message) => message.client_id === client_id && message.sender === sender) !== undefined;
}
