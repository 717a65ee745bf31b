// Keeps the store equal to the server's data: applies hello's sync and its further pages, then every durable event.
import type { HelloReply, OperationName, Operations, ServerEvent, SyncReply, SyncRequest } from '../../wire.ts';
import { limitsOf } from '../store/limits.ts';
import { applyCursor, applyEvent, applySettings, applySummary, isGap, without, type ConversationEvent } from '../store/reduce.ts';
import type { State } from '../store/state.ts';
import type { Store } from '../store/store.ts';
import { applySync, digestOf, positionOf } from './apply.ts';

/** Sends a request on the live connection. Rejects with a ParleyError. */
export type Request = <O extends OperationName>(name: O, params: Operations[O]['params']) => Promise<Operations[O]['result']>;

/** An event of the user's own stream. */
type UserEvent = Extract<ServerEvent, { user_rev: number }>;

interface SynchroniserOptions {
  store: Store;
  request: Request;
  /** Closes the connection. The next one begins with a sync. */
  restart: () => void;
  /** Called when the server has an older read cursor than this client. */
  onUnsaidRead: (conversation: string, seq: number) => void;
}

export class Synchroniser {
  readonly #options: SynchroniserOptions;
  // Events that came between the pages of a sync, for conversations on a later page.
  #held: ConversationEvent[] = [];
  #isPaging = false;
  #differed = 0;
  #round = 0;
  #limits = limitsOf();

  constructor(options: SynchroniserOptions) {
    this.#options = options;
  }

  /**
   * Applies the reply to hello and fetches the further pages of its sync. `position` is what hello sent; every request for a
   * page repeats it. Rejects with a ParleyError if a page cannot be fetched.
   */
  async greet({ sync, limits }: HelloReply, position: Omit<SyncRequest, 'cursor' | 'next'>): Promise<void> {
    this.#differed = 0;
    this.#limits = limitsOf(limits);
    await this.#follow(sync, position);
  }

  /** Asks for everything that is new. Does nothing while a sync is under way. Rejects with a ParleyError. */
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

  async #follow(first: SyncReply, position: Omit<SyncRequest, 'cursor' | 'next'>): Promise<void> {
    const round = ++this.#round;
    this.#held = [];
    this.#isPaging = true;
    let page = first;
    this.#apply(page);
    while (page.next !== undefined) {
      page = await this.#options.request('sync', { ...position, cursor: page.next });
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
    store.change((state) => applySync({ ...state, limits: this.#limits }, page));
    for (const { conversation, read_seq } of page.cursors) {
      const own = store.conversation(conversation)?.summary.read_seq ?? 0;
      if (own > read_seq) onUnsaidRead(conversation, own);
    }
  }

  /** Applies an event. Events that change no state are ignored. */
  hear(event: ServerEvent): void {
    const { store } = this.#options;
    if ('rev' in event) this.#take(event);
    else if ('user_rev' in event) store.change((state) => applyUserEvent(state, event));
    else if (event.event === 'receipt') store.change((state) => applyCursor(state, event.conversation, event.data.read_seq));
    else if (event.event === 'heartbeat') this.#compare(event.data.digest);
  }

  #take(event: ConversationEvent): void {
    const { store, restart } = this.#options;
    if (isGap(store.get(), event)) {
      if (this.#isPaging) this.#held.push(event);
      // An event of a conversation that the user has left is ignored.
      else if (store.conversation(event.conversation)) restart();
      return;
    }
    store.change((state) => applyEvent(state, event));
  }

  // One heartbeat may differ because an event is still on its way; two in a row mean that something was missed.
  #compare(digest: number): void {
    if (this.#isPaging) return;
    this.#differed = digestOf(this.#options.store.get()) === digest ? 0 : this.#differed + 1;
    if (this.#differed >= 2) this.#options.restart();
  }
}

function applyUserEvent(before: State, event: UserEvent): State {
  const state = event.user_rev > before.userRev ? { ...before, userRev: event.user_rev } : before;
  switch (event.event) {
    case 'conversation.added':
      return applySummary(state, event.data);
    case 'conversation.removed':
      return without(state, [event.data.conversation]);
    case 'settings.updated':
      return applySettings(state, event.data.conversation, event.data.settings);
    case 'blocks.updated':
      return { ...state, blocks: event.data.users };
    case 'profile.updated':
    case 'sessions.revoked':
      return state; // The engine hears the profile; the server closes the connections of a revoked session itself.
    default:
      event satisfies never; // As in applyEvent, a newer server may send more.
      return state;
  }
}
