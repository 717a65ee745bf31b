// Joins messages to the engine: a thread's window, sending, and changes to messages.
import { newClientId } from '../../base/identify.ts';
import { combined, memoized, perKey, sameElements, whileWatched } from '../../base/readable.ts';
import { messageFields, requestFields, type TextContent } from '../../core/store/content.ts';
import type { Engine } from '../../core/engine.ts';
import type { StoredMessage } from '../../core/store/message.ts';
import { quoteOf } from '../../core/store/quote.ts';
import type { Message } from '../../wire.ts';
import { History } from './history.ts';
import { Optimistic, withContent, withoutContent, withPin, withReaction, type Patch } from './optimistic.ts';
import { showMessages } from './views.ts';

interface MessagesOptions {
  /** Called when the user sends a message to this conversation. */
  onSend: (conversation: string) => void;
}

/** Adds the feature to the engine. Returns the functions for threads, sending and changes; Client documents them. */
export function messagesFeature(engine: Engine, { onSend }: MessagesOptions) {
  const { store, outbox } = engine;
  const optimistic = new Optimistic();
  const history = new History({ store, list: (request) => engine.call('message.list', request) });
  engine.add({ resume: () => history.resume() });

  return {
    in: perKey((id) =>
      whileWatched(
        combined([store, outbox.messages, optimistic.patches, history.failures], windowView(id, engine, optimistic, history)),
        () => history.open(id),
      ),
    ),

    history,

    send(conversation: string, content: TextContent, replyTo: number | undefined): string {
      const window = store.conversation(conversation)?.window;
      const message = outgoing(engine, conversation, content, replyTo);
      onSend(conversation);
      outbox.add(message);
      if (window?.hasNewer) void history.latest(conversation).catch(() => undefined);
      return message.client_id;
    },

    ...changes(engine, optimistic),
  };
}

// Returns the functions that change a message. They show the change at once, and take it back if the server refuses it.
function changes(engine: Engine, optimistic: Optimistic) {
  const { store, clock } = engine;
  const now = () => new Date(clock.now()).toISOString();
  const change = (conversation: string, seq: number, patch: Patch['change'], ask: () => Promise<Message>): Promise<void> =>
    optimistic.run({ conversation, seq, change: patch }, ask, (message) => store.take(message));

  return {
    edit: (conversation: string, seq: number, content: TextContent) =>
      change(
        conversation,
        seq,
        (message) => withContent(message, content, now()),
        () => engine.call('message.edit', { conversation, seq, ...requestFields(messageFields(content)) }),
      ),

    remove: (conversation: string, seq: number) =>
      change(
        conversation,
        seq,
        (message) => withoutContent(message, now()),
        () => engine.call('message.delete', { conversation, seq }),
      ),

    react: (conversation: string, seq: number, emoji: string, isOn: boolean) =>
      change(
        conversation,
        seq,
        (message) => withReaction(message, store.get().me, emoji, isOn),
        () => engine.call(isOn ? 'reaction.add' : 'reaction.remove', { conversation, seq, emoji }),
      ),

    pin: (conversation: string, seq: number, isOn: boolean) =>
      change(
        conversation,
        seq,
        (message) => withPin(message, store.get().me, now(), isOn),
        () => engine.call(isOn ? 'pin.add' : 'pin.remove', { conversation, seq }),
      ),
  };
}

// Returns a function that computes what a thread shows. It gives the same value while nothing of this conversation changes.
function windowView(id: string, { store, outbox }: Engine, { patches }: Optimistic, { failures }: History) {
  const isHere = ({ conversation }: { conversation: string }) => conversation === id;
  const here = memoized((messages: readonly StoredMessage[]) => messages.filter(isHere));
  const same = sameElements<StoredMessage>();
  const samePatches = sameElements<Patch>();
  const show = memoized(showMessages);
  return () =>
    show(
      store.conversation(id)?.window,
      same(here(outbox.messages.get())),
      samePatches(patches.get().filter(isHere)),
      failures.get().get(id),
    );
}

// Returns a message that the user writes now. It quotes the message that it answers, if that one is loaded.
function outgoing({ store, clock }: Engine, conversation: string, content: TextContent, replyTo: number | undefined): StoredMessage {
  const { me, limits } = store.get();
  const now = clock.now();
  const quoted = store.conversation(conversation)?.window?.messages.find(({ seq }) => seq === replyTo);
  return {
    conversation,
    seq: 0,
    rev: 0,
    sender: me,
    client_id: newClientId(now),
    ...messageFields(content),
    ...(replyTo !== undefined && { reply_to: replyTo }),
    ...(quoted && { quote: quoteOf(quoted, limits) }),
    created_at: new Date(now).toISOString(),
    state: 'sending',
  };
}
