// Runs one piece of work at a time among all tabs of one origin, by Web Locks (W3C). If the platform has no Web Locks, it does
// so among the callers of this program.
const chains = new Map<string, Promise<unknown>>();

/** Runs `work` when no other work of this name is running. Resolves or rejects as `work` does. */
export async function exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (typeof navigator !== 'undefined' && 'locks' in navigator) {
    return navigator.locks.request(name, work) as Promise<T>;
  }
  const before = chains.get(name) ?? Promise.resolve();
  const mine = before.then(work, work);
  chains.set(
    name,
    mine.catch(() => undefined),
  );
  return mine;
}
