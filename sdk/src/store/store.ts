// The state where it can be watched, whole or by conversation.
import { Observable, type Readable } from '../observable.ts';
import type { Message } from '../wire.ts';
import { applyMessage, update } from './reduce.ts';
import { emptyState, type ConversationState, type State } from './state.ts';

export class Store extends Observable<State> {
  constructor() {
    super(emptyState(''));
  }

  change(how: (state: State) => State): void {
    this.set(how(this.get()));
  }

  conversation(id: string): ConversationState | undefined {
    return this.get().conversations.get(id);
  }

  // A message as a reply tells it. Its event comes too, before or after, and changes nothing then.
  take(message: Message): void {
    this.change((state) => update(state, message.conversation, (known) => applyMessage(known, message, state.me)));
  }
}

// The same value for the same inputs, so that who compares by identity sees what has changed.
export function memoized<I extends readonly unknown[], T>(work: (...inputs: I) => T): (...inputs: I) => T {
  let last: I | undefined;
  let value: T;
  return (...inputs) => {
    if (last?.every((input, index) => Object.is(input, inputs[index])) !== true) {
      value = work(...inputs);
      last = inputs;
    }
    return value;
  };
}

// Worked out of several values that can be watched; listeners hear of it only when the result is another one.
export function combined<T>(sources: readonly Readable<unknown>[], get: () => T): Readable<T> {
  return {
    get,
    subscribe(listener) {
      let last = get();
      const look = () => {
        const now = get();
        if (Object.is(now, last)) return;
        last = now;
        listener();
      };
      const ends = sources.map((source) => source.subscribe(look));
      return () => ends.forEach((end) => end());
    },
  };
}
