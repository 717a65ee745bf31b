// Watches what a browser knows about the network and the person in front of it: whether there is a network, whether the
// page is visible, and whether the machine slept. On other platforms nothing is known, and no function is called.

export interface Surroundings {
  onOnline: () => void;
  onOffline: () => void;
  /** The page is visible again, or the machine woke up. */
  onReturn: () => void;
}

const TICK_MS = 5_000;
const SLEPT_MS = 20_000;

/** Begins to watch. Returns a function that ends it. */
export function watchSurroundings({ onOnline, onOffline, onReturn }: Surroundings): () => void {
  if (typeof window === 'undefined' || typeof document === 'undefined') return () => {};
  const onVisible = () => {
    if (document.visibilityState === 'visible') onReturn();
  };
  addEventListener('online', onOnline);
  addEventListener('offline', onOffline);
  document.addEventListener('visibilitychange', onVisible);
  // Timers stop while a machine sleeps, so a tick that comes much too late means that it slept.
  let last = Date.now();
  const ticking = setInterval(() => {
    const now = Date.now();
    if (now - last > SLEPT_MS) onReturn();
    last = now;
  }, TICK_MS);
  return () => {
    removeEventListener('online', onOnline);
    removeEventListener('offline', onOffline);
    document.removeEventListener('visibilitychange', onVisible);
    clearInterval(ticking);
  };
}
