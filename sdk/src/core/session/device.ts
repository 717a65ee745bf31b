// Decides what stays on this device. A user may sign in without keeping anything, and the operator of a server may forbid
// keeping for everybody. Then only what continues the session is stored. After a sign-out nothing is written until the next user
// signs in, so a write that was under way leaves nothing behind.
import { Observable } from '../../base/observable.ts';
import type { Storage } from '../../base/storage.ts';

/** The refresh token, a sign-out of which the server has not heard yet, and that nothing is kept. */
const NOTHING_KEPT = 'keeps_nothing';
const SESSION_KEYS: ReadonlySet<string> = new Set(['refresh_token', 'left', NOTHING_KEPT]);

export class DeviceStorage implements Storage {
  /** Whether messages and everything else that is private are kept. */
  readonly keeps = new Observable(true);
  readonly #storage: Storage;
  #isOpen = false;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** Reads what the user of the earlier visit chose. Rejects if the storage does. */
  async load(): Promise<void> {
    this.keeps.set((await this.#storage.get(NOTHING_KEPT)) !== true);
  }

  /** Permits writing for the user who is signed in now. */
  open(keeps = this.keeps.get()): void {
    this.#isOpen = true;
    this.keeps.set(keeps);
  }

  /** Refuses all writes about the user who was signed in. */
  shut(): void {
    this.#isOpen = false;
    this.keeps.set(true);
  }

  /** Stores whether anything is kept from now on. If not, it deletes what was kept until now. Rejects if the storage does. */
  async choose(keeps: boolean): Promise<void> {
    this.keeps.set(keeps);
    if (keeps) await this.#storage.delete(NOTHING_KEPT);
    else await Promise.all([this.#storage.set(NOTHING_KEPT, true), this.forget()]);
  }

  /** Deletes everything but what continues the session. Rejects if the storage does. */
  async forget(): Promise<void> {
    const entries = await this.#storage.list('');
    const own = entries.map(([key]) => key).filter((key) => !SESSION_KEYS.has(key));
    await Promise.all(own.map((key) => this.#storage.delete(key)));
  }

  get(key: string): Promise<unknown> {
    return this.#storage.get(key);
  }

  async set(key: string, value: unknown): Promise<void> {
    if (SESSION_KEYS.has(key) || (this.#isOpen && this.keeps.get())) await this.#storage.set(key, value);
  }

  delete(key: string): Promise<void> {
    return this.#storage.delete(key);
  }

  list(prefix: string): Promise<[string, unknown][]> {
    return this.#storage.list(prefix);
  }

  clear(): Promise<void> {
    return this.#storage.clear();
  }
}
