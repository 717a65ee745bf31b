// Counts how many parts of a program show a thing. The thing is loaded and kept up to date while at least one shows it.
export class Viewers {
  readonly #counts = new Map<string, number>();

  /** Adds a viewer of `key`. Returns a function that removes the viewer; a second call of it does nothing. */
  add(key: string): () => void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    let isCounted = true;
    return () => {
      if (!isCounted) return;
      isCounted = false;
      const left = (this.#counts.get(key) ?? 1) - 1;
      if (left > 0) this.#counts.set(key, left);
      else this.#counts.delete(key);
    };
  }

  /** Returns the keys that have a viewer; the one that got its first viewer last comes last. */
  keys(): IterableIterator<string> {
    return this.#counts.keys();
  }
}
