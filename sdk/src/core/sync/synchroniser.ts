// Keeps the store equal to the server's data: applies hello's sync and its further pages, then every durable event.
import type { HelloReply, OperationName, Operations, ServerEvent, SyncReply } from '../../wire.ts';
import { limitsOf } from '../store/limits.ts';
import { applyCursor, applyEvent, applySettings, applySummary, isGap, without, type ConversationEvent } from '../store/reduce.ts';
import type { State } from '../store/state.ts';
import type { Store } from '../store/store.ts';
import { applySync, digestOf, positionsAfter, startOf, type Start } from './apply.ts';

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
   * Applies the reply to hello and fetches the further pages of its sync. `start` is what hello sent. Rejects with a ParleyError
   * if a page cannot be fetched.
   */
  async greet({ sync, limits }: HelloReply, start: Start): Promise<void> {
    this.#differed = 0;
    this.#limits = limitsOf(limits);
    await this.#follow(sync, start);
  }

  /** Asks for everything that is new. Does nothing while a sync is under way. Rejects with a ParleyError. */
  async sync(): Promise<void> {
    if (this.#isPaging) return;
    const state = this.#options.store.get();
    const start = startOf(state);
    this.#isPaging = true;
    try {
      await this.#follow(await this.#options.request('sync', { ...start, ...positionsAfter(state) }), start);
    } finally {
      this.#isPaging = false;
    }
  }

  // Every page is asked for with the same start, and with what the client has behind the page before.
  async #follow(first: SyncReply, start: Start): Promise<void> {
    const round = ++this.#round;
    this.#held = [];
    this.#isPaging = true;
    let page = first;
    this.#apply(page);
    while (page.next !== undefined) {
      const cursor = page.next;
      page = await this.#options.request('sync', { ...start, ...positionsAfter(this.#options.store.get(), cursor), cursor });
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
    case 'invitations.updated':
      return { ...state, invitations: event.data.invitations };
    case 'profile.updated':
    case 'sessions.revoked':
      return state; // The engine hears the profile; the server closes the connections of a revoked session itself.
    default:
      event satisfies never; // As in applyEvent, a newer server may send more.
      return state;
  }
}
