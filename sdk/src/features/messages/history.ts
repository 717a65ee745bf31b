// Loads the part of a conversation's messages that is shown.
import { ParleyError } from '../../base/errors.ts';
import { Observable } from '../../base/observable.ts';
import { Viewers } from '../../base/viewers.ts';
import { closed, opened, pageAsked, pageCame, pageFailed, type PagePosition } from '../../core/store/pages.ts';
import type { Store } from '../../core/store/store.ts';
import type { HistoryRequest, MessageList } from '../../wire.ts';

const PAGE_ITEMS = 50;
type Part = Pick<HistoryRequest, 'before' | 'after' | 'around'>;

interface HistoryOptions {
  store: Store;
  /** Asks for one page. Rejects with a ParleyError. */
  list: (request: HistoryRequest) => Promise<MessageList>;
}

export class History {
  /** Why the last page of a conversation could not be loaded, by conversation. */
  readonly failures = new Observable<ReadonlyMap<string, ParleyError>>(new Map());
  readonly #options: HistoryOptions;
  readonly #viewers = new Viewers();
  readonly #loading = new Map<string, { name: string; done: Promise<boolean> }>();

  constructor(options: HistoryOptions) {
    this.#options = options;
    // A conversation can be shown before it is known, for example by a link that is opened before the first sync.
    options.store.subscribe(() => {
      for (const conversation of this.#viewers.keys()) {
        if (!this.failures.get().has(conversation)) this.#need(conversation);
      }
    });
  }

  /** Loads the messages of a conversation and keeps them loaded. Returns a function that ends this. */
  open(conversation: string): () => void {
    const end = this.#viewers.add(conversation);
    this.#options.store.change((state) => opened(state, conversation));
    this.#need(conversation);
    let isOpen = true;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      end();
      this.#options.store.change((state) => closed(state, conversation));
    };
  }

  /** Loads the messages that are shown and not loaded yet. The engine calls it after each connection. */
  resume(): void {
    for (const conversation of this.#viewers.keys()) this.#need(conversation);
  }

  /** Loads the page before the window. Resolves to false if there is none; rejects with a ParleyError. */
  older(conversation: string): Promise<boolean> {
    return this.#load(conversation, 'older', () => {
      const window = this.#options.store.conversation(conversation)?.window;
      const before = window?.messages[0]?.seq;
      return window?.hasOlder && before !== undefined ? [{ before }, { kind: 'older', before }] : undefined;
    });
  }

  /** Loads the page after the window. Resolves to false if there is none; rejects with a ParleyError. */
  newer(conversation: string): Promise<boolean> {
    return this.#load(conversation, 'newer', () => {
      const window = this.#options.store.conversation(conversation)?.window;
      const after = window?.messages.at(-1)?.seq;
      return window?.hasNewer && after !== undefined ? [{ after }, { kind: 'newer', after }] : undefined;
    });
  }

  /** Moves the window to this message. Resolves to false if the message does not exist; rejects with a ParleyError. */
  async around(conversation: string, seq: number): Promise<boolean> {
    const holds = () => this.#options.store.conversation(conversation)?.window?.messages.some((message) => message.seq === seq) === true;
    if (holds()) return true;
    await this.#load(conversation, `around ${seq}`, () => [{ around: seq }, { kind: 'whole' }]);
    return holds();
  }

  /** Moves the window to the end. Resolves to false if it was there already; rejects with a ParleyError. */
  latest(conversation: string): Promise<boolean> {
    return this.#load(conversation, 'latest', () => {
      const window = this.#options.store.conversation(conversation)?.window;
      return window && !window.hasNewer ? undefined : [{}, { kind: 'whole' }];
    });
  }

  #need(conversation: string): void {
    const known = this.#options.store.conversation(conversation);
    if (known?.viewers === 0) this.#options.store.change((state) => opened(state, conversation));
    if (known && !known.window && !this.#loading.has(conversation)) void this.latest(conversation).catch(() => undefined);
  }

  // Loads one page at a time in each conversation, because a page must continue the page before it. A second call for the page
  // that is being loaded waits for the first one. Resolves to false if nothing had to be loaded.
  #load(conversation: string, name: string, plan: () => [Part, PagePosition] | undefined): Promise<boolean> {
    const before = this.#loading.get(conversation);
    if (before?.name === name) return before.done;
    const run = async () => {
      const planned = plan();
      if (planned) await this.#fetch(conversation, ...planned);
      return planned !== undefined;
    };
    const loading = { name, done: (before?.done ?? Promise.resolve(true)).then(run, run) };
    this.#loading.set(conversation, loading);
    const end = () => {
      if (this.#loading.get(conversation) === loading) this.#loading.delete(conversation);
    };
    loading.done.then(end, end);
    return loading.done;
  }

  async #fetch(conversation: string, part: Part, position: PagePosition): Promise<void> {
    const { store, list } = this.#options;
    store.change((state) => pageAsked(state, conversation));
    try {
      const limit = Math.min(PAGE_ITEMS, store.get().limits.page_items);
      const page = await list({ conversation, limit, ...part });
      store.change((state) => pageCame(state, conversation, position, page));
      this.#noteFailure(conversation, undefined);
    } catch (fault) {
      store.change((state) => pageFailed(state, conversation));
      const error = ParleyError.of(fault);
      this.#noteFailure(conversation, error);
      throw error;
    }
  }

  #noteFailure(conversation: string, error: ParleyError | undefined): void {
    const failures = this.failures.get();
    if (failures.get(conversation) === error) return;
    const changed = new Map(failures);
    if (error) changed.set(conversation, error);
    else changed.delete(conversation);
    this.failures.set(changed);
  }
}
