// Loads all members of the conversations whose members are shown: a summary names only the first few.
import { Viewers } from '../../base/viewers.ts';
import { pagesOf } from '../../core/paging.ts';
import { applyMember } from '../../core/store/conversation.ts';
import { update } from '../../core/store/reduce.ts';
import type { Store } from '../../core/store/store.ts';
import type { MemberList, MemberListRequest } from '../../wire.ts';

interface MembershipOptions {
  store: Store;
  /** Asks for one page. Rejects with a ParleyError. */
  list: (request: MemberListRequest) => Promise<MemberList>;
}

export class Membership {
  readonly #options: MembershipOptions;
  readonly #viewers = new Viewers();
  readonly #loading = new Set<string>();

  constructor(options: MembershipOptions) {
    this.#options = options;
    options.store.subscribe(() => this.#needAll());
  }

  /** Loads the members of a conversation, again whenever they become unknown. Returns a function that ends this. */
  open(conversation: string): () => void {
    const end = this.#viewers.add(conversation);
    this.#need(conversation);
    return end;
  }

  /** Asks again for everything that failed. The engine calls it after each connection. */
  resume(): void {
    this.#loading.clear();
    this.#needAll();
  }

  #needAll(): void {
    for (const conversation of this.#viewers.keys()) this.#need(conversation);
  }

  #need(conversation: string): void {
    const known = this.#options.store.conversation(conversation);
    if (!known || known.hasAllMembers || this.#loading.has(conversation)) return;
    this.#loading.add(conversation);
    // After a failure it counts as being loaded until resume() asks again.
    void this.#load(conversation).then(
      () => this.#loading.delete(conversation),
      () => undefined,
    );
  }

  // Members who join or leave meanwhile come as events. Their rows have a higher rev than the rows of the pages.
  async #load(conversation: string): Promise<void> {
    const { store, list } = this.#options;
    for await (const page of pagesOf((more) => list({ conversation, limit: store.get().limits.page_items, ...more }))) {
      store.change((state) =>
        update(state, conversation, (known) => page.members.reduce((sofar, member) => applyMember(sofar, member, state), known)),
      );
    }
    store.change((state) => update(state, conversation, (known) => ({ ...known, hasAllMembers: true })));
  }
}
