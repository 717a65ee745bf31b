// Time and chance, passed in so that tests can have their own.
export interface Clock {
  now(): number;
  // Gives the function that cancels.
  after(ms: number, run: () => void): () => void;
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
