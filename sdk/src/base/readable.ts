// Creates readables from other readables.
import type { Readable } from './observable.ts';

/** Returns a function that calls `work` and remembers the last call: identical inputs give the identical result. */
export function memoized<I extends readonly unknown[], T>(work: (...inputs: I) => T): (...inputs: I) => T {
  let last: I | undefined;
  let value: T;
  return (...inputs) => {
    if (last?.every((input, index) => Object.is(input, inputs[index])) !== true) {
      value = work(...inputs);
      last = inputs;
    }
    return value;
  };
}

/** Returns a function that answers with the previous list when the new one has the same elements in the same order. */
export function sameElements<T>(): (list: readonly T[]) => readonly T[] {
  let last: readonly T[] = [];
  return (list) => {
    if (list.length !== last.length || list.some((one, index) => one !== last[index])) last = list;
    return last;
  };
}

/**
 * Returns a readable whose value `get` computes from `sources`. It calls its listeners only if the result is not identical to
 * the last one.
 */
export function combined<T>(sources: readonly Readable<unknown>[], get: () => T): Readable<T> {
  return {
    get,
    subscribe(listener) {
      let last = get();
      const look = () => {
        const now = get();
        if (Object.is(now, last)) return;
        last = now;
        listener();
      };
      const ends = sources.map((source) => source.subscribe(look));
      return () => ends.forEach((end) => end());
    },
  };
}

/** Returns a readable like `readable`. Each subscription calls `open`, and its end calls the function that `open` returned. */
export function whileWatched<T>(readable: Readable<T>, open: () => () => void): Readable<T> {
  return {
    get: () => readable.get(),
    subscribe(listener) {
      const end = readable.subscribe(listener);
      const close = open();
      return () => {
        end();
        close();
      };
    },
  };
}

/** Returns a function that calls `make` once for each key: a second call with the same key returns the same readable. */
export function perKey<T>(make: (key: string) => Readable<T>): (key: string) => Readable<T> {
  const made = new Map<string, Readable<T>>();
  return (key) => {
    const readable = made.get(key) ?? make(key);
    made.set(key, readable);
    return readable;
  };
}
