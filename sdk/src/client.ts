// Defines the client that programs use: values that can be watched, and functions that do something. The client creates the
// engine and the features, and passes each call on to one of them.
import type { Readable } from './base/observable.ts';
import { textContent } from './core/store/content.ts';
import { Engine, type ConnectionView, type ServerInfo } from './core/engine.ts';
import { pagesOf } from './core/paging.ts';
import { platformOf, type ClientOptions, type Platform } from './core/platform.ts';
import type { NewAccount, SessionState } from './core/session/session.ts';
import { accountsFeature } from './features/accounts/feature.ts';
import { conversationsFeature, type Settings } from './features/conversations/feature.ts';
import type { ConversationItem, ConversationList } from './features/conversations/rows.ts';
import { messagesFeature } from './features/messages/feature.ts';
import type { MessageWindow } from './features/messages/views.ts';
import { presenceFeature } from './features/presence/feature.ts';
import type { PresenceState } from './features/presence/presences.ts';
import { receiptsFeature } from './features/receipts/feature.ts';
import { typingFeature } from './features/typing/feature.ts';
import type * as wire from './wire.ts';

/**
 * Creates a client. It does nothing until restore(), signIn() or register() is called. Throws an Error if the platform lacks
 * something that the options do not provide.
 *
 * ```ts
 * const client = createClient({ url: 'https://chat.example.org' });
 * await client.signIn({ username: 'ana', password: '…' });
 * client.conversations.subscribe(() => console.log(client.conversations.get().conversations.length));
 * ```
 */
export function createClient(options: ClientOptions = {}): Client {
  return new Client(platformOf(options));
}

/** An operation that answers in pages. */
type PagedOperation = {
  [O in wire.OperationName]: 'cursor' extends keyof wire.Operations[O]['params']
    ? wire.Operations[O]['result'] extends { next?: string }
      ? O
      : never
    : never;
}[wire.OperationName];

/** A field with a list in the operation's result. */
type ListField<O extends PagedOperation> = {
  [F in keyof wire.Operations[O]['result']]: wire.Operations[O]['result'][F] extends unknown[] ? F : never;
}[keyof wire.Operations[O]['result']];

/**
 * One user's connection to one server. Each value that can be watched is a Readable: get() returns the value, subscribe() calls
 * a listener after each change. A function that returns a promise rejects with a ParleyError; decide by its `code`.
 */
export class Client {
  /** The user who is signed in; `starting` until restore() knows. */
  readonly session: Readable<SessionState>;
  /** How the connection is, and how many messages wait for it. */
  readonly connection: Readable<ConnectionView>;
  /** The server's limits and abilities; undefined before the first connection. */
  readonly server: Readable<ServerInfo | undefined>;
  /** The conversations of the user: pinned ones first, then the most recently active. */
  readonly conversations: Readable<ConversationList>;
  /** The users that this client knows, by user id: members of the conversations, and senders of messages. */
  readonly people: Readable<ReadonlyMap<string, wire.PublicUser>>;
  /** The ids of the users that the user has blocked. */
  readonly blocks: Readable<readonly string[]>;
  /** The invitations that wait for the user's answer, the oldest first. */
  readonly invitations: Readable<readonly wire.Invitation[]>;
  /** Whether this device keeps messages: not if the user signed in without, or if the operator of the server forbids it. */
  readonly keepsMessages: Readable<boolean>;
  /** The presence of the user as others see it; `offline` while there is no connection. */
  readonly ownPresence: Readable<PresenceState>;

  readonly #engine: Engine;
  readonly #accounts: ReturnType<typeof accountsFeature>;
  readonly #conversations: ReturnType<typeof conversationsFeature>;
  readonly #messages: ReturnType<typeof messagesFeature>;
  readonly #presence: ReturnType<typeof presenceFeature>;
  readonly #receipts: ReturnType<typeof receiptsFeature>;
  readonly #typing: ReturnType<typeof typingFeature>;

  constructor(platform: Platform) {
    const engine = new Engine(platform);
    this.#engine = engine;
    this.#typing = typingFeature(engine);
    this.#messages = messagesFeature(engine, { onSend: (conversation) => this.#typing.forget(conversation) });
    this.#conversations = conversationsFeature(engine);
    this.#presence = presenceFeature(engine);
    this.#receipts = receiptsFeature(engine);
    this.#accounts = accountsFeature(engine);
    this.session = engine.session.state;
    this.connection = engine.watchConnection();
    this.server = engine.server;
    this.conversations = this.#conversations.list;
    this.people = this.#accounts.known;
    this.blocks = this.#accounts.blocks;
    this.invitations = this.#conversations.invitations;
    this.keepsMessages = engine.device.keeps;
    this.ownPresence = this.#presence.own;
  }

  // ---- session

  /**
   * Continues the session of an earlier visit, if there is one. Call it once, before every other function. Never rejects:
   * `session` shows the result.
   */
  restore(): Promise<void> {
    return this.#engine.session.restore();
  }

  /**
   * Signs in. If `keep` is false, nothing but the session is stored on this device: no conversations, no messages that wait. Rejects
   * with a ParleyError: `bad_credentials`, `rate_limited`, `network` and others.
   */
  signIn(credentials: { username: string; password: string; keep?: boolean }): Promise<void> {
    return this.#engine.session.signIn(credentials);
  }

  /**
   * Creates an account and signs it in. `keep` is as in signIn(). Rejects with a ParleyError: `username_taken`, `invalid_request` and
   * others.
   */
  register(account: NewAccount & { keep?: boolean }): Promise<void> {
    return this.#engine.session.register(account);
  }

  /**
   * Ends the session and deletes everything that is stored on this device. It works without a network too: then the server
   * learns of it at the next visit. Rejects only if the storage does.
   */
  signOut(): Promise<void> {
    return this.#engine.session.signOut();
  }

  /** Changes the user's own profile and resolves to the new one. Rejects with a ParleyError. */
  updateMe(changes: wire.ProfileRequest): Promise<wire.User> {
    return this.#accounts.updateMe(changes);
  }

  /**
   * Sets a new password with the token of a one-time link that the operator has issued. Every session of the user ends.
   * Rejects with a ParleyError: `bad_credentials` if the link was used or has expired, `invalid_request` and others.
   */
  async resetPassword(token: string, newPassword: string): Promise<void> {
    await this.#engine.rest.call('password.reset', { token, new_password: newPassword });
  }

  /** Resolves to the settings of the server that a client needs before a user signs in. Rejects with a ParleyError. */
  config(): Promise<wire.ClientConfig> {
    return this.#engine.rest.call('config.get', {});
  }

  /** Ends the connection, saves what is not saved yet, and keeps the session. The client cannot be used after this. Never rejects. */
  close(): Promise<void> {
    return this.#engine.close();
  }

  // ---- connection

  /** Tries to connect at once. Does nothing while connected, connecting or signed out. */
  reconnectNow(): void {
    this.#engine.connection.reconnectNow();
  }

  /** Asks the server for everything that is new, in case something was missed. Rejects with a ParleyError. */
  refresh(): Promise<void> {
    return this.#engine.refresh();
  }

  /**
   * Calls any operation of the server by its name (docs/protocol.md) and resolves to its result. Waits up to ten seconds for a
   * connection, and ten more for the answer. Rejects with a ParleyError: the server's, `offline`, `network` or `timeout`.
   *
   * ```ts
   * const found = await client.call('search', { q: 'garden' });
   * ```
   */
  call<O extends wire.OperationName>(name: O, params: wire.Operations[O]['params']): Promise<wire.Operations[O]['result']> {
    return this.#engine.call(name, params);
  }

  /**
   * Calls an operation that answers in pages, page after page, and resolves to the entries of all of them. `list` names the
   * field that holds the entries. Rejects with a ParleyError, as `call` does.
   *
   * ```ts
   * const pinned = await client.callAll('pin.list', { conversation }, 'messages');
   * ```
   */
  async callAll<O extends PagedOperation, L extends ListField<O>>(
    name: O,
    params: Omit<wire.Operations[O]['params'], 'cursor'>,
    list: L,
  ): Promise<wire.Operations[O]['result'][L]> {
    const entries: unknown[] = [];
    for await (const page of pagesOf((more) => this.call(name, { ...params, ...more }))) entries.push(...(page[list] as unknown[]));
    return entries as wire.Operations[O]['result'][L];
  }

  // ---- conversations

  /** Returns one conversation as a list shows it. Its value is undefined if the user is not a member, or if it is not loaded yet. */
  conversation(id: string): Readable<ConversationItem | undefined> {
    return this.#conversations.one(id);
  }

  /**
   * Resolves to the id of the direct conversation with this user. The server creates it if there is none. Rejects with a
   * ParleyError: `consent_needed` if the user got an invitation and decides first, and others.
   */
  openDirect(user: string): Promise<string> {
    return this.#conversations.openDirect(user);
  }

  /**
   * Accepts an invitation and resolves to the id of the conversation. `invitation.decline` and `invitation.block` are called by
   * their names. Rejects with a ParleyError: `not_found` if the invitation is no longer valid, and others.
   */
  acceptInvitation(invitation: string): Promise<string> {
    return this.#conversations.acceptInvitation(invitation);
  }

  /**
   * Creates a group and resolves to its id. Users who decide first got an invitation and are no members yet: `onInvited` is called
   * with their ids, if there are any. Rejects with a ParleyError.
   */
  createGroup(group: wire.CreateGroupRequest, onInvited?: (users: readonly string[]) => void): Promise<string> {
    return this.#conversations.createGroup(group, onInvited);
  }

  /**
   * Changes the user's own settings of a conversation: muted, pinned, archived, notifications. The change shows at once. If the
   * server refuses it, the client takes it back and rejects with a ParleyError.
   */
  settings(conversation: string, changes: Settings): Promise<void> {
    return this.#conversations.changeSettings(conversation, changes);
  }

  /** Returns the present members of a conversation, sorted by name. All of them are loaded while there is a subscriber. */
  members(id: string): Readable<readonly wire.Member[]> {
    return this.#conversations.members(id);
  }

  // ---- messages

  /**
   * Returns the loaded part of a conversation's messages. While there is a subscriber, the client loads it and keeps it up to
   * date.
   *
   * ```ts
   * const messages = client.messages(id);
   * const end = messages.subscribe(() => show(messages.get().messages));
   * ```
   */
  messages(id: string): Readable<MessageWindow> {
    return this.#messages.in(id);
  }

  /** Loads older messages, one page. Resolves to false if there are none; rejects with a ParleyError. */
  loadOlder(id: string): Promise<boolean> {
    return this.#messages.history.older(id);
  }

  /** Loads newer messages, one page. Resolves to false if there are none; rejects with a ParleyError. */
  loadNewer(id: string): Promise<boolean> {
    return this.#messages.history.newer(id);
  }

  /** Loads the messages around this seq. Resolves to false if the message does not exist; rejects with a ParleyError. */
  showAround(id: string, seq: number): Promise<boolean> {
    return this.#messages.history.around(id, seq);
  }

  /** Loads the latest messages. Resolves to false if they were loaded already; rejects with a ParleyError. */
  showLatest(id: string): Promise<boolean> {
    return this.#messages.history.latest(id);
  }

  /**
   * Shows a message at once and sends it when there is a connection, so that it arrives exactly once, even after a reload.
   * `replyTo` is the seq of the message that it answers. Returns the client_id, which retry() and discard() take.
   */
  send(conversation: string, body: string, { replyTo }: { replyTo?: number } = {}): string {
    return this.#messages.send(conversation, textContent(body), replyTo);
  }

  /** Sends a failed message again. Does nothing if the message has not failed. */
  retry(conversation: string, clientId: string): void {
    this.#engine.outbox.retry(conversation, clientId);
  }

  /** Deletes a message that waits or has failed. The server may have received it already. */
  discard(conversation: string, clientId: string): void {
    this.#engine.outbox.discard(conversation, clientId);
  }

  /** Changes the text of a message. It shows at once. If the server refuses it, the client takes it back and rejects with a ParleyError. */
  edit(conversation: string, seq: number, body: string): Promise<void> {
    return this.#messages.edit(conversation, seq, textContent(body));
  }

  /** Deletes a message. It shows at once. If the server refuses it, the client takes it back and rejects with a ParleyError. */
  remove(conversation: string, seq: number): Promise<void> {
    return this.#messages.remove(conversation, seq);
  }

  /** Adds or removes a reaction. It shows at once. If the server refuses it, the client takes it back and rejects with a ParleyError. */
  react(conversation: string, seq: number, emoji: string, isOn: boolean): Promise<void> {
    return this.#messages.react(conversation, seq, emoji, isOn);
  }

  /** Pins or unpins a message. It shows at once. If the server refuses it, the client takes it back and rejects with a ParleyError. */
  pin(conversation: string, seq: number, isOn: boolean): Promise<void> {
    return this.#messages.pin(conversation, seq, isOn);
  }

  /** Notes that the user has seen every message up to `seq`. The cursor only moves forward. The server learns of it soon. */
  markRead(conversation: string, seq: number): void {
    this.#receipts.markRead(conversation, seq);
  }

  // ---- people

  /** Returns a user by id. If the client does not know the user yet, it asks the server while there is a subscriber. */
  person(id: string): Readable<wire.PublicUser | undefined> {
    return this.#accounts.person(id);
  }

  // ---- live

  /** Shows to the others that the user types. Call it with true at every keystroke. Two seconds without a call count as stopped. */
  typing(conversation: string, isActive: boolean): void {
    this.#typing.set(conversation, isActive);
  }

  /** Returns the ids of the users who are typing in a conversation, in the order in which they began. */
  typingIn(id: string): Readable<readonly string[]> {
    return this.#typing.in(id);
  }

  /** Returns the presence of a user. It is loaded and kept up to date while there is a subscriber. */
  presenceOf(user: string): Readable<wire.Presence | undefined> {
    return this.#presence.of(user);
  }

  /** Sets the user's presence: `away` is a state of this device, `dnd` of the user. Rejects with a ParleyError. */
  setPresence(state: wire.PresenceRequest['state']): Promise<void> {
    return this.#presence.set(state);
  }

  /**
   * Returns how far each other member has received and read. It is loaded and kept up to date while there is a subscriber.
   */
  receipts(id: string): Readable<readonly wire.MemberReceipt[]> {
    return this.#receipts.of(id);
  }
}
