// Keeps track of who types where, and tells the others that the user types.
import type { Clock } from '../../base/clock.ts';
import { Observable } from '../../base/observable.ts';
import type { Typing, TypingRequest } from '../../wire.ts';

export interface TypingOptions {
  clock: Clock;
  /** Tells the server. What it answers is of no interest. */
  send: (request: TypingRequest) => void;
}

// Others show it for as long as the server says, six seconds at present. It is repeated well before that.
const REPEAT_MS = 3_000;
const QUIET_MS = 2_000;

interface Own {
  saidAt: number;
  cancelStop: () => void;
}

export class TypingSignals {
  /** User ids by conversation, in the order in which they began to type. */
  readonly typists = new Observable<ReadonlyMap<string, readonly string[]>>(new Map());
  readonly #options: TypingOptions;
  // Holds the conversations in which the user types.
  readonly #own = new Map<string, Own>();
  readonly #expiries = new Map<string, () => void>();

  constructor(options: TypingOptions) {
    this.#options = options;
  }

  /** The user pressed a key, or stopped. Two seconds without a key count as stopped. */
  set(conversation: string, isActive: boolean): void {
    const { clock, send } = this.#options;
    const own = this.#own.get(conversation);
    own?.cancelStop();
    if (!isActive) {
      this.#own.delete(conversation);
      if (own) send({ conversation, active: false });
      return;
    }
    const isDue = !own || clock.now() - own.saidAt >= REPEAT_MS;
    if (isDue) send({ conversation, active: true });
    this.#own.set(conversation, {
      saidAt: isDue ? clock.now() : own.saidAt,
      cancelStop: clock.after(QUIET_MS, () => this.set(conversation, false)),
    });
  }

  /** The user has sent what was typed. The message itself tells the others, so the server is told nothing. */
  forget(conversation: string): void {
    this.#own.get(conversation)?.cancelStop();
    this.#own.delete(conversation);
  }

  /** The server says who types. */
  hear(conversation: string, data: Typing | { users: Typing[] }): void {
    for (const { user, expires_ms } of 'users' in data ? data.users : [data]) this.#note(conversation, user, expires_ms);
  }

  /** A user types no more, because a message came. */
  end(conversation: string, user: string): void {
    this.#note(conversation, user, 0);
  }

  /** Forgets everything and stops all timers. */
  clear(): void {
    for (const cancel of this.#expiries.values()) cancel();
    for (const { cancelStop } of this.#own.values()) cancelStop();
    this.#expiries.clear();
    this.#own.clear();
    this.typists.set(new Map());
  }

  #note(conversation: string, user: string, expiresMs: number): void {
    const key = `${conversation}/${user}`;
    this.#expiries.get(key)?.();
    this.#expiries.delete(key);
    if (expiresMs > 0) this.#expiries.set(key, this.#options.clock.after(expiresMs, () => this.end(conversation, user)));
    const before = this.typists.get();
    const users = before.get(conversation) ?? [];
    if (users.includes(user) === expiresMs > 0) return;
    const changed = new Map(before).set(conversation, expiresMs > 0 ? [...users, user] : users.filter((one) => one !== user));
    this.typists.set(changed);
  }
}
