// Keeps the store as the server has it: applies hello's sync and its further pages, then every durable event.
import { isGap, applyEvent, applySummary, update, without } from './store/reduce.ts';
import type { Store } from './store/store.ts';
import { applyCursor, applySync, digestOf, positionOf } from './store/sync.ts';
import type { HelloReply, OperationName, Operations, ServerEvent, SyncReply, SyncRequest } from './wire.ts';

export type Request = <O extends OperationName>(name: O, params: Operations[O]['params']) => Promise<Operations[O]['result']>;
type ConversationEvent = Extract<ServerEvent, { rev: number }>;

interface SynchroniserOptions {
  store: Store;
  request: Request;
  // Gives the connection up: the next one begins with a sync.
  restart: () => void;
  // The server knows less of what has been read than this client.
  onUnsaidRead: (conversation: string, seq: number) => void;
}

export class Synchroniser {
  readonly #options: SynchroniserOptions;
  // Those that came between the pages of a sync for conversations whose page had not come.
  #held: ConversationEvent[] = [];
  #isPaging = false;
  #differed = 0;
  #round = 0;

  constructor(options: SynchroniserOptions) {
    this.#options = options;
  }

  // The position that is said with hello stays the one of all its pages.
  async greet({ sync }: HelloReply, position: Omit<SyncRequest, 'next'>): Promise<void> {
    this.#differed = 0;
    await this.#follow(sync, position);
  }

  // Somebody wants to be sure.
  async sync(): Promise<void> {
    if (this.#isPaging) return;
    const position = positionOf(this.#options.store.get());
    this.#isPaging = true;
    try {
      await this.#follow(await this.#options.request('sync', position), position);
    } finally {
      this.#isPaging = false;
    }
  }

  async #follow(first: SyncReply, position: Omit<SyncRequest, 'next'>): Promise<void> {
    const round = ++this.#round;
    this.#held = [];
    this.#isPaging = true;
    let page = first;
    this.#apply(page);
    while (page.next !== undefined) {
      page = await this.#options.request('sync', { ...position, next: page.next });
      if (round !== this.#round) return;
      this.#apply(page);
    }
    this.#isPaging = false;
    const held = this.#held;
    this.#held = [];
    for (const event of held) this.#take(event);
  }

  #apply(page: SyncReply): void {
    const { store, onUnsaidRead } = this.#options;
    store.change((state) => applySync(state, page));
    for (const { conversation, read_seq } of page.cursors) {
      const own = store.conversation(conversation)?.summary.read_seq ?? 0;
      if (own > read_seq) onUnsaidRead(conversation, own);
    }
  }

  hear(event: ServerEvent): void {
    const { store } = this.#options;
    switch (event.event) {
      case 'conversation.added':
        this.#noteUserRev(event.user_rev);
        store.change((state) => applySummary(state, event.data));
        return;
      case 'conversation.removed':
        this.#noteUserRev(event.user_rev);
        store.change((state) => without(state, [event.data.conversation]));
        return;
      case 'settings.updated': {
        this.#noteUserRev(event.user_rev);
        const { conversation, settings } = event.data;
        store.change((state) => update(state, conversation, (known) => ({ ...known, summary: { ...known.summary, settings } })));
        return;
      }
      case 'blocks.updated':
        this.#noteUserRev(event.user_rev);
        store.change((state) => ({ ...state, blocks: event.data.users }));
        return;
      case 'receipt':
        store.change((state) => applyCursor(state, event.conversation, event.data.read_seq));
        return;
      case 'heartbeat':
        this.#compare(event.data.digest);
        return;
      default:
        if ('rev' in event) this.#take(event);
        else if ('user_rev' in event) this.#noteUserRev(event.user_rev);
    }
  }

  #noteUserRev(userRev: number): void {
    this.#options.store.change((state) => (userRev > state.userRev ? { ...state, userRev } : state));
  }

  #take(event: ConversationEvent): void {
    const { store, restart } = this.#options;
    if (isGap(store.get(), event)) {
      if (this.#isPaging) this.#held.push(event);
      // Of a conversation that has been left nothing more is wanted.
      else if (store.conversation(event.conversation)) restart();
      return;
    }
    store.change((state) => applyEvent(state, event));
  }

  #compare(digest: number): void {
    if (this.#isPaging) return;
    this.#differed = digestOf(this.#options.store.get()) === digest ? 0 : this.#differed + 1;
    if (this.#differed >= 2) this.#options.restart();
  }
}
