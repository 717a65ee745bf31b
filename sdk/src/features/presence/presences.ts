// Keeps track of who is there. The users who are shown are watched. A watch ends with its connection, so every new connection
// is told again.
import type { Clock } from '../../base/clock.ts';
import { Observable } from '../../base/observable.ts';
import { Viewers } from '../../base/viewers.ts';
import type { Presence, PresenceList, PresenceRequest, WatchRequest } from '../../wire.ts';

export type PresenceState = Presence['state'];

export interface PresencesOptions {
  clock: Clock;
  isConnected: () => boolean;
  /** How many users the server lets a connection watch. */
  most: () => number;
  watch: (request: WatchRequest) => Promise<PresenceList>;
  set: (request: PresenceRequest) => Promise<Presence>;
}

// Rows come and go while somebody scrolls, so the server is told once that has settled.
const SETTLED_MS = 100;

export class Presences {
  /** By user id, as the server last said. */
  readonly states = new Observable<ReadonlyMap<string, Presence>>(new Map());
  readonly #options: PresencesOptions;
  readonly #shown = new Viewers();
  // The users whom the server was last told to watch.
  #said = '';
  #isAway = false;
  #cancelWatch: (() => void) | undefined;

  constructor(options: PresencesOptions) {
    this.#options = options;
  }

  /** Watches a user. Returns a function that ends it. */
  watch(user: string): () => void {
    const end = this.#shown.add(user);
    this.#watchSoon();
    return () => {
      end();
      this.#watchSoon();
    };
  }

  /** Tells the server how the user is. Rejects with a ParleyError. */
  async set(state: PresenceRequest['state']): Promise<void> {
    this.#isAway = state === 'away';
    this.hear(await this.#options.set({ state }));
  }

  /** A new connection is there. It knows neither whom it watches nor that this device is away. */
  resume(): void {
    this.#said = '';
    if (this.#isAway) this.set('away').catch(() => undefined);
    this.#watchSoon();
  }

  /** The server says how these users are. */
  hear(...heard: readonly Presence[]): void {
    const states = new Map(this.states.get());
    for (const presence of heard) states.set(presence.user, presence);
    this.states.set(states);
  }

  /** Forgets everything but who is shown. */
  clear(): void {
    this.#said = '';
    this.#isAway = false;
    this.states.set(new Map());
  }

  #watchSoon(): void {
    this.#cancelWatch ??= this.#options.clock.after(SETTLED_MS, () => {
      this.#cancelWatch = undefined;
      this.#watchNow();
    });
  }

  #watchNow(): void {
    const users = [...this.#shown.keys()].slice(-this.#options.most()).sort();
    const said = users.join();
    if (said === this.#said || !this.#options.isConnected()) return;
    this.#said = said;
    this.#options.watch({ users }).then(
      (reply) => this.hear(...reply.users),
      () => {
        this.#said = '';
      },
    );
  }
}
