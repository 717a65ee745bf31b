// The client as its users know it: what can be watched, and what can be done.
import type { ConversationItem, ConversationList, MessageWindow, PresenceState, ServerInfo, StoredMessage } from './api.ts';
import type { ConnectionState } from './connection.ts';
import { Engine } from './engine.ts';
import { newClientId } from './identify.ts';
import { withBody, withoutBody, withPin, withReaction } from './optimistic.ts';
import type { Readable } from './observable.ts';
import { platformOf, type ClientOptions, type Platform } from './platform.ts';
import type { SessionState } from './session.ts';
import { applyCursor } from './store/sync.ts';
import { applySummary, update } from './store/reduce.ts';
import { combined, memoized } from './store/store.ts';
import { ConversationRows, showMessages } from './store/views.ts';
import { quoteOf } from './store/window.ts';
import type * as wire from './wire.ts';

export type ConnectionView = ConnectionState & { queued: number };
export type Settings = Omit<wire.Operations['conversation.settings']['params'], 'conversation'>;

export function createClient(options: ClientOptions = {}): Client {
  return new Client(platformOf(options));
}

export class Client {
  /** Who is signed in. `starting` until restore() knows. */
  readonly session: Readable<SessionState>;
  /** How the connection is, and how many messages wait for it. */
  readonly connection: Readable<ConnectionView>;
  /** What the server accepts and can do; undefined before the first connection. */
  readonly server: Readable<ServerInfo | undefined>;
  readonly conversations: Readable<ConversationList>;
  /** Everybody met so far, by id. */
  readonly people: Readable<ReadonlyMap<string, wire.PublicUser>>;
  /** Whom the user has blocked. */
  readonly blocks: Readable<readonly string[]>;
  /** How the user is shown to others; `offline` while there is no connection. */
  readonly ownPresence: Readable<PresenceState>;

  readonly #engine: Engine;
  readonly #platform: Platform;
  readonly #rows = new ConversationRows();
  readonly #readables = new Map<string, Readable<unknown>>();

  constructor(platform: Platform) {
    const engine = new Engine(platform);
    this.#engine = engine;
    this.#platform = platform;
    this.session = engine.session.state;
    this.server = engine.server;
    this.people = engine.people.known;
    this.connection = this.#watchConnection();
    this.conversations = this.#watchConversations();
    this.blocks = combined([engine.store], () => engine.store.get().blocks);
    this.ownPresence = combined([engine.connection.state, engine.presences.states], () => {
      if (!engine.connection.isConnected) return 'offline';
      return engine.presences.states.get().get(engine.store.get().me)?.state ?? 'online';
    });
  }

  // ---- session

  /** Takes up the session of an earlier visit, if there is one. To be called once, first. */
  restore(): Promise<void> {
    return this.#engine.session.restore();
  }

  signIn(credentials: { username: string; password: string }): Promise<void> {
    return this.#engine.session.signIn(credentials);
  }

  register(account: { username: string; password: string; display_name?: string; email?: string }): Promise<void> {
    return this.#engine.session.register(account);
  }

  /** Ends the session and forgets everything that was kept on this device. */
  signOut(): Promise<void> {
    return this.#engine.session.signOut();
  }

  async updateMe(changes: wire.ProfileRequest): Promise<wire.User> {
    const user = await this.call('me.update', changes);
    this.#engine.session.setUser(user);
    return user;
  }

  /** What a client needs to know before anybody signs in. */
  config(): Promise<wire.ClientConfig> {
    return this.#engine.rest.call('config.get', {});
  }

  /** Ends the connection, keeps the session. */
  close(): Promise<void> {
    return this.#engine.close();
  }

  // ---- connection

  /** Does not wait for the next attempt. */
  reconnectNow(): void {
    this.#engine.connection.reconnectNow();
  }

  /** Asks the server for whatever is new, should anybody doubt that it has come by itself. */
  async refresh(): Promise<void> {
    this.reconnectNow();
    await this.#engine.connection.ready();
    await this.#engine.synchroniser.sync();
  }

  /** Any operation of the server, by name (docs/protocol.md). */
  call<O extends wire.OperationName>(name: O, params: wire.Operations[O]['params']): Promise<wire.Operations[O]['result']> {
    return this.#engine.call(name, params);
  }

  // ---- conversations

  conversation(id: string): Readable<ConversationItem | undefined> {
    return this.#readable(`conversation/${id}`, () =>
      combined([this.conversations], () => {
        this.conversations.get();
        return this.#rows.get(id);
      }),
    );
  }

  /** The one conversation with this person, made where there is none. */
  async openDirect(user: string): Promise<string> {
    return this.#enter(await this.call('direct.open', { user }));
  }

  async createGroup(group: wire.CreateGroupRequest): Promise<string> {
    return this.#enter(await this.call('conversation.create', group));
  }

  /** Mute, pin, archive: shown at once, taken back where the server refuses. */
  async settings(conversation: string, changes: Settings): Promise<void> {
    const before = this.#engine.store.conversation(conversation)?.summary.settings;
    if (!before) return;
    const { muted_until = before.muted_until, ...others } = changes;
    const { muted_until: _, ...rest } = before;
    this.#settle(conversation, { ...rest, ...others, ...(muted_until && { muted_until }) });
    try {
      this.#settle(conversation, await this.call('conversation.settings', { conversation, ...changes }));
    } catch (fault) {
      this.#settle(conversation, before);
      throw fault;
    }
  }

  /** All who are present. Loaded while somebody subscribes. */
  members(id: string): Readable<readonly wire.Member[]> {
    const { store, membership } = this.#engine;
    const present = memoized((members: ReadonlyMap<string, wire.Member> | undefined) =>
      [...(members?.values() ?? [])].filter(({ left_at }) => left_at === undefined).sort(byName),
    );
    return this.#readable(`members/${id}`, () =>
      opening(combined([store], () => present(store.conversation(id)?.members)), () => membership.open(id)),
    );
  }

  // ---- messages

  /** The part of a conversation's messages that is at hand. Loaded while somebody subscribes. */
  messages(id: string): Readable<MessageWindow> {
    const { store, outbox, optimistic, history } = this.#engine;
    const here = memoized((messages: readonly StoredMessage[]) => messages.filter(({ conversation }) => conversation === id));
    const show = memoized(showMessages);
    const same = sameElements<StoredMessage>();
    const samePatches = sameElements<ReturnType<typeof optimistic.patches.get>[number]>();
    const get = () =>
      show(
        store.conversation(id)?.window,
        same(here(outbox.messages.get())),
        samePatches(optimistic.patches.get().filter(({ conversation }) => conversation === id)),
        history.failures.get().get(id),
      );
    return this.#readable(`messages/${id}`, () =>
      opening(combined([store, outbox.messages, optimistic.patches, history.failures], get), () => history.open(id)),
    );
  }

  loadOlder(id: string): Promise<boolean> {
    return this.#engine.history.older(id);
  }

  loadNewer(id: string): Promise<boolean> {
    return this.#engine.history.newer(id);
  }

  /** Moves the window to where this message stands. False where it is not to be had. */
  showAround(id: string, seq: number): Promise<boolean> {
    return this.#engine.history.around(id, seq);
  }

  showLatest(id: string): Promise<boolean> {
    return this.#engine.history.latest(id);
  }

  /** Shows the message at once and sees to it that it arrives, once. Gives its client_id. */
  send(conversation: string, body: string, { replyTo }: { replyTo?: number } = {}): string {
    const { store, outbox, typing, history } = this.#engine;
    const now = this.#platform.clock.now();
    const client_id = newClientId(now);
    const window = store.conversation(conversation)?.window;
    const quoted = window?.messages.find(({ seq }) => seq === replyTo);
    typing.forget(conversation);
    outbox.add({
      conversation,
      seq: 0,
      rev: 0,
      sender: store.get().me,
      client_id,
      kind: 'text',
      body,
      ...(replyTo !== undefined && { reply_to: replyTo }),
      ...(quoted && { quote: quoteOf(quoted) }),
      created_at: new Date(now).toISOString(),
      state: 'sending',
    });
    if (window?.hasNewer) void history.latest(conversation).catch(() => undefined);
    return client_id;
  }

  /** Once more, after it failed. */
  retry(conversation: string, clientId: string): void {
    this.#engine.outbox.retry(conversation, clientId);
  }

  /** Gives up a message that has not arrived. */
  discard(conversation: string, clientId: string): void {
    this.#engine.outbox.discard(conversation, clientId);
  }

  edit(conversation: string, seq: number, body: string): Promise<void> {
    return this.#change(conversation, seq, (message) => withBody(message, body, this.#now()), () =>
      this.call('message.edit', { conversation, seq, body }),
    );
  }

  remove(conversation: string, seq: number): Promise<void> {
    return this.#change(conversation, seq, (message) => withoutBody(message, this.#now()), () =>
      this.call('message.delete', { conversation, seq }),
    );
  }

  react(conversation: string, seq: number, emoji: string, isOn: boolean): Promise<void> {
    const { me } = this.#engine.store.get();
    return this.#change(conversation, seq, (message) => withReaction(message, me, emoji, isOn), () =>
      this.call(isOn ? 'reaction.add' : 'reaction.remove', { conversation, seq, emoji }),
    );
  }

  pin(conversation: string, seq: number, isOn: boolean): Promise<void> {
    const { me } = this.#engine.store.get();
    return this.#change(conversation, seq, (message) => withPin(message, me, this.#now(), isOn), () =>
      this.call(isOn ? 'pin.add' : 'pin.remove', { conversation, seq }),
    );
  }

  /** What was in view. Only forward; told to the server in a moment. */
  markRead(conversation: string, seq: number): void {
    const { store, receipts } = this.#engine;
    const before = store.conversation(conversation)?.summary.read_seq ?? 0;
    if (seq <= before) return;
    store.change((state) => applyCursor(state, conversation, seq));
    receipts.read(conversation, seq);
  }

  // ---- people

  /** Somebody by id; asked for where nobody has met them yet. */
  person(id: string): Readable<wire.PublicUser | undefined> {
    const { people } = this.#engine;
    const need = () => {
      if (this.#engine.connection.isConnected) people.need([id]);
      return () => {};
    };
    return this.#readable(`person/${id}`, () => opening(combined([people.known], () => people.known.get().get(id)), need));
  }

  // ---- live

  /** To be called at every keystroke; two seconds without one are a stop. */
  typing(conversation: string, isActive: boolean): void {
    this.#engine.typing.set(conversation, isActive);
  }

  /** Who is writing there, by id. */
  typingIn(id: string): Readable<readonly string[]> {
    const { typists } = this.#engine.typing;
    return this.#readable(`typing/${id}`, () => combined([typists], () => typists.get().get(id) ?? NOBODY));
  }

  /** Watched while somebody subscribes. */
  presenceOf(user: string): Readable<wire.Presence | undefined> {
    const { presences } = this.#engine;
    return this.#readable(`presence/${user}`, () =>
      opening(combined([presences.states], () => presences.states.get().get(user)), () => presences.watch([user])),
    );
  }

  setPresence(state: wire.PresenceRequest['state']): Promise<void> {
    return this.#engine.presences.set(state);
  }

  /** How far the others have come. Loaded and followed while somebody subscribes. */
  receipts(id: string): Readable<readonly wire.MemberReceipt[]> {
    const { receipts } = this.#engine;
    return this.#readable(`receipts/${id}`, () =>
      opening(combined([receipts.members], () => receipts.members.get().get(id) ?? NO_RECEIPTS), () => receipts.open(id)),
    );
  }

  // ----

  #watchConnection(): Readable<ConnectionView> {
    const { connection, outbox } = this.#engine;
    const view = memoized((state: ConnectionState, queued: number): ConnectionView => ({ ...state, queued }));
    const queued = () => outbox.messages.get().filter(({ state }) => state === 'sending').length;
    return combined([connection.state, outbox.messages], () => view(connection.state.get(), queued()));
  }

  #watchConversations(): Readable<ConversationList> {
    const { store, outbox } = this.#engine;
    const show = memoized((conversations: readonly ConversationItem[], isComplete: boolean): ConversationList => ({
      conversations,
      status: isComplete ? 'ready' : 'loading',
    }));
    const rows = memoized((state: ReturnType<typeof store.get>, outgoing: readonly StoredMessage[]) => this.#rows.show(state, outgoing));
    return combined([store, outbox.messages], () => show(rows(store.get(), outbox.messages.get()), store.get().isComplete));
  }

  #enter(summary: wire.ConversationSummary): string {
    this.#engine.store.change((state) => applySummary(state, summary));
    return summary.conversation.id;
  }

  #settle(conversation: string, settings: wire.ConversationSettings): void {
    this.#engine.store.change((state) =>
      update(state, conversation, (known) => ({ ...known, summary: { ...known.summary, settings } })),
    );
  }

  #change(conversation: string, seq: number, change: (message: wire.Message) => wire.Message, ask: () => Promise<wire.Message>) {
    return this.#engine.optimistic.run({ conversation, seq, change }, ask, (message) => this.#engine.store.take(message));
  }

  #now(): string {
    return new Date(this.#platform.clock.now()).toISOString();
  }

  // One for each thing that can be watched, so that who asks twice gets the same.
  #readable<T>(key: string, make: () => Readable<T>): Readable<T> {
    const existing = this.#readables.get(key) ?? make();
    this.#readables.set(key, existing);
    return existing as Readable<T>;
  }
}

const NOBODY: readonly string[] = [];
const NO_RECEIPTS: readonly wire.MemberReceipt[] = [];

function byName(one: wire.Member, other: wire.Member): number {
  return one.display_name.localeCompare(other.display_name) || (one.user < other.user ? -1 : 1);
}

// What has to be loaded is, while somebody subscribes.
function opening<T>(readable: Readable<T>, open: () => () => void): Readable<T> {
  return {
    get: () => readable.get(),
    subscribe(listener) {
      const end = readable.subscribe(listener);
      const close = open();
      return () => {
        end();
        close();
      };
    },
  };
}

// The list before, where the new one holds the same.
function sameElements<T>(): (list: readonly T[]) => readonly T[] {
  let last: readonly T[] = [];
  return (list) => {
    if (list.length !== last.length || list.some((one, index) => one !== last[index])) last = list;
    return last;
  };
}
