// Holds the state of one client as one value that can be watched.
import { Observable } from '../../base/observable.ts';
import type { Message } from '../../wire.ts';
import { applyMessage } from './conversation.ts';
import { update } from './reduce.ts';
import { emptyState, type ConversationState, type State } from './state.ts';

export class Store extends Observable<State> {
  constructor() {
    super(emptyState(''));
  }

  /** Replaces the state by the result of `how`. */
  change(how: (state: State) => State): void {
    this.set(how(this.get()));
  }

  /** Returns the state of a conversation; undefined if the user is not a member. */
  conversation(id: string): ConversationState | undefined {
    return this.get().conversations.get(id);
  }

  /** Applies a message from a reply. Its event comes too, before or after, and changes nothing then. */
  take(message: Message): void {
    this.change((state) => update(state, message.conversation, (known) => applyMessage(known, message, state)));
  }
}
