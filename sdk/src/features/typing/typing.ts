// Keeps track of the users who are typing, and sends that the user is typing.
import type { Clock } from '../../base/clock.ts';
import { Observable } from '../../base/observable.ts';
import type { Typing, TypingRequest } from '../../wire.ts';

export interface TypingOptions {
  clock: Clock;
  /** Sends that the user types or has stopped. The answer is not awaited. */
  send: (request: TypingRequest) => void;
}

// Other clients show it for the time that the server sets, six seconds by default. It is repeated well before that.
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

  /** Notes that the user pressed a key, or stopped. Two seconds without a key count as stopped. */
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

  /** Notes that the user has sent the text. The message itself ends the typing for the others, so nothing is sent. */
  forget(conversation: string): void {
    this.#own.get(conversation)?.cancelStop();
    this.#own.delete(conversation);
  }

  /** Takes an event about users who are typing. */
  hear(conversation: string, data: Typing | { users: Typing[] }): void {
    for (const { user, expires_ms } of 'users' in data ? data.users : [data]) this.#note(conversation, user, expires_ms);
  }

  /** Ends the typing of a user, because a message of this user came. */
  end(conversation: string, user: string): void {
    this.#note(conversation, user, 0);
  }

  /** Deletes everything and stops all timers. */
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
