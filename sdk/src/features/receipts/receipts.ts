// Keeps track of how far the other members have come, and tells them how far this device has: once a second at most about
// messages that arrived, and almost at once about messages that were read.
import type { Clock } from '../../base/clock.ts';
import { ParleyError } from '../../base/errors.ts';
import { Observable } from '../../base/observable.ts';
import { Viewers } from '../../base/viewers.ts';
import type { MemberReceipt, ReceiptRequest } from '../../wire.ts';

export interface ReceiptsOptions {
  clock: Clock;
  isConnected: () => boolean;
  /** Sends how far the user has read or received. Rejects with a ParleyError. */
  send: (request: ReceiptRequest) => Promise<unknown>;
  /** Asks for the receipts of all members. */
  list: (conversation: string) => Promise<readonly MemberReceipt[]>;
}

const READ_MS = 200;
const DELIVERED_MS = 1_000;
// A device that comes back to hundreds of conversations does not send receipts for all of them at once.
const CONVERSATIONS_AT_ONCE = 10;

type Pending = { read?: number; delivered?: number };

export class Receipts {
  /** By conversation: the known receipts, one for each member. */
  readonly members = new Observable<ReadonlyMap<string, readonly MemberReceipt[]>>(new Map());
  readonly #options: ReceiptsOptions;
  readonly #pending = new Map<string, Pending>();
  // The greatest seq that was sent, by conversation.
  readonly #said = new Map<string, number>();
  readonly #viewers = new Viewers();
  #cancelFlush: (() => void) | undefined;
  #flushAt = Infinity;

  constructor(options: ReceiptsOptions) {
    this.#options = options;
  }

  /** Notes that the user has read up to `seq`, and sends it soon. */
  read(conversation: string, seq: number): void {
    this.#put(conversation, 'read', seq);
    this.#flushIn(READ_MS);
  }

  /** Notes that this device has every message up to `seq`, and sends it within a second if it was not sent before. */
  delivered(conversation: string, seq: number): void {
    if ((this.#said.get(conversation) ?? 0) >= seq) return;
    this.#put(conversation, 'delivered', seq);
    this.#flushIn(DELIVERED_MS);
  }

  /** Loads the receipts of a conversation and keeps them up to date. Returns a function that ends this. */
  open(conversation: string): () => void {
    const end = this.#viewers.add(conversation);
    this.#load(conversation);
    return end;
  }

  /** Loads again what is shown, because events without a connection are lost. The engine calls it after each connection. */
  resume(): void {
    for (const conversation of this.#viewers.keys()) this.#load(conversation);
    if (this.#pending.size > 0) this.#flushIn(0);
  }

  /** Takes the receipts of members from the server. */
  hear(conversation: string, heard: readonly MemberReceipt[]): void {
    const before = this.members.get().get(conversation) ?? [];
    const merged = new Map(before.map((receipt) => [receipt.user, receipt]));
    for (const receipt of heard) merged.set(receipt.user, further(merged.get(receipt.user), receipt));
    this.members.set(new Map(this.members.get()).set(conversation, [...merged.values()]));
  }

  /** Deletes everything except which conversations are shown. */
  clear(): void {
    this.#cancelFlush?.();
    this.#flushAt = Infinity;
    this.#pending.clear();
    this.#said.clear();
    this.members.set(new Map());
  }

  // If this fails, messages are shown as sent only.
  #load(conversation: string): void {
    if (!this.#options.isConnected()) return;
    this.#options.list(conversation).then(
      (receipts) => this.hear(conversation, receipts),
      () => undefined,
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
    await Promise.all(turn.map(([conversation, pending]) => this.#tell(conversation, pending)));
    if (this.#pending.size > 0) this.#flushIn(DELIVERED_MS);
  }

  async #tell(conversation: string, { read, delivered = 0 }: Pending): Promise<void> {
    const reached = Math.max(read ?? 0, delivered);
    this.#said.set(conversation, Math.max(this.#said.get(conversation) ?? 0, reached));
    // A message that was read was delivered, too.
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
