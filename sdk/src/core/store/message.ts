// Defines a message as a thread shows it.
import type { ParleyError } from '../../base/errors.ts';
import type { Message } from '../../wire.ts';

/** A message that the server has, or one that is still on its way there. */
export type StoredMessage = Message & {
  /** Absent once the server has the message. Until then `seq` is 0. */
  state?: 'sending' | 'failed';
  /** The reason why it failed. */
  error?: ParleyError;
};

/** Returns the key of a message's row. It stays the same from the moment when the message is written. */
export function keyOf(message: Pick<Message, 'kind' | 'sender' | 'client_id' | 'seq'>): string {
  return message.kind === 'system' || message.client_id === '' ? `#${message.seq}` : `${message.sender}/${message.client_id}`;
}
