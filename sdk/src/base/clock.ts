// Provides time and random numbers. Code that waits or needs a random number gets a Clock, so that tests can pass their own.

export interface Clock {
  /** Returns the time in milliseconds since 1970. */
  now(): number;
  /** Calls `run` once after `ms` milliseconds. Returns a function that cancels the call. */
  after(ms: number, run: () => void): () => void;
  /** Returns a number from 0 up to, but not including, 1. */
  random(): number;
}

/** The clock of the platform. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
