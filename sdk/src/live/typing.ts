// Who is writing where, and telling the others that somebody here is.
import type { Clock } from '../clock.ts';
import { Observable } from '../observable.ts';
import type { Typing, TypingRequest } from '../wire.ts';

export interface TypingOptions {
  clock: Clock;
  send: (request: TypingRequest) => void;
}

// Others see it for six seconds, so that a lost stop cannot stick: it is said again before then.
const REPEAT_MS = 3_000;
const QUIET_MS = 2_000;

interface Own {
  saidAt: number;
  cancelStop: () => void;
}

export class TypingSignals {
  /** By conversation, in the order in which they began. */
  readonly typists = new Observable<ReadonlyMap<string, readonly string[]>>(new Map());
  readonly #options: TypingOptions;
  readonly #own = new Map<string, Own>();
  readonly #expiries = new Map<string, () => void>();

  constructor(options: TypingOptions) {
    this.#options = options;
  }

  // To be called at every keystroke. Two seconds without one mean that it has stopped.
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

  // What was being written has been sent: everybody sees that.
  forget(conversation: string): void {
    this.#own.get(conversation)?.cancelStop();
    this.#own.delete(conversation);
  }

  hear(conversation: string, data: Typing | { users: Typing[] }): void {
    for (const { user, expires_ms } of 'users' in data ? data.users : [data]) this.#note(conversation, user, expires_ms);
  }

  // Who has said something is not writing any more.
  end(conversation: string, user: string): void {
    this.#note(conversation, user, 0);
  }

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
