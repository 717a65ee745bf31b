// Who is signed in, and with which access token. Tokens are refreshed before they expire, by one tab for all of them: two
// tabs that exchange one refresh token far apart would look like a thief (docs/protocol.md, "Tokens").
import type { Clock } from './clock.ts';
import { ParleyError } from './errors.ts';
import { exclusively } from './locks.ts';
import { Observable } from './observable.ts';
import type { Rest } from './rest.ts';
import type { Storage } from './storage.ts';
import type { SignInReply, User } from './wire.ts';

export type SessionState =
  | { status: 'starting' }
  | { status: 'signed-out'; reason?: 'revoked' | 'expired' | 'signed_out' }
  | { status: 'signed-in'; user: User };

export interface SessionOptions {
  rest: Rest;
  storage: Storage;
  clock: Clock;
  // The refresh token travels in an HttpOnly cookie: for pages of the server's own origin.
  cookie: boolean;
  // Tabs that talk to one server share its session.
  scope: string;
}

interface Token {
  value: string;
  renewAt: number;
}
type Left = { refresh_token?: string };
type Broadcast = { kind: 'token'; token: Token; user: User } | { kind: 'signed-out' };

// Renewed a minute before its end, or when a quarter of a short life is left.
const EARLY_MS = 60_000;
const EARLY_PART = 4;
const TOLD_MS = 100;
const LOCK = 'parley.refresh';
// A session that was given up here, of which the server may not know yet.
const LEFT = 'left';

export class Session {
  readonly state = new Observable<SessionState>({ status: 'starting' });
  readonly #options: SessionOptions;
  readonly #channel: BroadcastChannel | undefined;
  #token: Token | undefined;
  #refreshing: Promise<Token> | undefined;
  #leaving: Promise<void> | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    if (options.cookie && typeof BroadcastChannel !== 'undefined') {
      this.#channel = new BroadcastChannel(`parley.session${options.scope}`);
      this.#channel.onmessage = ({ data }: MessageEvent<Broadcast>) => this.#hear(data);
    }
  }

  get user(): User | undefined {
    const state = this.state.get();
    return state.status === 'signed-in' ? state.user : undefined;
  }

  // Takes up the session of an earlier visit. Who was signed in then is believed to be so still until the server says
  // otherwise: what was kept can be read at once, and without a network.
  async restore(): Promise<void> {
    const known = (await this.#options.storage.get('user').catch(() => undefined)) as User | undefined;
    if (known) {
      this.state.set({ status: 'signed-in', user: known });
      return;
    }
    if (await this.#left()) {
      this.state.set({ status: 'signed-out' });
      void this.#leave();
      return;
    }
    try {
      await this.#refresh();
    } catch {
      await this.#forget({ status: 'signed-out' });
    }
  }

  async signIn(credentials: { username: string; password: string }): Promise<void> {
    await this.#leave();
    await this.#accept(await this.#options.rest.call('account.login', { ...credentials, cookie: this.#options.cookie }));
  }

  async register(account: { username: string; password: string; display_name?: string; email?: string }): Promise<void> {
    await this.#leave();
    await this.#accept(await this.#options.rest.call('account.register', { ...account, cookie: this.#options.cookie }));
  }

  // Over here at once, whether or not the server can be reached: a later visit tells it where this one cannot.
  signOut(): Promise<void> {
    return this.#oneLeaving(async () => {
      const { storage, cookie } = this.#options;
      const refresh_token = cookie ? undefined : ((await storage.get('refresh_token')) as string | undefined);
      const left: Left = refresh_token === undefined ? {} : { refresh_token };
      // In a page before anything is awaited: somebody may leave it in this very moment.
      const isTold = this.#tell(left);
      this.#channel?.postMessage({ kind: 'signed-out' } satisfies Broadcast);
      await this.end('signed_out');
      await storage.set(LEFT, left).catch(() => undefined);
      if (await isTold) await storage.delete(LEFT);
    });
  }

  // The session is over, for whatever reason; what was kept for it is forgotten.
  async end(reason: 'revoked' | 'expired' | 'signed_out'): Promise<void> {
    await this.#forget({ status: 'signed-out', reason });
  }

  async #forget(state: SessionState): Promise<void> {
    this.#token = undefined;
    this.state.set(state);
    await this.#options.storage.clear().catch(() => undefined);
  }

  setUser(user: User): void {
    this.state.set({ status: 'signed-in', user });
    void this.#options.storage.set('user', user).catch(() => undefined);
  }

  // A token that is good for a while.
  async token(): Promise<string> {
    if (this.#token && this.#token.renewAt > this.#options.clock.now()) return this.#token.value;
    return (await this.#refresh()).value;
  }

  // The one at hand is not good any more, whatever its time says.
  async renew(): Promise<string> {
    this.#token = undefined;
    return (await this.#refresh()).value;
  }

  // How long the token at hand can be used before it ought to be renewed.
  get renewIn(): number {
    return Math.max(0, (this.#token?.renewAt ?? 0) - this.#options.clock.now());
  }

  close(): void {
    this.#channel?.close();
  }

  #refresh(): Promise<Token> {
    this.#refreshing ??= this.#refreshOnce().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  #refreshOnce(): Promise<Token> {
    const before = this.#token;
    return new Promise((resolve, reject) => {
      void exclusively(LOCK + this.#options.scope, async () => {
        // Another tab may have been quicker while this one waited for its turn.
        if (this.#token && this.#token !== before) {
          resolve(this.#token);
          return;
        }
        await this.#exchange().then(resolve, reject);
        // The next tab has its turn once it has heard of the new token.
        if (this.#channel) await new Promise<void>((told) => this.#options.clock.after(TOLD_MS, told));
      });
    });
  }

  async #exchange(): Promise<Token> {
    const { storage, cookie, rest } = this.#options;
    const refresh_token = (await storage.get('refresh_token')) as string | undefined;
    if (!cookie && !refresh_token) throw new ParleyError('unauthenticated', 'Nobody is signed in.');
    try {
      const reply = await rest.call('account.refresh', refresh_token ? { refresh_token } : {});
      // Somebody may have signed out while it was under way.
      if (this.state.get().status === 'signed-out') throw new ParleyError('unauthenticated', 'Nobody is signed in.');
      return await this.#accept(reply);
    } catch (fault) {
      const isOver = fault instanceof ParleyError && !fault.isTemporary;
      if (isOver && this.state.get().status === 'signed-in') await this.end('expired');
      throw fault;
    }
  }

  // What was given up by an earlier visit, or by this one without a connection, comes before anything new.
  #leave(): Promise<void> {
    return this.#oneLeaving(async () => {
      const left = await this.#left();
      if (left && (await this.#tell(left))) await this.#options.storage.delete(LEFT);
    });
  }

  #oneLeaving(work: () => Promise<void>): Promise<void> {
    this.#leaving ??= work().finally(() => {
      this.#leaving = undefined;
    });
    return this.#leaving;
  }

  async #left(): Promise<Left | undefined> {
    return (await this.#options.storage.get(LEFT).catch(() => undefined)) as Left | undefined;
  }

  // Whether the server knows.
  #tell(left: Left): Promise<boolean> {
    return this.#options.rest.call('account.logout', left).then(
      () => true,
      (fault: unknown) => !ParleyError.of(fault).isTemporary,
    );
  }

  async #accept(reply: SignInReply): Promise<Token> {
    const { storage, clock } = this.#options;
    // By the client's own clock, which may be wrong: what counts is how long from now.
    const lifetime = Date.parse(reply.access_expires_at) - issuedAt(reply.access_token, Date.parse(reply.access_expires_at));
    const renewAt = clock.now() + lifetime - Math.min(EARLY_MS, lifetime / EARLY_PART);
    const token = { value: reply.access_token, renewAt };
    this.#token = token;
    if (reply.refresh_token) await storage.set('refresh_token', reply.refresh_token);
    this.setUser(reply.user);
    this.#channel?.postMessage({ kind: 'token', token, user: reply.user } satisfies Broadcast);
    return token;
  }

  #hear(message: Broadcast): void {
    if (message.kind === 'signed-out') {
      this.#token = undefined;
      this.state.set({ status: 'signed-out', reason: 'signed_out' });
      return;
    }
    if (this.user && this.user.id !== message.user.id) return;
    this.#token = message.token;
    if (!this.user) this.state.set({ status: 'signed-in', user: message.user });
  }
}

// The `iat` of a JSON Web Token (RFC 7519, section 4.1.6) in milliseconds; a quarter of an hour before its end where it has none.
function issuedAt(token: string, expiresAt: number): number {
  try {
    const body = JSON.parse(atob((token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/'))) as { iat?: number };
    return body.iat ? body.iat * 1000 : expiresAt - 900_000;
  } catch {
    return expiresAt - 900_000;
  }
}
