// Keeps track of the presence of users. It watches the users who are shown. A watch ends with its connection, so it is sent
// again on every new connection.
import type { Clock } from '../../base/clock.ts';
import { Observable } from '../../base/observable.ts';
import { Viewers } from '../../base/viewers.ts';
import type { Presence, PresenceList, PresenceRequest, WatchRequest } from '../../wire.ts';

export type PresenceState = Presence['state'];

export interface PresencesOptions {
  clock: Clock;
  isConnected: () => boolean;
  /** Returns how many users one connection may watch. */
  most: () => number;
  /** Replaces the watched users of this connection. Resolves to their presence; rejects with a ParleyError. */
  watch: (request: WatchRequest) => Promise<PresenceList>;
  /** Sets the user's own presence. Rejects with a ParleyError. */
  set: (request: PresenceRequest) => Promise<Presence>;
}

// Rows come and go while the user scrolls. The watched users are sent when nothing has changed for this long.
const SETTLED_MS = 100;

export class Presences {
  /** By user id, as the server last said. */
  readonly states = new Observable<ReadonlyMap<string, Presence>>(new Map());
  readonly #options: PresencesOptions;
  readonly #shown = new Viewers();
  // The watched users that were sent last.
  #said = '';
  #isAway = false;
  #cancelWatch: (() => void) | undefined;

  constructor(options: PresencesOptions) {
    this.#options = options;
  }

  /** Watches a user. Returns a function that ends the watch. */
  watch(user: string): () => void {
    const end = this.#shown.add(user);
    this.#watchSoon();
    return () => {
      end();
      this.#watchSoon();
    };
  }

  /** Sets the presence of the user. Rejects with a ParleyError. */
  async set(state: PresenceRequest['state']): Promise<void> {
    this.#isAway = state === 'away';
    this.hear(await this.#options.set({ state }));
  }

  /** Sends the watched users again, and whether this device is away: a new connection knows neither. */
  resume(): void {
    this.#said = '';
    if (this.#isAway) this.set('away').catch(() => undefined);
    this.#watchSoon();
  }

  /** Sends the watched users again: the server shows only users who share a conversation, and that has changed. */
  watchAgain(): void {
    this.#said = '';
    this.#watchSoon();
  }

  /** Takes the presence of users from the server. */
  hear(...heard: readonly Presence[]): void {
    const states = new Map(this.states.get());
    for (const presence of heard) states.set(presence.user, presence);
    this.states.set(states);
  }

  /** Deletes everything except the users who are shown. */
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
