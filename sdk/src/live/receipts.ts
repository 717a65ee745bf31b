// How far the others have come, and telling them how far this device has: what has arrived at most once a second, what has
// been read at once but together.
import type { Clock } from '../clock.ts';
import { ParleyError } from '../errors.ts';
import { Observable } from '../observable.ts';
import type { MemberReceipt, ReceiptRequest } from '../wire.ts';

export interface ReceiptsOptions {
  clock: Clock;
  isConnected: () => boolean;
  send: (request: ReceiptRequest) => Promise<unknown>;
  list: (conversation: string) => Promise<readonly MemberReceipt[]>;
}

const READ_MS = 200;
const DELIVERED_MS = 1_000;
// In one go: who comes back to hundreds of conversations does not say so about all of them at once.
const CONVERSATIONS_AT_ONCE = 10;

type Pending = { read?: number; delivered?: number };

export class Receipts {
  readonly members = new Observable<ReadonlyMap<string, readonly MemberReceipt[]>>(new Map());
  readonly #options: ReceiptsOptions;
  readonly #pending = new Map<string, Pending>();
  readonly #said = new Map<string, number>();
  readonly #viewers = new Map<string, number>();
  #cancelFlush: (() => void) | undefined;
  #flushAt = Infinity;

  constructor(options: ReceiptsOptions) {
    this.#options = options;
  }

  read(conversation: string, seq: number): void {
    this.#put(conversation, 'read', seq);
    this.#flushIn(READ_MS);
  }

  delivered(conversation: string, seq: number): void {
    if ((this.#said.get(conversation) ?? 0) >= seq) return;
    this.#put(conversation, 'delivered', seq);
    this.#flushIn(DELIVERED_MS);
  }

  // Somebody looks at them: they are loaded, and followed until the function given back is called.
  open(conversation: string): () => void {
    this.#viewers.set(conversation, (this.#viewers.get(conversation) ?? 0) + 1);
    this.#load(conversation);
    return () => {
      const left = (this.#viewers.get(conversation) ?? 1) - 1;
      if (left > 0) this.#viewers.set(conversation, left);
      else this.#viewers.delete(conversation);
    };
  }

  // What was heard while there was no connection is not told again: what is looked at is loaded anew.
  resume(): void {
    for (const conversation of this.#viewers.keys()) this.#load(conversation);
    if (this.#pending.size > 0) this.#flushIn(0);
  }

  hear(conversation: string, heard: readonly MemberReceipt[]): void {
    const before = this.members.get().get(conversation) ?? [];
    const merged = new Map(before.map((receipt) => [receipt.user, receipt]));
    for (const receipt of heard) merged.set(receipt.user, further(merged.get(receipt.user), receipt));
    this.members.set(new Map(this.members.get()).set(conversation, [...merged.values()]));
  }

  clear(): void {
    this.#cancelFlush?.();
    this.#flushAt = Infinity;
    this.#pending.clear();
    this.#said.clear();
    this.members.set(new Map());
  }

  #load(conversation: string): void {
    if (!this.#options.isConnected()) return;
    this.#options.list(conversation).then(
      (receipts) => this.hear(conversation, receipts),
      () => undefined, // without them a message is simply sent
    );
  }

  #put(conversation: string, what: keyof Pending, seq: number): void {
    const pending = this.#pending.get(conversation) ?? {};
    this.#pending.set(conversation, { ...pending, [what]: Math.max(pending[what] ?? 0, seq) });
  }

  #flushIn(ms: number): void {
    const { clock } = this.#options;
    const at = clock.now() + ms;
    if (at >= this.#flushAt) return;
    this.#cancelFlush?.();
    this.#flushAt = at;
    this.#cancelFlush = clock.after(ms, () => void this.#flush());
  }

  async #flush(): Promise<void> {
    this.#flushAt = Infinity;
    if (!this.#options.isConnected()) return;
    const turn = [...this.#pending].slice(0, CONVERSATIONS_AT_ONCE);
    for (const [conversation] of turn) this.#pending.delete(conversation);
    await Promise.all(turn.map(([conversation, pending]) => this.#say(conversation, pending)));
    if (this.#pending.size > 0) this.#flushIn(DELIVERED_MS);
  }

  async #say(conversation: string, { read, delivered = 0 }: Pending): Promise<void> {
    const reached = Math.max(read ?? 0, delivered);
    this.#said.set(conversation, Math.max(this.#said.get(conversation) ?? 0, reached));
    // Reading implies delivery.
    const isImplied = read !== undefined && read >= delivered;
    try {
      await this.#options.send({ conversation, ...(read !== undefined && { read }), ...(!isImplied && { delivered }) });
    } catch (fault) {
      this.#said.delete(conversation);
      if (!(fault instanceof ParleyError && fault.isTemporary)) return;
      if (read !== undefined) this.#put(conversation, 'read', read);
      if (!isImplied) this.#put(conversation, 'delivered', delivered);
      this.#flushIn(fault.retryAfterMs ?? DELIVERED_MS);
    }
  }
}

function further(before: MemberReceipt | undefined, heard: MemberReceipt): MemberReceipt {
  if (!before) return heard;
  const delivered_seq = Math.max(before.delivered_seq, heard.delivered_seq);
  const read_seq = Math.max(before.read_seq ?? -1, heard.read_seq ?? -1);
  return { user: heard.user, delivered_seq, ...(read_seq >= 0 && { read_seq }) };
}
