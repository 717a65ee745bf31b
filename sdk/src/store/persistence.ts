// Keeps the state where it survives a reload, so that the conversations can be read before there is a connection, and the
// next one only has to bring what is new. A conversation and how far it has come are one value: they cannot disagree.
import type { Clock } from '../clock.ts';
import type { Storage } from '../storage.ts';
import { conversationState, emptyState, type ConversationState, type State, type Summary } from './state.ts';
import type { Store } from './store.ts';
import { KEPT_MESSAGES, keepNewest, type Window } from './window.ts';

const SAVE_MS = 500;
const HEAD = 'state';
const PREFIX = 'conversation/';

type Head = Pick<State, 'me' | 'epoch' | 'userRev' | 'blocks' | 'isComplete'>;
interface Kept {
  summary: Summary;
  rev: number;
  window?: Window;
}

interface PersistenceOptions {
  store: Store;
  storage: Storage;
  clock: Clock;
}

export class Persistence {
  readonly #options: PersistenceOptions;
  #saved: State | undefined;
  #cancelSave: (() => void) | undefined;
  #end = () => {};
  #saving: Promise<void> = Promise.resolve();

  constructor(options: PersistenceOptions) {
    this.#options = options;
  }

  // What was kept of this user, if anything; from then on what changes is saved.
  async start(me: string): Promise<void> {
    const { store, storage } = this.#options;
    const kept = await load(storage, me).catch(() => undefined);
    store.set(kept ?? emptyState(me));
    this.#saved = kept;
    this.#end = store.subscribe(() => this.#saveSoon());
    if (typeof document !== 'undefined') document.addEventListener('visibilitychange', this.#onHidden);
  }

  // Nothing more is written once this is through.
  async stop(): Promise<void> {
    this.#end();
    this.#cancelSave?.();
    this.#cancelSave = undefined;
    if (typeof document !== 'undefined') document.removeEventListener('visibilitychange', this.#onHidden);
    await this.#saving;
  }

  save(): Promise<void> {
    const { store } = this.#options;
    this.#cancelSave?.();
    this.#cancelSave = undefined;
    this.#saving = this.#saving.then(() => this.#write(store.get())).catch(() => undefined); // then the next visit loads more
    return this.#saving;
  }

  // A page that is hidden may never come back.
  readonly #onHidden = () => {
    if (document.visibilityState === 'hidden' && this.#cancelSave) void this.save();
  };

  #saveSoon(): void {
    this.#cancelSave ??= this.#options.clock.after(SAVE_MS, () => void this.save());
  }

  async #write(state: State): Promise<void> {
    const { storage } = this.#options;
    const before = this.#saved;
    const work: Promise<void>[] = [];
    for (const [id, conversation] of state.conversations) {
      if (before?.conversations.get(id) !== conversation) work.push(storage.set(PREFIX + id, keep(conversation)));
    }
    for (const id of before?.conversations.keys() ?? []) {
      if (!state.conversations.has(id)) work.push(storage.delete(PREFIX + id));
    }
    await Promise.all(work);
    const { me, epoch, userRev, blocks, isComplete } = state;
    await storage.set(HEAD, { me, epoch, userRev, blocks, isComplete } satisfies Head);
    this.#saved = state;
  }
}

function keep({ summary, rev, window }: ConversationState): Kept {
  const isAtEnd = window !== undefined && !window.hasNewer;
  return { summary, rev, ...(isAtEnd && { window: keepNewest(window, KEPT_MESSAGES) }) };
}

async function load(storage: Storage, me: string): Promise<State | undefined> {
  const head = (await storage.get(HEAD)) as Head | undefined;
  if (head?.me !== me) return undefined;
  const kept = (await storage.list(PREFIX)) as [string, Kept][];
  const conversations = new Map(
    kept.map(([key, { summary, rev, window }]) => [key.slice(PREFIX.length), { ...conversationState(summary), rev, window }]),
  );
  return { ...head, conversations };
}
