// Creates the parts between the socket and the state that features show, and connects them. It names no feature: a feature
// joins with add(), and the engine calls its functions when something happens.
import { Observable, type Readable } from '../base/observable.ts';
import { combined, memoized } from '../base/readable.ts';
import type { ClientLimits, HelloReply, OperationName, Operations, ServerEvent } from '../wire.ts';
import { Connection, type ConnectionState } from './connection/connection.ts';
import { Rest } from './connection/rest.ts';
import { Outbox } from './outbox/outbox.ts';
import type { Platform } from './platform.ts';
import { DeviceStorage } from './session/device.ts';
import { Session } from './session/session.ts';
import { Persistence } from './store/persistence.ts';
import { emptyState } from './store/state.ts';
import { Store } from './store/store.ts';
import { positionsAfter, startOf, type Start } from './sync/apply.ts';
import { Synchroniser, type Request } from './sync/synchroniser.ts';

/** The functions of a feature that the engine calls. Each of them is optional. */
export interface Feature {
  /** Called when `me` is signed in and the store holds what an earlier visit saved. The connection starts after this. */
  begin?: (me: string) => void;
  /** Called when the server has answered hello and its sync is applied, after every connection. */
  resume?: () => void;
  /** Called when the server has an older read cursor of this conversation than the store, whose cursor is `seq`. */
  cursorBehind?: (conversation: string, seq: number) => void;
  /** Called for each event. If the event is durable, the store has applied it already. */
  hear?: (event: ServerEvent) => void;
  /** Called when another user signs in or the user signs out: delete everything about the user before. */
  clear?: () => void;
  /** Called when the client is closed: stop all timers. */
  close?: () => void;
}

/** The server's limits and abilities. */
export interface ServerInfo {
  limits: ClientLimits;
  /** The abilities by name: receipts, reactions, mentions, pins, search, blocks … */
  features: readonly string[];
}

/** The state of the connection, and how many messages wait for it. */
export type ConnectionView = ConnectionState & { queued: number };

export class Engine {
  readonly clock: Platform['clock'];
  readonly server = new Observable<ServerInfo | undefined>(undefined);
  readonly store = new Store();
  readonly rest: Rest;
  readonly device: DeviceStorage;
  readonly session: Session;
  readonly connection: Connection;
  readonly synchroniser: Synchroniser;
  readonly outbox: Outbox;
  readonly #features: Feature[] = [];
  readonly #persistence: Persistence;
  #me: string | undefined;
  // The position that the last hello sent.
  #start: Start = {};
  #following: Promise<void> = Promise.resolve();

  constructor(platform: Platform) {
    const { clock, url } = platform;
    const { store } = this;
    const storage = new DeviceStorage(platform.storage);
    this.device = storage;
    this.clock = clock;
    this.rest = new Rest(platform);
    this.session = new Session({ rest: this.rest, storage, clock, cookie: platform.cookie, scope: url });
    this.connection = this.#makeConnection(platform);
    this.synchroniser = new Synchroniser({
      store,
      request: this.request,
      restart: () => this.connection.restart(),
      onUnsaidRead: (...cursor) => this.#each((feature) => feature.cursorBehind?.(...cursor)),
    });
    this.outbox = new Outbox({
      storage,
      clock,
      isConnected: this.isConnected,
      send: (message, timeoutMs) => this.connection.request('message.send', message, timeoutMs),
      onSent: (message) => store.take(message),
    });
    this.#persistence = new Persistence({ store, storage, clock });
    this.session.state.subscribe(() => this.#follow());
  }

  /** Adds a feature. The engine calls the features in the order in which they were added. */
  add(feature: Feature): void {
    this.#features.push(feature);
  }

  /** Whether the server has this ability; false before the first connection. */
  has(ability: string): boolean {
    return this.server.get()?.features.includes(ability) ?? false;
  }

  readonly isConnected = (): boolean => this.connection.isConnected;

  /** Calls an operation on the live connection. Rejects with `offline` if there is none, and as Connection.request() does. */
  readonly request: Request = (name, params) => this.connection.request(name, params);

  /** Calls an operation, and waits up to ten seconds for a connection. Rejects as request() does. */
  async call<O extends OperationName>(name: O, params: Operations[O]['params']): Promise<Operations[O]['result']> {
    // A user who has just signed in is connected once what an earlier visit saved is read.
    await this.#following;
    await this.connection.ready();
    return this.connection.request(name, params);
  }

  /** Returns the state of the connection, and how many messages wait for it. */
  watchConnection(): Readable<ConnectionView> {
    const { connection, outbox } = this;
    const view = memoized((state: ConnectionState, queued: number): ConnectionView => ({ ...state, queued }));
    const queued = () => outbox.messages.get().filter(({ state }) => state === 'sending').length;
    return combined([connection.state, outbox.messages], () => view(connection.state.get(), queued()));
  }

  /** Asks the server for everything that is new. Rejects with a ParleyError. */
  async refresh(): Promise<void> {
    this.connection.reconnectNow();
    await this.connection.ready();
    await this.synchroniser.sync();
  }

  /** Ends the connection, saves what is not saved, and keeps the session. The engine cannot be used after this. */
  async close(): Promise<void> {
    this.connection.stop();
    this.#each((feature) => feature.close?.());
    this.session.close();
    await this.#persistence.save();
    await this.#persistence.stop();
  }

  #each(tell: (feature: Feature) => void): void {
    for (const feature of this.#features) tell(feature);
  }

  #makeConnection({ socketUrl, clock, WebSocket, client }: Platform): Connection {
    const { session, store } = this;
    return new Connection({
      url: socketUrl,
      clock,
      WebSocket,
      token: () => session.token(),
      renew: () => session.renew(),
      renewIn: () => session.renewIn,
      position: () => {
        this.#start = startOf(store.get());
        return { ...this.#start, ...positionsAfter(store.get()), ...(client !== undefined && { client }) };
      },
      onHello: (reply) => this.#greet(reply),
      onEvent: (event) => this.#hear(event),
      onSignedOut: () => void session.end('revoked'),
    });
  }

  // Runs when a user signs in or out, here or in another tab. The changes are made one after the other, so that the next user
  // sees nothing of the user before.
  #follow(): void {
    const me = this.session.user?.id;
    if (me === this.#me) return;
    this.#me = me;
    this.connection.stop();
    this.#following = this.#following.then(() => this.#become(me)).catch(() => undefined);
  }

  async #become(me: string | undefined): Promise<void> {
    await this.#persistence.stop();
    this.outbox.clear();
    this.#each((feature) => feature.clear?.());
    this.store.set(emptyState(this.#me ?? ''));
    if (me === undefined || me !== this.#me) return;
    await this.#persistence.start(me);
    await this.outbox.load().catch(() => undefined);
    if (me !== this.#me) return;
    this.#each((feature) => feature.begin?.(me));
    this.connection.start();
  }

  async #greet(reply: HelloReply): Promise<void> {
    this.server.set({ limits: reply.limits, features: reply.features });
    if (this.has('keep_nothing') && this.device.keeps.get()) await this.device.choose(false).catch(() => undefined);
    this.session.setUser(reply.user);
    await this.synchroniser.greet(reply, this.#start);
    this.#each((feature) => feature.resume?.());
    this.outbox.flush();
  }

  #hear(event: ServerEvent): void {
    if (event.event === 'profile.updated') this.session.setUser(event.data);
    this.synchroniser.hear(event);
    if (event.event === 'message.created') this.outbox.acknowledge(event.data);
    this.#each((feature) => feature.hear?.(event));
  }
}
