// What somebody has begun to write, one text a conversation, kept in this browser across reloads. A draft that cannot be
// stored (private windows, a full disk) still lives as long as the page.
export interface Draft {
  text: string;
}

const prefix = 'parley.draft.';

export class Drafts {
  private readonly kept = new Map<string, Draft>();
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly account: string,
    private readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
  ) {}

  // For React's useSyncExternalStore: a draft is the same object until it is written again.
  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  read(conversation: string): Draft {
    const kept = this.kept.get(conversation) ?? this.load(conversation);
    this.kept.set(conversation, kept);
    return kept;
  }

  write(conversation: string, draft: Draft): void {
    this.kept.set(conversation, draft);
    for (const listener of this.listeners) listener();
    try {
      if (draft.text === '') this.storage.removeItem(this.keyOf(conversation));
      else this.storage.setItem(this.keyOf(conversation), JSON.stringify(draft));
    } catch {
      // The page's own copy has to do.
    }
  }

  private load(conversation: string): Draft {
    try {
      const stored: unknown = JSON.parse(this.storage.getItem(this.keyOf(conversation)) ?? 'null');
      return isDraft(stored) ? stored : { text: '' };
    } catch {
      return { text: '' };
    }
  }

  private keyOf(conversation: string): string {
    return `${prefix}${this.account}.${conversation}`;
  }
}

function isDraft(value: unknown): value is Draft {
  return typeof value === 'object' && value !== null && 'text' in value && typeof value.text === 'string';
}
