// Creates the rows of the list of conversations from the server's summaries and from the messages that wait to be sent.
import type { StoredMessage } from '../../core/store/message.ts';
import type { State, Summary } from '../../core/store/state.ts';
import type { ConversationSettings, Member } from '../../wire.ts';

/** A conversation as a list shows it. */
export interface ConversationItem extends Summary {
  /** The last message that waits to be sent; if there is none, the last one that the server has. */
  last_message?: StoredMessage;
}

/** All conversations of the user. */
export interface ConversationList {
  /** Pinned ones first, then the most recently active. Archived ones are included: filter what you show. */
  conversations: readonly ConversationItem[];
  status: 'loading' | 'ready';
}

export type MemberRole = Member['role'];
export type NotifyLevel = ConversationSettings['notify'];

interface Row {
  of: Summary;
  outgoing: StoredMessage | undefined;
  item: ConversationItem;
}

// Holds the rows of the list. A row that has not changed stays the same object.
export class ConversationRows {
  #rows = new Map<string, Row>();
  #sorted: ConversationItem[] = [];

  /** Returns the row of a conversation from the last call of show(). */
  get(id: string): ConversationItem | undefined {
    return this.#rows.get(id)?.item;
  }

  /** Returns the rows in their order. If no row has changed, it returns the same list. */
  show(state: State, outgoing: readonly StoredMessage[]): ConversationItem[] {
    const last = new Map(outgoing.map((message) => [message.conversation, message]));
    const rows = new Map<string, Row>();
    for (const [id, { summary }] of state.conversations) {
      const before = this.#rows.get(id);
      const isKept = before?.of === summary && before.outgoing === last.get(id);
      rows.set(id, isKept ? before : { of: summary, outgoing: last.get(id), item: itemOf(summary, last.get(id)) });
    }
    this.#rows = rows;
    const sorted = sortItems(Array.from(rows.values(), ({ item }) => item));
    const isSame = sorted.length === this.#sorted.length && sorted.every((item, index) => item === this.#sorted[index]);
    if (!isSame) this.#sorted = sorted;
    return this.#sorted;
  }
}

function itemOf(summary: Summary, lastOutgoing: StoredMessage | undefined): ConversationItem {
  return lastOutgoing ? { ...summary, last_message: lastOutgoing } : summary;
}

function sortItems(items: readonly ConversationItem[]): ConversationItem[] {
  return [...items].sort(
    (one, other) => Number(other.settings.pinned) - Number(one.settings.pinned) || (activeAt(one) < activeAt(other) ? 1 : -1),
  );
}

// Times are RFC 3339 in UTC with milliseconds, so the later one is the greater text.
function activeAt({ last_message, conversation }: ConversationItem): string {
  return last_message?.created_at ?? conversation.last_message_at ?? conversation.created_at;
}
