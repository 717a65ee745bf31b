// Holds the messages that are on their way to the server, until the server acknowledges them. The storage keeps them over a
// reload. The outbox sends the messages of each conversation in order. All attempts of one message have the same client_id, so
// the server stores it once (docs/protocol.md, "Sending").
import type { Clock } from '../../base/clock.ts';
import { ParleyError } from '../../base/errors.ts';
import { exclusively } from '../../base/locks.ts';
import { Observable } from '../../base/observable.ts';
import type { Storage } from '../../base/storage.ts';
import type { Message, SendRequest, SentMessage } from '../../wire.ts';
import { requestFields } from '../store/content.ts';
import type { StoredMessage } from '../store/message.ts';

export interface OutboxOptions {
  storage: Storage;
  clock: Clock;
  isConnected: () => boolean;
  /** Sends one message. Rejects with a ParleyError, which is `timeout` after `timeoutMs` without an answer. */
  send: (request: SendRequest & { client_id: string }, timeoutMs: number) => Promise<SentMessage>;
  /** Takes a message as the server stored it. */
  onSent: (message: Message) => void;
}

const PREFIX = 'outbox/';
const ACKNOWLEDGED_WITHIN_MS = 5_000;
const RETRY_AFTER_MS = [1_000, 2_000, 4_000];

export class Outbox {
  /** The messages on their way, in the order in which they were written. */
  readonly messages = new Observable<readonly StoredMessage[]>([]);
  readonly #options: OutboxOptions;
  // Conversations whose messages are being sent.
  readonly #sending = new Set<string>();
  // Conversations for which #send was called while they were being sent: a new connection can come before the outbox notices
  // that the last one has ended.
  readonly #again = new Set<string>();
  // By client_id: resolves when the message is stored, so that a message is sent only after that.
  readonly #saved = new Map<string, Promise<void>>();

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /**
   * Takes over the messages that an earlier visit did not finish, and sends them. Some may have reached the server already; it
   * stores them once all the same. Rejects if the storage does.
   */
  async load(): Promise<void> {
    const entries = await this.#options.storage.list(PREFIX);
    const known = new Set(this.messages.get().map((message) => message.client_id));
    const left = entries.map(([, message]) => message as StoredMessage).filter(({ client_id }) => !known.has(client_id));
    this.messages.set([...left, ...this.messages.get()]);
    this.flush();
  }

  /** Adds a message whose `state` is `sending`, saves it and sends it as soon as there is a connection. */
  add(message: StoredMessage): void {
    this.messages.set([...this.messages.get(), message]);
    this.#save(message);
    this.flush();
  }

  /** Sends a failed message again, with the same client_id. Does nothing if it has not failed. */
  retry(conversation: string, clientId: string): void {
    const message = this.#find(conversation, clientId);
    if (message?.state !== 'failed') return;
    const { error, ...again } = message;
    this.#replace({ ...again, state: 'sending' });
    this.flush();
  }

  /** Deletes a message. The server may have received it already. */
  discard(conversation: string, clientId: string): void {
    const message = this.#find(conversation, clientId);
    if (message) this.#remove(message);
  }

  /** Takes a message that the server has, and deletes it here if it came from this outbox. */
  acknowledge(message: Message): void {
    const pending = this.#find(message.conversation, message.client_id);
    if (pending?.sender === message.sender) this.#remove(pending);
  }

  /** Deletes all messages from memory; the storage keeps them. */
  clear(): void {
    this.messages.set([]);
  }

  /** Sends every message that waits. The engine calls it after each connection. */
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
    // One tab sends at a time: another tab may hold older messages of the same conversation.
    void exclusively(`parley.outbox.${message.sender}.${conversation}`, () => this.#empty(conversation)).then((isEmpty) => {
      this.#sending.delete(conversation);
      const isAskedAgain = this.#again.delete(conversation);
      // A message may have been written just after the last one was sent.
      if (isEmpty || isAskedAgain) this.#send(conversation);
    });
  }

  // Sends the messages of one conversation. Resolves to false if the rest must wait for the next connection.
  async #empty(conversation: string): Promise<boolean> {
    for (;;) {
      const message = this.#next(conversation);
      if (!message) return true;
      await this.#saved.get(message.client_id);
      if (!(await this.#deliver(message))) return false;
    }
  }

  // Sends one message, again after each temporary failure. Resolves to false if it must wait for the next connection.
  async #deliver(message: StoredMessage): Promise<boolean> {
    const { conversation, client_id, reply_to } = message;
    const request = { conversation, client_id, ...requestFields(message), ...(reply_to !== undefined && { reply_to }) };
    for (let attempt = 0; ; ) {
      if (!this.#options.isConnected()) return false;
      if (!this.#find(conversation, client_id)) return true;
      try {
        const sent = await this.#options.send(request, ACKNOWLEDGED_WITHIN_MS);
        this.#options.onSent(sent.message);
        this.acknowledge(sent.message);
        return true;
      } catch (fault) {
        const error = ParleyError.of(fault);
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
    void this.#options.storage.delete(storageKeyOf(gone)).catch(() => undefined);
  }

  // If the storage fails, the message is kept in memory only.
  #save({ error, ...message }: StoredMessage): void {
    const saved = this.#options.storage.set(storageKeyOf(message), message).catch(() => undefined);
    this.#saved.set(message.client_id, saved);
  }
}

// Keys ascend in the order of writing: by time, and within one moment by the client_id, which counts up.
function storageKeyOf({ created_at, client_id }: StoredMessage): string {
  return `${PREFIX}${created_at}/${client_id}`;
}
