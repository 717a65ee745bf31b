// Saves the state, so that it survives a reload. The user can then read the conversations before there is a connection, and
// the next hello brings only what is new. A conversation and the rev up to which events are applied to it are saved as one
// value, so they cannot disagree.
import type { Clock } from '../../base/clock.ts';
import type { Storage } from '../../base/storage.ts';
import { conversationState, emptyState, type ConversationState, type State, type Summary } from './state.ts';
import type { Store } from './store.ts';
import { KEPT_MESSAGES, keepNewest, type Window } from './window.ts';

// The first change is saved at once. While changes follow each other, they are saved together this often.
const SAVE_EVERY_MS = 500;
const HEAD = 'state';
const PREFIX = 'conversation/';

type Head = Pick<State, 'me' | 'epoch' | 'userRev' | 'blocks' | 'invitations' | 'isComplete'>;
// The part of a conversation that is saved.
interface SavedConversation {
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
  // The time of the last save, in milliseconds since 1970.
  #savedAt = 0;
  #end = () => {};
  #saving: Promise<void> = Promise.resolve();

  constructor(options: PersistenceOptions) {
    this.#options = options;
  }

  /** Puts the saved state of this user into the store, or an empty one, and saves every change from now on. Never rejects. */
  async start(me: string): Promise<void> {
    const { store, storage } = this.#options;
    const saved = await load(storage, me).catch(() => undefined);
    store.set(saved ?? emptyState(me));
    this.#saved = saved;
    this.#end = store.subscribe(() => this.#saveSoon());
    if (typeof document !== 'undefined') document.addEventListener('visibilitychange', this.#onHidden);
  }

  /** Ends the saving. When it resolves, nothing more is written. */
  async stop(): Promise<void> {
    this.#end();
    this.#cancelSave?.();
    this.#cancelSave = undefined;
    if (typeof document !== 'undefined') document.removeEventListener('visibilitychange', this.#onHidden);
    await this.#saving;
  }

  /** Saves what is not saved yet. Never rejects: if the storage fails, the next visit loads more from the server. */
  save(): Promise<void> {
    const { store, clock } = this.#options;
    this.#cancelSave?.();
    this.#cancelSave = undefined;
    this.#savedAt = clock.now();
    this.#saving = this.#saving.then(() => this.#write(store.get())).catch(() => undefined);
    return this.#saving;
  }

  // The browser may close a hidden page without an event.
  readonly #onHidden = () => {
    if (document.visibilityState === 'hidden' && this.#cancelSave) void this.save();
  };

  #saveSoon(): void {
    const { clock } = this.#options;
    const since = clock.now() - this.#savedAt;
    // The device's clock can be set back, so `since` may be negative.
    const wait = since >= 0 && since < SAVE_EVERY_MS ? SAVE_EVERY_MS - since : 0;
    this.#cancelSave ??= clock.after(wait, () => void this.save());
  }

  async #write(state: State): Promise<void> {
    const { storage } = this.#options;
    const before = this.#saved;
    const work: Promise<void>[] = [];
    for (const [id, conversation] of state.conversations) {
      if (before?.conversations.get(id) !== conversation) work.push(storage.set(PREFIX + id, toSave(conversation)));
    }
    for (const id of before?.conversations.keys() ?? []) {
      if (!state.conversations.has(id)) work.push(storage.delete(PREFIX + id));
    }
    await Promise.all(work);
    const { me, epoch, userRev, blocks, invitations, isComplete } = state;
    await storage.set(HEAD, { me, epoch, userRev, blocks, invitations, isComplete } satisfies Head);
    this.#saved = state;
  }
}

function toSave({ summary, rev, window }: ConversationState): SavedConversation {
  const isAtEnd = window !== undefined && !window.hasNewer;
  return { summary, rev, ...(isAtEnd && { window: keepNewest(window, KEPT_MESSAGES) }) };
}

async function load(storage: Storage, me: string): Promise<State | undefined> {
  const head = (await storage.get(HEAD)) as Head | undefined;
  if (head?.me !== me) return undefined;
  const entries = (await storage.list(PREFIX)) as [string, SavedConversation][];
  const conversations = new Map(
    entries.map(([key, { summary, rev, window }]) => [key.slice(PREFIX.length), { ...conversationState(summary), rev, window }]),
  );
  return { ...emptyState(me), ...head, conversations };
}
