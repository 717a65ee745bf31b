// The parts of the client and what flows between them: from the socket into the store, and out again what is on its way.
import type { ServerInfo } from './api.ts';
import { Connection } from './connection.ts';
import { History } from './history.ts';
import { People } from './live/people.ts';
import { Presences } from './live/presence.ts';
import { Receipts } from './live/receipts.ts';
import { TypingSignals } from './live/typing.ts';
import { Membership } from './membership.ts';
import { Observable } from './observable.ts';
import { Optimistic } from './optimistic.ts';
import { Outbox } from './outbox.ts';
import type { Platform } from './platform.ts';
import { Rest } from './rest.ts';
import { Session } from './session.ts';
import { Persistence } from './store/persistence.ts';
import { emptyState, type State } from './store/state.ts';
import { Store } from './store/store.ts';
import { positionOf } from './store/sync.ts';
import { Synchroniser } from './synchroniser.ts';
import type { HelloReply, OperationName, Operations, ServerEvent, SyncRequest } from './wire.ts';

export class Engine {
  readonly server = new Observable<ServerInfo | undefined>(undefined);
  readonly store = new Store();
  readonly optimistic = new Optimistic();
  readonly rest: Rest;
  readonly session: Session;
  readonly connection: Connection;
  readonly synchroniser: Synchroniser;
  readonly outbox: Outbox;
  readonly history: History;
  readonly membership: Membership;
  readonly typing: TypingSignals;
  readonly receipts: Receipts;
  readonly presences: Presences;
  readonly people: People;
  readonly #persistence: Persistence;
  #me: string | undefined;
  #said: Omit<SyncRequest, 'next'> = {};
  #endOwnPresence = () => {};
  #following: Promise<void> = Promise.resolve();

  constructor(platform: Platform) {
    const { storage, clock, url } = platform;
    const { store } = this;
    this.rest = new Rest(platform);
    this.session = new Session({ rest: this.rest, storage, clock, cookie: platform.cookie, scope: url });
    this.connection = new Connection({
      url: platform.socketUrl,
      clock,
      WebSocket: platform.WebSocket,
      token: () => this.session.token(),
      renew: () => this.session.renew(),
      renewIn: () => this.session.renewIn,
      position: () => {
        this.#said = positionOf(store.get());
        return { ...this.#said, ...(platform.client !== undefined && { client: platform.client }) };
      },
      onHello: (reply) => this.#greet(reply),
      onEvent: (event) => this.#hear(event),
      onSignedOut: () => void this.session.end('revoked'),
    });
    const request = this.#request;
    const isConnected = () => this.connection.isConnected;
    this.synchroniser = new Synchroniser({
      store,
      request,
      restart: () => this.connection.restart(),
      onUnsaidRead: (conversation, seq) => this.receipts.read(conversation, seq),
    });
    this.outbox = new Outbox({
      storage,
      clock,
      isConnected,
      send: (message, timeoutMs) => this.connection.request('message.send', message, timeoutMs),
      onSent: (message) => store.take(message),
    });
    this.history = new History({ store, list: (asked) => this.call('message.list', asked) });
    this.membership = new Membership({ store, list: (asked) => this.call('member.list', asked) });
    this.typing = new TypingSignals({ clock, send: (asked) => void request('typing.set', asked).catch(() => undefined) });
    this.receipts = new Receipts({
      clock,
      isConnected,
      send: (asked) => request('receipt.send', asked),
      list: async (conversation) => (this.has('receipts') ? (await request('receipt.list', { conversation })).members : []),
    });
    this.presences = new Presences({ clock, isConnected, watch: (asked) => request('presence.watch', asked), set: (asked) => request('presence.set', asked) });
    this.people = new People({ get: (user) => request('user.get', { user }) });
    this.#persistence = new Persistence({ store, storage, clock });
    this.session.state.subscribe(() => this.#follow());
    this.#meetPeople();
  }

  // Any operation; waits a little for a connection that is being made.
  async call<O extends OperationName>(name: O, params: Operations[O]['params']): Promise<Operations[O]['result']> {
    // Whoever has just come in is connected once what was kept for them is read.
    await this.#following;
    await this.connection.ready();
    return this.connection.request(name, params);
  }

  has(feature: string): boolean {
    return this.server.get()?.features.includes(feature) ?? false;
  }

  async close(): Promise<void> {
    this.connection.stop();
    this.typing.clear();
    this.session.close();
    await this.#persistence.save();
    await this.#persistence.stop();
  }

  readonly #request = <O extends OperationName>(name: O, params: Operations[O]['params']) => this.connection.request(name, params);

  // Somebody signs in or out, here or in another tab. One after the other: what belonged to one must not reach the next.
  #follow(): void {
    const me = this.session.user?.id;
    if (me === this.#me) return;
    this.#me = me;
    this.connection.stop();
    this.#following = this.#following.then(() => this.#become(me)).catch(() => undefined);
  }

  async #become(me: string | undefined): Promise<void> {
    await this.#persistence.stop();
    this.#forget();
    if (me === undefined || me !== this.#me) return;
    await this.#persistence.start(me);
    await this.outbox.load().catch(() => undefined);
    if (me !== this.#me) return;
    this.#endOwnPresence = this.presences.watch([me]);
    this.connection.start();
  }

  #forget(): void {
    this.#endOwnPresence();
    this.outbox.clear();
    this.typing.clear();
    this.receipts.clear();
    this.presences.clear();
    this.people.clear();
    this.store.set(emptyState(this.#me ?? ''));
  }

  async #greet(reply: HelloReply): Promise<void> {
    this.server.set({ limits: reply.limits, features: reply.features });
    this.session.setUser(reply.user);
    await this.synchroniser.greet(reply, this.#said);
    this.history.resume();
    this.membership.resume();
    this.presences.resume();
    this.receipts.resume();
    this.outbox.flush();
    for (const [id, { summary }] of this.store.get().conversations) {
      if (summary.unread > 0) this.#deliver(id, summary.conversation.last_seq);
    }
  }

  #hear(event: ServerEvent): void {
    switch (event.event) {
      case 'typing':
        this.typing.hear(event.conversation, event.data);
        return;
      case 'receipts':
        this.receipts.hear(event.conversation, event.data.members);
        return;
      case 'presence':
        this.presences.hear(event.data);
        return;
      case 'profile.updated':
        this.session.setUser(event.data);
        break;
      case 'message.created':
        this.synchroniser.hear(event);
        this.outbox.acknowledge(event.data);
        this.typing.end(event.conversation, event.data.sender);
        if (event.data.sender !== this.#me) this.#deliver(event.conversation, event.data.seq);
        return;
    }
    this.synchroniser.hear(event);
  }

  #deliver(conversation: string, seq: number): void {
    if (this.has('receipts')) this.receipts.delivered(conversation, seq);
  }

  #meetPeople(): void {
    let before: State['conversations'] = new Map();
    this.store.subscribe(() => {
      const { conversations } = this.store.get();
      if (conversations === before) return;
      for (const [id, known] of conversations) {
        const earlier = before.get(id);
        if (earlier?.members !== known.members) this.people.meetMembers(known.members.values());
        if (known.viewers > 0 && known.window && earlier?.window !== known.window) {
          if (this.connection.isConnected) this.people.need(new Set(known.window.messages.map(({ sender }) => sender)));
        }
      }
      before = conversations;
    });
  }
}
