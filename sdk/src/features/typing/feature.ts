// Joins typing to the engine.
import { combined, perKey, sameElements } from '../../base/readable.ts';
import type { Engine } from '../../core/engine.ts';
import { TypingSignals } from './typing.ts';

const NOBODY: readonly string[] = [];

/** Adds the feature to the engine. Returns the functions for typing; Client documents them. */
export function typingFeature(engine: Engine) {
  const signals = new TypingSignals({
    clock: engine.clock,
    send: (request) => void engine.request('typing.set', request).catch(() => undefined),
  });
  engine.add({
    hear(event) {
      if (event.event === 'typing') signals.hear(event.conversation, event.data);
      else if (event.event === 'message.created') signals.end(event.conversation, event.data.sender);
    },
    clear: () => signals.clear(),
    close: () => signals.clear(),
  });

  return {
    // Blocked people are left out: their signals may still arrive for a moment.
    in: perKey((id) => {
      const same = sameElements<string>();
      return combined([signals.typists, engine.store], () => {
        const { blocks } = engine.store.get();
        return same((signals.typists.get().get(id) ?? NOBODY).filter((user) => !blocks.includes(user)));
      });
    }),
    set: (conversation: string, isActive: boolean) => signals.set(conversation, isActive),
    forget: (conversation: string) => signals.forget(conversation),
  };
}
