// All who are in a conversation, for who looks at them: summaries name only the first few.
import { applyMember, update } from './store/reduce.ts';
import type { Store } from './store/store.ts';
import type { MemberList, MemberListRequest } from './wire.ts';

interface MembershipOptions {
  store: Store;
  list: (request: MemberListRequest) => Promise<MemberList>;
}

export class Membership {
  readonly #options: MembershipOptions;
  readonly #viewers = new Map<string, number>();
  readonly #loading = new Set<string>();

  constructor(options: MembershipOptions) {
    this.#options = options;
    options.store.subscribe(() => this.#needAll());
  }

  open(conversation: string): () => void {
    this.#viewers.set(conversation, (this.#viewers.get(conversation) ?? 0) + 1);
    this.#need(conversation);
    return () => {
      const left = (this.#viewers.get(conversation) ?? 1) - 1;
      if (left > 0) this.#viewers.set(conversation, left);
      else this.#viewers.delete(conversation);
    };
  }

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
    // Where it fails, the next connection asks again.
    void this.#load(conversation).then(
      () => this.#loading.delete(conversation),
      () => undefined,
    );
  }

  // Who comes or goes meanwhile is heard of by events, whose rows are newer.
  async #load(conversation: string): Promise<void> {
    const { store, list } = this.#options;
    let after: string | undefined;
    do {
      const page: MemberList = await list({ conversation, limit: 100, ...(after !== undefined && { after }) });
      store.change((state) =>
        update(state, conversation, (known) => page.members.reduce((sofar, member) => applyMember(sofar, member, state.me), known)),
      );
      after = page.next;
    } while (after !== undefined);
    store.change((state) => update(state, conversation, (known) => ({ ...known, hasAllMembers: true })));
  }
}
