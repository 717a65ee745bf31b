// A value that can be watched. What get() gives is replaced, never changed, so that it can be compared by identity.
export type Listener = () => void;

export interface Readable<T> {
  get(): T;
  // Gives the function that ends the subscription.
  subscribe(listener: Listener): () => void;
}

export class Observable<T> implements Readable<T> {
  #value: T;
  readonly #listeners = new Set<Listener>();

  constructor(value: T) {
    this.#value = value;
  }

  get = (): T => this.#value;

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }

  subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

// A value worked out from another one, and only when that has changed.
export function derived<S, T>(source: Readable<S>, select: (value: S) => T): Readable<T> {
  let from: S;
  let value: T;
  let isKnown = false;
  const get = () => {
    const now = source.get();
    if (isKnown && Object.is(now, from)) return value;
    from = now;
    value = select(now);
    isKnown = true;
    return value;
  };
  return {
    get,
    subscribe(listener) {
      let last = get();
      return source.subscribe(() => {
        const now = get();
        if (Object.is(now, last)) return;
        last = now;
        listener();
      });
    },
  };
}
