// Defines a value that can be watched. A change replaces the value and never mutates it, so callers compare values by identity.
export type Listener = () => void;

/** A value that can be read and watched. */
export interface Readable<T> {
  /** Returns the value as it is now. */
  get(): T;
  /** Calls `listener` after every change. Returns a function that ends the subscription. */
  subscribe(listener: Listener): () => void;
}

/** A value that can be read, watched and set. */
export class Observable<T> implements Readable<T> {
  #value: T;
  readonly #listeners = new Set<Listener>();

  constructor(value: T) {
    this.#value = value;
  }

  get = (): T => this.#value;

  /** Replaces the value and calls the listeners before it returns. For an identical value (Object.is) it calls no listener. */
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
