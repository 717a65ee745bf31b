import type { Clock } from '../../src/base/clock.ts';

// A clock whose time passes when a test says so.
export class ManualClock implements Clock {
  #now = Date.parse('2026-01-01T00:00:00Z');
  #timers: { at: number; run: () => void }[] = [];
  readonly random = () => 0.5;

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer);
    };
  }

  // Lets `ms` pass. Timers run at their time and in their order, and so do timers that they start.
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const next = this.#timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
      if (!next) break;
      this.#now = next.at;
      this.#timers = this.#timers.filter((one) => one !== next);
      next.run();
    }
    this.#now = end;
  }
}

// Resolves after all code that only waited for resolved promises has run.
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
