// Defines a message as a thread shows it.
import type { ParleyError } from '../../base/errors.ts';
import type { Message } from '../../wire.ts';

/** A message that the server has, or one that is still on its way there. */
export type StoredMessage = Message & {
  /** Absent once the server has the message. Until then `seq` is 0. */
  state?: 'sending' | 'failed';
  /** The reason for which it failed. */
  error?: ParleyError;
};

/** Returns a name for a message that stays the same from the moment it is written: the key of its row. */
export function keyOf(message: Pick<Message, 'kind' | 'sender' | 'client_id' | 'seq'>): string {
  return message.kind === 'system' || message.client_id === '' ? `#${message.seq}` : `${message.sender}/${message.client_id}`;
}
