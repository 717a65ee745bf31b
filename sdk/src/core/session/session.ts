// Knows which user is signed in, and holds the access token. One tab refreshes the token for all tabs before it expires. If two
// tabs used the same refresh token at different times, the server would take it for a stolen token (docs/protocol.md, "Tokens").
import type { Clock } from '../../base/clock.ts';
import { ParleyError } from '../../base/errors.ts';
import { exclusively } from '../../base/locks.ts';
import { Observable } from '../../base/observable.ts';
import type { SignInReply, User } from '../../wire.ts';
import type { Rest } from '../connection/rest.ts';
import type { DeviceStorage } from './device.ts';
import { accessTokenOf, type AccessToken } from './token.ts';

/** Why a user is signed out: by the user, because the session expired, or because it was ended elsewhere. */
export type SignedOutReason = 'signed_out' | 'expired' | 'revoked';

/** `starting` until restore() knows whether a user is signed in. */
export type SessionState =
  | { status: 'starting' }
  | { status: 'signed-out'; reason?: SignedOutReason }
  | { status: 'signed-in'; user: User };

/** What an account is created from. */
export type NewAccount = { username: string; password: string; display_name?: string; email?: string };

export interface SessionOptions {
  rest: Rest;
  storage: DeviceStorage;
  clock: Clock;
  /** Whether the refresh token travels in an HttpOnly cookie: only for pages of the server's own origin. */
  cookie: boolean;
  /** The address of the server. Tabs with the same scope share one session. */
  scope: string;
}

// A tab sends this to the other tabs.
type Broadcast = { kind: 'token'; token: AccessToken; user: User; keeps: boolean } | { kind: 'signed-out' };
// A sign-out of which the server may not have heard yet. The storage keeps it under PENDING_KEY.
type PendingSignOut = { refresh_token?: string };

const HANDOVER_MS = 100;
const LOCK = 'parley.refresh';
const PENDING_KEY = 'left';

export class Session {
  readonly state = new Observable<SessionState>({ status: 'starting' });
  readonly #options: SessionOptions;
  readonly #channel: BroadcastChannel | undefined;
  #token: AccessToken | undefined;
  #refreshing: Promise<AccessToken> | undefined;
  #signingOut: Promise<void> | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    if (options.cookie && typeof BroadcastChannel !== 'undefined') {
      this.#channel = new BroadcastChannel(`parley.session${options.scope}`);
      this.#channel.onmessage = ({ data }: MessageEvent<Broadcast>) => this.#receive(data);
    }
  }

  /** The user who is signed in. */
  get user(): User | undefined {
    const state = this.state.get();
    return state.status === 'signed-in' ? state.user : undefined;
  }

  /**
   * Continues the session of an earlier visit. It assumes that the user of that visit is still signed in until the server
   * says otherwise, so the user can read the stored conversations at once and without a network. Never rejects.
   */
  async restore(): Promise<void> {
    const { storage } = this.#options;
    await storage.load().catch(() => undefined);
    const known = (await storage.get('user').catch(() => undefined)) as User | undefined;
    if (known) {
      storage.open();
      this.state.set({ status: 'signed-in', user: known });
      return;
    }
    if (await this.#pendingSignOut()) {
      this.state.set({ status: 'signed-out' });
      void this.#finishSignOut();
      return;
    }
    try {
      await this.#refresh();
    } catch (fault) {
      // Without a network the session may live on, and the next visit continues it.
      if (ParleyError.of(fault).isTemporary) this.state.set({ status: 'signed-out' });
      else await this.#forget({ status: 'signed-out' });
    }
  }

  /**
   * Signs in. If `keep` is false, nothing but the session is stored on this device. Rejects with the server's ParleyError:
   * `bad_credentials`, `rate_limited` and others.
   */
  async signIn({ keep = true, ...credentials }: { username: string; password: string; keep?: boolean }): Promise<void> {
    await this.#prepare(keep);
    await this.#accept(await this.#options.rest.call('account.login', { ...credentials, cookie: this.#options.cookie }));
  }

  /** Creates an account and signs it in. `keep` is as in signIn(). Rejects with the server's ParleyError. */
  async register({ keep = true, ...account }: NewAccount & { keep?: boolean }): Promise<void> {
    await this.#prepare(keep);
    await this.#accept(await this.#options.rest.call('account.register', { ...account, cookie: this.#options.cookie }));
  }

  /**
   * Ends the session on this device at once. If the server cannot be reached, a later visit sends the sign-out. Rejects if the
   * storage does.
   */
  signOut(): Promise<void> {
    return this.#oneSignOut(async () => {
      const { storage, cookie } = this.#options;
      const refresh_token = cookie ? undefined : ((await storage.get('refresh_token')) as string | undefined);
      const pending: PendingSignOut = refresh_token === undefined ? {} : { refresh_token };
      // The request is sent before anything else is awaited, because the user may close the page now.
      const told = this.#tellServer(pending);
      this.#channel?.postMessage({ kind: 'signed-out' } satisfies Broadcast);
      await this.end('signed_out');
      await storage.set(PENDING_KEY, pending).catch(() => undefined);
      if (await told) await storage.delete(PENDING_KEY);
    });
  }

  /** Ends the session on this device without a request to the server, and deletes everything that was stored for it. */
  async end(reason: SignedOutReason): Promise<void> {
    await this.#forget({ status: 'signed-out', reason });
  }

  async #forget(state: SessionState): Promise<void> {
    this.#token = undefined;
    this.#options.storage.shut();
    this.state.set(state);
    await this.#options.storage.clear().catch(() => undefined);
  }

  /** Takes the signed-in user's own profile after a change. */
  setUser(user: User): void {
    this.state.set({ status: 'signed-in', user });
    void this.#options.storage.set('user', user).catch(() => undefined);
  }

  /** Resolves to an access token that is valid for a while. Rejects with a ParleyError if the session cannot be refreshed. */
  async token(): Promise<string> {
    if (this.#token && this.#token.renewAt > this.#options.clock.now()) return this.#token.value;
    return (await this.#refresh()).value;
  }

  /** Resolves to a new access token, also if the current one has not expired. Rejects as token() does. */
  async renew(): Promise<string> {
    this.#token = undefined;
    return (await this.#refresh()).value;
  }

  /** The number of milliseconds until the current token must be renewed; 0 without a token. */
  get renewIn(): number {
    return Math.max(0, (this.#token?.renewAt ?? 0) - this.#options.clock.now());
  }

  /** Stops listening to other tabs. */
  close(): void {
    this.#channel?.close();
  }

  #refresh(): Promise<AccessToken> {
    this.#refreshing ??= this.#refreshOnce().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  #refreshOnce(): Promise<AccessToken> {
    const before = this.#token;
    return new Promise((resolve, reject) => {
      void exclusively(LOCK + this.#options.scope, async () => {
        // Another tab may have refreshed the token while this one waited for the lock.
        if (this.#token && this.#token !== before) {
          resolve(this.#token);
          return;
        }
        await this.#exchange().then(resolve, reject);
        // The lock is held until the other tabs have received the new token.
        if (this.#channel) await new Promise<void>((resolve) => this.#options.clock.after(HANDOVER_MS, resolve));
      });
    });
  }

  async #exchange(): Promise<AccessToken> {
    const { storage, cookie, rest } = this.#options;
    const refresh_token = (await storage.get('refresh_token')) as string | undefined;
    if (!cookie && !refresh_token) throw new ParleyError('unauthenticated', 'Nobody is signed in.');
    try {
      const reply = await rest.call('account.refresh', refresh_token ? { refresh_token } : {});
      // The user may have signed out while the request was under way.
      if (this.state.get().status === 'signed-out') throw new ParleyError('unauthenticated', 'Nobody is signed in.');
      return await this.#accept(reply);
    } catch (fault) {
      const isOver = fault instanceof ParleyError && !fault.isTemporary;
      if (isOver && this.state.get().status === 'signed-in') await this.end('expired');
      throw fault;
    }
  }

  // Sends a sign-out of which the server has not heard yet. A new sign-in waits for this.
  #finishSignOut(): Promise<void> {
    return this.#oneSignOut(async () => {
      const pending = await this.#pendingSignOut();
      if (pending && (await this.#tellServer(pending))) await this.#options.storage.delete(PENDING_KEY);
    });
  }

  #oneSignOut(work: () => Promise<void>): Promise<void> {
    this.#signingOut ??= work().finally(() => {
      this.#signingOut = undefined;
    });
    return this.#signingOut;
  }

  async #pendingSignOut(): Promise<PendingSignOut | undefined> {
    return (await this.#options.storage.get(PENDING_KEY).catch(() => undefined)) as PendingSignOut | undefined;
  }

  // Sends the sign-out. Resolves to false if it must be sent again later.
  #tellServer(pending: PendingSignOut): Promise<boolean> {
    return this.#options.rest.call('account.logout', pending).then(
      () => true,
      (fault: unknown) => !ParleyError.of(fault).isTemporary,
    );
  }

  // The choice is stored before the request, because the page may be left before the reply to it is read.
  async #prepare(keep: boolean): Promise<void> {
    await this.#finishSignOut();
    // The storage may refuse. Then nothing is kept anyway.
    await this.#options.storage.choose(keep).catch(() => undefined);
  }

  async #accept(reply: SignInReply): Promise<AccessToken> {
    const { storage, clock } = this.#options;
    storage.open();
    const token = accessTokenOf(reply, clock.now());
    this.#token = token;
    if (reply.refresh_token) await storage.set('refresh_token', reply.refresh_token);
    this.setUser(reply.user);
    this.#channel?.postMessage({ kind: 'token', token, user: reply.user, keeps: storage.keeps.get() } satisfies Broadcast);
    return token;
  }

  #receive(message: Broadcast): void {
    const { storage } = this.#options;
    if (message.kind === 'signed-out') {
      this.#token = undefined;
      storage.shut();
      this.state.set({ status: 'signed-out', reason: 'signed_out' });
      void this.#forgetAgain().catch(() => undefined);
      return;
    }
    if (this.user && this.user.id !== message.user.id) return;
    this.#token = message.token;
    // Another tab may not have learned yet that nothing is kept.
    storage.open(message.keeps && (!this.user || storage.keeps.get()));
    if (!this.user) this.state.set({ status: 'signed-in', user: message.user });
  }

  // A tab may have written something after the tab of the sign-out had cleared the storage. If a user has signed in meanwhile, what
  // is stored belongs to that user.
  async #forgetAgain(): Promise<void> {
    const { storage } = this.#options;
    if ((await storage.get('user')) === undefined) await storage.forget();
  }
}
