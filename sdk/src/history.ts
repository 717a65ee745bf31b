// Loads the part of a conversation's messages that somebody looks at.
import { ParleyError } from './errors.ts';
import { Observable } from './observable.ts';
import { closed, opened, pageAsked, pageCame, pageFailed, type Place } from './store/pages.ts';
import type { Store } from './store/store.ts';
import type { HistoryRequest, MessageList } from './wire.ts';

const PAGE = 50;
type Part = Pick<HistoryRequest, 'before' | 'after' | 'around'>;

interface HistoryOptions {
  store: Store;
  list: (request: HistoryRequest) => Promise<MessageList>;
}

export class History {
  /** Conversations whose messages could not be loaded, and why. */
  readonly failures = new Observable<ReadonlyMap<string, ParleyError>>(new Map());
  readonly #options: HistoryOptions;
  readonly #viewers = new Map<string, number>();
  readonly #loading = new Map<string, { name: string; done: Promise<boolean> }>();

  constructor(options: HistoryOptions) {
    this.#options = options;
    // What is looked at may become known only later, by a link that is followed before the first sync say.
    options.store.subscribe(() => {
      for (const conversation of this.#viewers.keys()) {
        if (!this.failures.get().has(conversation)) this.#need(conversation);
      }
    });
  }

  // Somebody looks; gives the function that says that they have stopped.
  open(conversation: string): () => void {
    this.#viewers.set(conversation, (this.#viewers.get(conversation) ?? 0) + 1);
    this.#options.store.change((state) => opened(state, conversation));
    this.#need(conversation);
    let isOpen = true;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      const left = (this.#viewers.get(conversation) ?? 1) - 1;
      if (left > 0) this.#viewers.set(conversation, left);
      else this.#viewers.delete(conversation);
      this.#options.store.change((state) => closed(state, conversation));
    };
  }

  // The connection is there (again): what is looked at and not at hand is loaded.
  resume(): void {
    for (const conversation of this.#viewers.keys()) this.#need(conversation);
  }

  older(conversation: string): Promise<boolean> {
    return this.#load(conversation, 'older', () => {
      const window = this.#options.store.conversation(conversation)?.window;
      const before = window?.messages[0]?.seq;
      return window?.hasOlder && before !== undefined ? [{ before }, { kind: 'older', before }] : undefined;
    });
  }

  newer(conversation: string): Promise<boolean> {
    return this.#load(conversation, 'newer', () => {
      const window = this.#options.store.conversation(conversation)?.window;
      const after = window?.messages.at(-1)?.seq;
      return window?.hasNewer && after !== undefined ? [{ after }, { kind: 'newer', after }] : undefined;
    });
  }

  // The window moves to where this message stands. False where the message is not to be had.
  async around(conversation: string, seq: number): Promise<boolean> {
    const holds = () => this.#options.store.conversation(conversation)?.window?.messages.some((message) => message.seq === seq) === true;
    if (holds()) return true;
    await this.#load(conversation, `around ${seq}`, () => [{ around: seq }, { kind: 'whole' }]);
    return holds();
  }

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

  // One at a time in each conversation, because each has to fit to what the one before has brought; what is wanted already
  // is not asked for twice. Gives whether anything had to be loaded.
  #load(conversation: string, name: string, plan: () => [Part, Place] | undefined): Promise<boolean> {
    const before = this.#loading.get(conversation);
    if (before?.name === name) return before.done;
    const run = async () => {
      const planned = plan();
      if (planned) await this.#fetch({ conversation, limit: PAGE, ...planned[0] }, planned[1]);
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

  async #fetch(request: HistoryRequest, place: Place): Promise<void> {
    const { store, list } = this.#options;
    const { conversation } = request;
    store.change((state) => pageAsked(state, conversation));
    try {
      const page = await list(request);
      store.change((state) => pageCame(state, conversation, place, page));
      this.#note(conversation, undefined);
    } catch (fault) {
      store.change((state) => pageFailed(state, conversation));
      const error = ParleyError.of(fault);
      this.#note(conversation, error);
      throw error;
    }
  }

  #note(conversation: string, error: ParleyError | undefined): void {
    const failures = this.failures.get();
    if (failures.get(conversation) === error) return;
    const changed = new Map(failures);
    if (error) changed.set(conversation, error);
    else changed.delete(conversation);
    this.failures.set(changed);
  }
}
