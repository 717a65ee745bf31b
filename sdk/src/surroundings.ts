// What a browser knows of the network and of the person in front of it: whether there is a network, whether the page is
// looked at, and whether the machine has slept. Elsewhere nothing is known and nothing is said.
export interface Surroundings {
  onOnline: () => void;
  onOffline: () => void;
  // The page is visible again, or the machine has woken up.
  onReturn: () => void;
}

const TICK_MS = 5_000;
const SLEPT_MS = 20_000;

// Gives the function that ends the watch.
export function watchSurroundings({ onOnline, onOffline, onReturn }: Surroundings): () => void {
  if (typeof window === 'undefined' || typeof document === 'undefined') return () => {};
  const onVisible = () => {
    if (document.visibilityState === 'visible') onReturn();
  };
  addEventListener('online', onOnline);
  addEventListener('offline', onOffline);
  document.addEventListener('visibilitychange', onVisible);
  // Timers stand still while a machine sleeps: one that comes much too late says so.
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
