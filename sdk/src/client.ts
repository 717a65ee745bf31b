// Holds the client as programs use it: what can be watched, and what can be done. It makes the engine and the features, and
// hands each call on to one of them.
import type { Readable } from './base/observable.ts';
import { textContent } from './core/store/content.ts';
import { Engine, type ConnectionView, type ServerInfo } from './core/engine.ts';
import { platformOf, type ClientOptions, type Platform } from './core/platform.ts';
import type { SessionState } from './core/session/session.ts';
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
 * Makes a client. It does nothing until restore(), signIn() or register() is called. Throws an Error if the platform lacks
 * something that the options do not provide.
 */
export function createClient(options: ClientOptions = {}): Client {
  return new Client(platformOf(options));
}

export class Client {
  /** The user who is signed in; `starting` until restore() knows. */
  readonly session: Readable<SessionState>;
  /** How the connection is, and how many messages wait for it. */
  readonly connection: Readable<ConnectionView>;
  /** The server's limits and abilities; undefined before the first connection. */
  readonly server: Readable<ServerInfo | undefined>;
  /** The conversations of the user, in the order of a list. */
  readonly conversations: Readable<ConversationList>;
  /** All people met so far, by user id. */
  readonly people: Readable<ReadonlyMap<string, wire.PublicUser>>;
  /** The ids of the users whom the user has blocked. */
  readonly blocks: Readable<readonly string[]>;
  /** How the user is shown to others; `offline` while there is no connection. */
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
    this.ownPresence = this.#presence.own;
  }

  // ---- session

  /** Takes up the session of an earlier visit, if there is one. Call it once and first. Never rejects. */
  restore(): Promise<void> {
    return this.#engine.session.restore();
  }

  /** Signs in. Rejects with a ParleyError: `bad_credentials`, `rate_limited`, `network` and others. */
  signIn(credentials: { username: string; password: string }): Promise<void> {
    return this.#engine.session.signIn(credentials);
  }

  /** Makes an account and signs it in. Rejects with a ParleyError: `username_taken`, `invalid_request` and others. */
  register(account: { username: string; password: string; display_name?: string; email?: string }): Promise<void> {
    return this.#engine.session.register(account);
  }

  /** Ends the session and forgets everything that is kept on this device. Works without a network, too. */
  signOut(): Promise<void> {
    return this.#engine.session.signOut();
  }

  /** Changes the user's own profile and resolves to the new one. Rejects with a ParleyError. */
  updateMe(changes: wire.ProfileRequest): Promise<wire.User> {
    return this.#accounts.updateMe(changes);
  }

  /** Resolves to what a client needs to know before anybody signs in. Rejects with a ParleyError. */
  config(): Promise<wire.ClientConfig> {
    return this.#engine.rest.call('config.get', {});
  }

  /** Ends the connection and keeps the session. The client cannot be used after this. */
  close(): Promise<void> {
    return this.#engine.close();
  }

  // ---- connection

  /** Makes the next attempt to connect at once. */
  reconnectNow(): void {
    this.#engine.connection.reconnectNow();
  }

  /** Asks the server for everything that is new, in case something was missed. Rejects with a ParleyError. */
  refresh(): Promise<void> {
    return this.#engine.refresh();
  }

  /** Calls any operation of the server by name (docs/protocol.md). Rejects with a ParleyError; waits ten seconds at most. */
  call<O extends wire.OperationName>(name: O, params: wire.Operations[O]['params']): Promise<wire.Operations[O]['result']> {
    return this.#engine.call(name, params);
  }

  // ---- conversations

  /** One conversation as a list shows it; undefined if the user is not in it, or it is not known yet. */
  conversation(id: string): Readable<ConversationItem | undefined> {
    return this.#conversations.one(id);
  }

  /** Resolves to the id of the one conversation with this person, which is made if there is none. */
  openDirect(user: string): Promise<string> {
    return this.#conversations.openDirect(user);
  }

  /** Makes a group and resolves to its id. Rejects with a ParleyError. */
  createGroup(group: wire.CreateGroupRequest): Promise<string> {
    return this.#conversations.createGroup(group);
  }

  /** Mutes, pins, archives a conversation. The change shows at once and is taken back if the server refuses it. */
  settings(conversation: string, changes: Settings): Promise<void> {
    return this.#conversations.changeSettings(conversation, changes);
  }

  /** All present members, by name. They are loaded while somebody subscribes. */
  members(id: string): Readable<readonly wire.Member[]> {
    return this.#conversations.members(id);
  }

  // ---- messages

  /** The part of a conversation's messages that is at hand. It is loaded and followed while somebody subscribes. */
  messages(id: string): Readable<MessageWindow> {
    return this.#messages.in(id);
  }

  /** Loads the page before the window. Resolves to whether there was one; rejects with a ParleyError. */
  loadOlder(id: string): Promise<boolean> {
    return this.#messages.history.older(id);
  }

  /** Loads the page after the window. Resolves to whether there was one; rejects with a ParleyError. */
  loadNewer(id: string): Promise<boolean> {
    return this.#messages.history.newer(id);
  }

  /** Moves the window to this message. Resolves to whether the message is in it now; rejects with a ParleyError. */
  showAround(id: string, seq: number): Promise<boolean> {
    return this.#messages.history.around(id, seq);
  }

  /** Moves the window to the end. Resolves to whether it was elsewhere; rejects with a ParleyError. */
  showLatest(id: string): Promise<boolean> {
    return this.#messages.history.latest(id);
  }

  /** Shows the message at once and sends it, so that it arrives once. `replyTo` is a seq. Returns its client_id. */
  send(conversation: string, body: string, { replyTo }: { replyTo?: number } = {}): string {
    return this.#messages.send(conversation, textContent(body), replyTo);
  }

  /** Sends a message that has failed once more. */
  retry(conversation: string, clientId: string): void {
    this.#engine.outbox.retry(conversation, clientId);
  }

  /** Forgets a message that has not arrived. */
  discard(conversation: string, clientId: string): void {
    this.#engine.outbox.discard(conversation, clientId);
  }

  /** Gives a message another text. It shows at once and is taken back if the server refuses it; then it rejects. */
  edit(conversation: string, seq: number, body: string): Promise<void> {
    return this.#messages.edit(conversation, seq, textContent(body));
  }

  /** Deletes a message. It shows at once and is taken back if the server refuses it; then it rejects. */
  remove(conversation: string, seq: number): Promise<void> {
    return this.#messages.remove(conversation, seq);
  }

  /** Adds or takes back a reaction. It shows at once and is taken back if the server refuses it; then it rejects. */
  react(conversation: string, seq: number, emoji: string, isOn: boolean): Promise<void> {
    return this.#messages.react(conversation, seq, emoji, isOn);
  }

  /** Pins or unpins a message. It shows at once and is taken back if the server refuses it; then it rejects. */
  pin(conversation: string, seq: number, isOn: boolean): Promise<void> {
    return this.#messages.pin(conversation, seq, isOn);
  }

  /** The user has seen every message up to `seq`. Moves forward only; the server is told within a moment. */
  markRead(conversation: string, seq: number): void {
    this.#receipts.markRead(conversation, seq);
  }

  // ---- people

  /** A person by user id. The server is asked while somebody subscribes and nobody has met the person yet. */
  person(id: string): Readable<wire.PublicUser | undefined> {
    return this.#accounts.person(id);
  }

  // ---- live

  /** Call it at every keystroke with true. Two seconds without a call count as stopped. */
  typing(conversation: string, isActive: boolean): void {
    this.#typing.set(conversation, isActive);
  }

  /** The ids of the users who type there. */
  typingIn(id: string): Readable<readonly string[]> {
    return this.#typing.in(id);
  }

  /** How a user is. The server is asked and followed while somebody subscribes. */
  presenceOf(user: string): Readable<wire.Presence | undefined> {
    return this.#presence.of(user);
  }

  /** Says how the user is: `away` counts for this device, `dnd` for the user. Rejects with a ParleyError. */
  setPresence(state: wire.PresenceRequest['state']): Promise<void> {
    return this.#presence.set(state);
  }

  /** How far the other members have come. It is loaded and followed while somebody subscribes. */
  receipts(id: string): Readable<readonly wire.MemberReceipt[]> {
    return this.#receipts.of(id);
  }
}
