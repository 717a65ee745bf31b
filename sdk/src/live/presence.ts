// Who is there. Those who are shown are watched; the watch of a connection ends with it, and the next one is told anew.
import type { Clock } from '../clock.ts';
import { Observable } from '../observable.ts';
import type { Presence, PresenceList, PresenceRequest, WatchRequest } from '../wire.ts';

export interface PresencesOptions {
  clock: Clock;
  isConnected: () => boolean;
  watch: (request: WatchRequest) => Promise<PresenceList>;
  set: (request: PresenceRequest) => Promise<Presence>;
}

// Rows come and go while somebody scrolls: what is shown is said once it has settled.
const SETTLED_MS = 100;
const USERS_MOST = 500;

export class Presences {
  readonly states = new Observable<ReadonlyMap<string, Presence>>(new Map());
  readonly #options: PresencesOptions;
  readonly #shown = new Map<string, number>();
  #said = '';
  #isAway = false;
  #cancelWatch: (() => void) | undefined;

  constructor(options: PresencesOptions) {
    this.#options = options;
  }

  // Gives the function that ends it.
  watch(users: readonly string[]): () => void {
    for (const user of users) this.#count(user, 1);
    this.#watchSoon();
    let isShown = true;
    return () => {
      if (!isShown) return;
      isShown = false;
      for (const user of users) this.#count(user, -1);
      this.#watchSoon();
    };
  }

  // How this user is: away on this device only, which a new connection has to be told.
  async set(state: PresenceRequest['state']): Promise<void> {
    this.#isAway = state === 'away';
    this.hear(await this.#options.set({ state }));
  }

  resume(): void {
    this.#said = '';
    if (this.#isAway) this.set('away').catch(() => undefined);
    this.#watchSoon();
  }

  hear(...heard: readonly Presence[]): void {
    const states = new Map(this.states.get());
    for (const presence of heard) states.set(presence.user, presence);
    this.states.set(states);
  }

  clear(): void {
    this.#said = '';
    this.#isAway = false;
    this.states.set(new Map());
  }

  #count(user: string, step: number): void {
    const count = (this.#shown.get(user) ?? 0) + step;
    if (count > 0) this.#shown.set(user, count);
    else this.#shown.delete(user);
  }

  #watchSoon(): void {
    this.#cancelWatch ??= this.#options.clock.after(SETTLED_MS, () => {
      this.#cancelWatch = undefined;
      this.#watchNow();
    });
  }

  #watchNow(): void {
    const users = [...this.#shown.keys()].slice(-USERS_MOST).sort();
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
