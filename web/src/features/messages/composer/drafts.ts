// The drafts of an account, one for each conversation, stored in this browser. A draft that cannot be stored (private
// windows, a full disk) is kept until the tab is closed.

// The message that is answered or edited, as the composer shows it.
export interface Subject {
  seq: number;
  name: string;
  body: string;
}

export interface Draft {
  text: string;
  replyTo?: Subject | undefined;
}

const prefix = 'parley.draft.';

export class Drafts {
  private readonly kept = new Map<string, Draft>();
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly account: string,
    private readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
  ) {}

  // For React's useSyncExternalStore. A draft stays the same object until it is written again.
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
      if (draft.text === '' && !draft.replyTo) this.storage.removeItem(this.keyOf(conversation));
      else this.storage.setItem(this.keyOf(conversation), JSON.stringify(draft));
    } catch {
      // The copy in memory remains.
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
  const draft = value as Partial<Draft> | null;
  return typeof draft?.text === 'string' && (draft.replyTo === undefined || isSubject(draft.replyTo));
}

function isSubject(value: unknown): value is Subject {
  const subject = value as Partial<Subject> | null;
  return typeof subject?.seq === 'number' && typeof subject.name === 'string' && typeof subject.body === 'string';
}
