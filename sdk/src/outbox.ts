// What is on its way to the server: kept until it is acknowledged, over reloads too, and sent in order within each
// conversation. The same client_id makes one message of however many attempts (docs/protocol.md, "Sending").
import type { StoredMessage } from './api.ts';
import type { Clock } from './clock.ts';
import { ParleyError } from './errors.ts';
import { exclusively } from './locks.ts';
import { Observable } from './observable.ts';
import type { Storage } from './storage.ts';
import type { Message, SendRequest, SentMessage } from './wire.ts';

export interface OutboxOptions {
  storage: Storage;
  clock: Clock;
  isConnected: () => boolean;
  send: (request: SendRequest, timeoutMs: number) => Promise<SentMessage>;
  onSent: (message: Message) => void;
}

const PREFIX = 'outbox/';
const ACKNOWLEDGED_WITHIN_MS = 5_000;
const RETRY_AFTER_MS = [1_000, 2_000, 4_000];

export class Outbox {
  /** In the order in which they were written. */
  readonly messages = new Observable<readonly StoredMessage[]>([]);
  readonly #options: OutboxOptions;
  readonly #sending = new Set<string>();
  // Asked for meanwhile: by a connection that came back before the end of the last one was noticed, say.
  readonly #again = new Set<string>();
  readonly #saved = new Map<string, Promise<void>>();

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  // What an earlier page left behind. It may have been sent without having been acknowledged: it is sent again.
  async load(): Promise<void> {
    const kept = await this.#options.storage.list(PREFIX);
    const known = new Set(this.messages.get().map((message) => message.client_id));
    const left = kept.map(([, message]) => message as StoredMessage).filter(({ client_id }) => !known.has(client_id));
    this.messages.set([...left, ...this.messages.get()]);
    this.flush();
  }

  add(message: StoredMessage): void {
    this.messages.set([...this.messages.get(), message]);
    this.#save(message);
    this.flush();
  }

  // Once more, with the same client_id: should the server have it after all, it becomes no second message.
  retry(conversation: string, clientId: string): void {
    const message = this.#find(conversation, clientId);
    if (message?.state !== 'failed') return;
    const { error, ...again } = message;
    this.#replace({ ...again, state: 'sending' });
    this.flush();
  }

  discard(conversation: string, clientId: string): void {
    const message = this.#find(conversation, clientId);
    if (message) this.#remove(message);
  }

  // The server has it, whoever says so.
  acknowledge(message: Message): void {
    const pending = this.#find(message.conversation, message.client_id);
    if (pending?.sender === message.sender) this.#remove(pending);
  }

  clear(): void {
    this.messages.set([]);
  }

  flush(): void {
    for (const conversation of new Set(this.messages.get().map((message) => message.conversation))) this.#send(conversation);
  }

  #send(conversation: string): void {
    const message = this.#next(conversation);
    if (!message) return;
    if (this.#sending.has(conversation)) {
      this.#again.add(conversation);
      return;
    }
    this.#sending.add(conversation);
    // One tab at a time: another one may hold older messages of the same conversation.
    void exclusively(`parley.outbox.${message.sender}.${conversation}`, () => this.#empty(conversation)).then((isEmpty) => {
      this.#sending.delete(conversation);
      const isAskedAgain = this.#again.delete(conversation);
      // Or something was written in the very moment in which the last one was through.
      if (isEmpty || isAskedAgain) this.#send(conversation);
    });
  }

  // False where the rest has to wait for the next connection.
  async #empty(conversation: string): Promise<boolean> {
    for (;;) {
      const message = this.#next(conversation);
      if (!message) return true;
      await this.#saved.get(message.client_id);
      if (!(await this.#deliver(message))) return false;
    }
  }

  // False where it has to wait for the next connection.
  async #deliver(message: StoredMessage): Promise<boolean> {
    const { conversation, client_id, body, reply_to } = message;
    const request = { conversation, client_id, body, ...(reply_to !== undefined && { reply_to }) };
    for (let attempt = 0; ; ) {
      if (!this.#options.isConnected()) return false;
      if (!this.#find(conversation, client_id)) return true;
      try {
        const sent = await this.#options.send(request, ACKNOWLEDGED_WITHIN_MS);
        this.#options.onSent(sent.message);
        this.acknowledge(sent.message);
        return true;
      } catch (fault) {
        const error = fault instanceof ParleyError ? fault : new ParleyError('internal', String(fault));
        if (error.code === 'network' || error.code === 'offline') return false;
        const isSlowedDown = error.retryAfterMs !== undefined;
        const wait = error.retryAfterMs ?? RETRY_AFTER_MS[attempt];
        if (!error.isTemporary || wait === undefined) {
          this.#fail(message, error);
          return true;
        }
        if (!isSlowedDown) attempt += 1;
        await new Promise<void>((resolve) => this.#options.clock.after(wait, resolve));
      }
    }
  }

  #next(conversation: string): StoredMessage | undefined {
    return this.messages.get().find((message) => message.conversation === conversation && message.state === 'sending');
  }

  #find(conversation: string, clientId: string): StoredMessage | undefined {
    return this.messages.get().find((message) => message.client_id === clientId && message.conversation === conversation);
  }

  #fail(message: StoredMessage, error: ParleyError): void {
    if (this.#find(message.conversation, message.client_id)) this.#replace({ ...message, state: 'failed', error });
  }

  #replace(changed: StoredMessage): void {
    this.messages.set(this.messages.get().map((message) => (message.client_id === changed.client_id ? changed : message)));
    this.#save(changed);
  }

  #remove(gone: StoredMessage): void {
    this.messages.set(this.messages.get().filter((message) => message !== gone));
    this.#saved.delete(gone.client_id);
    void this.#options.storage.delete(keyOf(gone)).catch(() => undefined);
  }

  #save({ error, ...message }: StoredMessage): void {
    const saved = this.#options.storage.set(keyOf(message), message).catch(() => undefined); // then it lives as long as the page
    this.#saved.set(message.client_id, saved);
  }
}

// Ascending by when they were written; those of one moment by their client_id, which counts.
function keyOf({ created_at, client_id }: StoredMessage): string {
  return `${PREFIX}${created_at}/${client_id}`;
}
