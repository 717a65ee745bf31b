// Watches what a browser knows about the device: whether it has a network, whether the web page is visible, and whether the
// device has slept. Other platforms know nothing of it, and no function is called there.

export interface Surroundings {
  onOnline: () => void;
  onOffline: () => void;
  /** Called when the web page is visible again, or when the device has woken up. */
  onReturn: () => void;
}

const TICK_MS = 5_000;
const SLEPT_MS = 20_000;

/** Begins to watch. Returns a function that ends the watch. */
export function watchSurroundings({ onOnline, onOffline, onReturn }: Surroundings): () => void {
  if (typeof window === 'undefined' || typeof document === 'undefined') return () => {};
  const onVisible = () => {
    if (document.visibilityState === 'visible') onReturn();
  };
  addEventListener('online', onOnline);
  addEventListener('offline', onOffline);
  document.addEventListener('visibilitychange', onVisible);
  // Timers stop while a device sleeps, so a tick that comes much too late means that the device has slept.
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
