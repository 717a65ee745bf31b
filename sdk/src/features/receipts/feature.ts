// Joins receipts to the engine.
import { combined, perKey, whileWatched } from '../../base/readable.ts';
import type { Engine } from '../../core/engine.ts';
import { applyCursor } from '../../core/store/reduce.ts';
import type { MemberReceipt } from '../../wire.ts';
import { Receipts } from './receipts.ts';

const NO_RECEIPTS: readonly MemberReceipt[] = [];

/** Adds the feature to the engine. Returns the functions for receipts; Client documents them. */
export function receiptsFeature(engine: Engine) {
  const { store } = engine;
  const hasReceipts = () => engine.has('receipts');
  const receipts = new Receipts({
    clock: engine.clock,
    isConnected: engine.isConnected,
    send: (request) => engine.request('receipt.send', request),
    list: async (conversation) => (hasReceipts() ? (await engine.request('receipt.list', { conversation })).members : []),
  });
  const noteDelivered = (conversation: string, seq: number) => {
    if (hasReceipts()) receipts.delivered(conversation, seq);
  };
  engine.add({
    resume() {
      receipts.resume();
      for (const [id, { summary }] of store.get().conversations) {
        if (summary.unread > 0) noteDelivered(id, summary.conversation.last_seq);
      }
    },
    cursorBehind: (conversation, seq) => receipts.read(conversation, seq),
    hear(event) {
      if (event.event === 'receipts') receipts.hear(event.conversation, event.data.members);
      else if (event.event === 'message.created' && event.data.sender !== store.get().me) noteDelivered(event.conversation, event.data.seq);
    },
    clear: () => receipts.clear(),
  });

  return {
    of: perKey((id) =>
      whileWatched(
        combined([receipts.members], () => receipts.members.get().get(id) ?? NO_RECEIPTS),
        () => receipts.open(id),
      ),
    ),

    markRead(conversation: string, seq: number): void {
      const before = store.conversation(conversation)?.summary.read_seq ?? 0;
      if (seq <= before) return;
      store.change((state) => applyCursor(state, conversation, seq));
      receipts.read(conversation, seq);
    },
  };
}
