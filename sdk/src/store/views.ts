// What is shown, worked out of what the server said, what is still on its way to it, and what is believed to become true.
import type { ConversationItem, MessageWindow, StoredMessage } from '../api.ts';
import type { ParleyError } from '../errors.ts';
import type { Patch } from '../optimistic.ts';
import type { State, Summary } from './state.ts';
import type { Window } from './window.ts';

const NOTHING: MessageWindow = { messages: [], hasOlder: false, hasNewer: false, status: 'loading' };

export function showMessages(
  window: Window | undefined,
  outgoing: readonly StoredMessage[],
  patches: readonly Patch[],
  error: ParleyError | undefined,
): MessageWindow {
  const status = error ? 'failed' : window ? 'ready' : 'loading';
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

// Whether it has arrived already: what the server holds may be known before the acknowledgement is.
function isAmong(held: Window['messages'], { sender, client_id }: StoredMessage): boolean {
  return held.findLast((message) => message.client_id === client_id && message.sender === sender) !== undefined;
}

// A conversation's row. What was written here last is its last message, whether the server has it or not.
export function showConversation(summary: Summary, lastOutgoing: StoredMessage | undefined): ConversationItem {
  return lastOutgoing ? { ...summary, last_message: lastOutgoing } : summary;
}

export function sortConversations(items: readonly ConversationItem[]): ConversationItem[] {
  return [...items].sort(
    (one, other) => Number(other.settings.pinned) - Number(one.settings.pinned) || (activeAt(one) < activeAt(other) ? 1 : -1),
  );
}

// RFC 3339 in UTC with milliseconds: later is greater.
function activeAt({ last_message, conversation }: ConversationItem): string {
  return last_message?.created_at ?? conversation.last_message_at ?? conversation.created_at;
}

interface Row {
  of: Summary;
  outgoing: StoredMessage | undefined;
  item: ConversationItem;
}

// Rows that have not changed stay the same objects.
export class ConversationRows {
  #rows = new Map<string, Row>();
  #sorted: ConversationItem[] = [];

  get(id: string): ConversationItem | undefined {
    return this.#rows.get(id)?.item;
  }

  show(state: State, outgoing: readonly StoredMessage[]): ConversationItem[] {
    const last = new Map(outgoing.map((message) => [message.conversation, message]));
    const rows = new Map<string, Row>();
    for (const [id, { summary }] of state.conversations) {
      const before = this.#rows.get(id);
      const isKept = before?.of === summary && before.outgoing === last.get(id);
      rows.set(id, isKept ? before : { of: summary, outgoing: last.get(id), item: showConversation(summary, last.get(id)) });
    }
    this.#rows = rows;
    const sorted = sortConversations(Array.from(rows.values(), ({ item }) => item));
    const isSame = sorted.length === this.#sorted.length && sorted.every((item, index) => item === this.#sorted[index]);
    if (!isSame) this.#sorted = sorted;
    return this.#sorted;
  }
}
