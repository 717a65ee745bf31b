// Finds out who wrote the unread messages of groups. The server counts all of them and does not know which ones a client hides,
// so while the user blocks other users, the client asks for the unread messages that it has not loaded and keeps their senders.
import { Observable } from '../../base/observable.ts';
import type { ConversationState, State } from '../../core/store/state.ts';
import type { Store } from '../../core/store/store.ts';
import type { HistoryRequest, Message, MessageList } from '../../wire.ts';

/** The senders of a conversation's unread messages, by seq, as far as they are known. */
export type Senders = ReadonlyMap<number, string>;

interface UnreadOptions {
  store: Store;
  isConnected: () => boolean;
  /** Asks for one page. Rejects with a ParleyError. */
  list: (request: HistoryRequest) => Promise<MessageList>;
}

// If more messages are unread, the count contains those of blocked users that are newer than these.
const ASKED_MOST = 500;

export class UnreadSenders {
  /** By conversation. A conversation whose senders do not change keeps the same map. */
  readonly known = new Observable<ReadonlyMap<string, Senders>>(new Map());
  readonly #options: UnreadOptions;
  // The conversations that wait for their turn. They are asked for one after another, so that a start costs few requests at once.
  readonly #waiting = new Set<string>();
  #isAsking = false;
  #seen: State['conversations'] = new Map();
  #blocks: State['blocks'] = [];

  constructor(options: UnreadOptions) {
    this.#options = options;
    options.store.subscribe(() => this.#look());
  }

  /** Asks for everything that is missing. The engine calls it after each connection. */
  resume(): void {
    this.#seen = new Map();
    this.#look();
  }

  /** Deletes everything. */
  clear(): void {
    this.#waiting.clear();
    this.#seen = new Map();
    this.#blocks = [];
    this.known.set(new Map());
  }

  #look(): void {
    const { conversations, blocks } = this.#options.store.get();
    if (conversations === this.#seen && blocks === this.#blocks) return;
    const before = blocks === this.#blocks ? this.#seen : new Map<string, ConversationState>();
    this.#seen = conversations;
    this.#blocks = blocks;
    if (blocks.length === 0) return;
    for (const [id, conversation] of conversations) {
      if (conversation === before.get(id) || conversation.summary.conversation.kind === 'direct') continue;
      this.#note(id, conversation, newest(conversation));
      if (this.#firstUnknown(id) !== undefined) this.#waiting.add(id);
    }
    void this.#askAll();
  }

  // Adds the senders of these messages, and drops those that have been read.
  #note(id: string, { summary }: ConversationState, messages: readonly Message[]): void {
    const known = this.known.get().get(id);
    const unread = messages.filter(({ seq }) => seq > summary.read_seq && !known?.has(seq));
    const hasRead = [...(known?.keys() ?? [])].some((seq) => seq <= summary.read_seq);
    if (unread.length === 0 && !hasRead) return;
    const senders = new Map([...(known ?? [])].filter(([seq]) => seq > summary.read_seq));
    for (const { seq, sender } of unread) senders.set(seq, sender);
    this.known.set(new Map(this.known.get()).set(id, senders));
  }

  // Returns the seq of the first unread message whose sender is not known, or undefined if there is none that is asked for.
  #firstUnknown(id: string): number | undefined {
    const conversation = this.#options.store.conversation(id);
    if (!conversation) return undefined;
    const { read_seq, conversation: properties } = conversation.summary;
    const known = this.known.get().get(id);
    const last = Math.min(properties.last_seq, read_seq + ASKED_MOST);
    for (let seq = read_seq + 1; seq <= last; seq += 1) if (!known?.has(seq)) return seq;
    return undefined;
  }

  async #askAll(): Promise<void> {
    if (this.#isAsking || !this.#options.isConnected()) return;
    this.#isAsking = true;
    for (const id of this.#waiting) {
      this.#waiting.delete(id);
      // After a failure the next connection asks again.
      await this.#ask(id).catch(() => undefined);
    }
    this.#isAsking = false;
  }

  async #ask(id: string): Promise<void> {
    const { store, list } = this.#options;
    const me = store.get().me;
    let first = this.#firstUnknown(id);
    while (first !== undefined) {
      const page = await list({ conversation: id, after: first - 1, limit: store.get().limits.page_items });
      const conversation = store.conversation(id);
      if (!conversation || store.get().me !== me) return;
      this.#note(id, conversation, page.messages);
      const next = this.#firstUnknown(id);
      // The server may have left a message out. Then the next page would be the same one.
      if (next === first || !page.more_after) return;
      first = next;
    }
  }
}

// The loaded messages, and the last one.
function newest({ summary, window }: ConversationState): readonly Message[] {
  const loaded = window?.messages ?? [];
  return summary.last_message ? [...loaded, summary.last_message] : loaded;
}
