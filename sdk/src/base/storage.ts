// Stores what survives a reload: the outbox, the session, and the last conversations.

/** The place where a client stores its data. Pass your own one to createClient, for example over AsyncStorage. */
export interface Storage {
  /** Resolves to the value of `key`, or to undefined. */
  get(key: string): Promise<unknown>;
  /** Stores a copy of `value`, which can be any value that structuredClone accepts. */
  set(key: string, value: unknown): Promise<void>;
  /** Deletes `key`. A missing key is no error. */
  delete(key: string): Promise<void>;
  /** Resolves to the entries whose keys begin with `prefix`, ascending by key. */
  list(prefix: string): Promise<[string, unknown][]>;
  /** Deletes everything. */
  clear(): Promise<void>;
}

/** Returns a storage that lives as long as the program. It never fails. */
export function memoryStorage(): Storage {
  const values = new Map<string, unknown>();
  return {
    get: async (key) => values.get(key),
    set: async (key, value) => void values.set(key, structuredClone(value)),
    delete: async (key) => void values.delete(key),
    list: async (prefix) => [...values].filter(([key]) => key.startsWith(prefix)).sort(([one], [other]) => (one < other ? -1 : 1)),
    clear: async () => values.clear(),
  };
}

const STORE = 'values';

/**
 * Returns a storage in the browser's database `name` (W3C Indexed Database API 3.0). Every function rejects if the browser refuses
 * the database, for example in a private window.
 */
export function indexedDbStorage(name: string): Storage {
  let opened: Promise<IDBDatabase> | undefined;
  const open = () =>
    (opened ??= new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('IndexedDB refuses.'));
    }));
  // `work` issues its requests and returns a function that reads their results once the transaction is complete.
  async function run<T>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => () => T): Promise<T> {
    const transaction = (await open()).transaction(STORE, mode);
    const result = work(transaction.objectStore(STORE));
    return new Promise<T>((resolve, reject) => {
      transaction.oncomplete = () => resolve(result());
      transaction.onabort = () => reject(transaction.error ?? new Error('The transaction was aborted.'));
    });
  }
  const write = (work: (store: IDBObjectStore) => void) =>
    run('readwrite', (store) => {
      work(store);
      // Without commit() the browser waits for this page before it writes, and loses the value if the page is left meanwhile.
      store.transaction.commit();
      return () => {};
    });
  return {
    get: (key) =>
      run<unknown>('readonly', (store) => {
        const request = store.get(key);
        return () => request.result as unknown;
      }),
    set: (key, value) => write((store) => store.put(value, key)),
    delete: (key) => write((store) => store.delete(key)),
    clear: () => write((store) => store.clear()),
    list: (prefix) =>
      run<[string, unknown][]>('readonly', (store) => {
        const range = IDBKeyRange.bound(prefix, prefix + '\uffff');
        const keys = store.getAllKeys(range);
        const values = store.getAll(range) as IDBRequest<unknown[]>;
        return () => keys.result.map((key, index) => [key as string, values.result[index]]);
      }),
  };
}

/** Returns a storage in IndexedDB if the platform has one that works, else one in memory. */
export function defaultStorage(name: string): Storage {
  if (typeof indexedDB === 'undefined') return memoryStorage();
  const lasting = indexedDbStorage(name);
  const fallback = memoryStorage();
  let chosen: Promise<Storage> | undefined;
  const choose = () =>
    (chosen ??= lasting.get('probe').then(
      () => lasting,
      () => fallback,
    ));
  return {
    get: async (key) => (await choose()).get(key),
    set: async (key, value) => (await choose()).set(key, value),
    delete: async (key) => (await choose()).delete(key),
    list: async (prefix) => (await choose()).list(prefix),
    clear: async () => (await choose()).clear(),
  };
}
