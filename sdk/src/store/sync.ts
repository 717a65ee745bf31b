// What a sync makes of the state: its pages, and the place from which the next one goes on. Pure.
import type { HelloRequest, ResetConversation, SyncReply } from '../wire.ts';
import { applyChanges, applySummary, moveCursor, update, withConversation, without } from './reduce.ts';
import { conversationState, emptyState, type State } from './state.ts';

// Where the client stands, as hello and sync want to know it.
export function positionOf(state: State): Required<Pick<HelloRequest, 'conversations'>> & Pick<HelloRequest, 'epoch' | 'user_rev'> {
  const conversations = Object.fromEntries(
    [...state.conversations].map(([id, { rev, summary }]) => [id, { rev, read_seq: summary.read_seq }]),
  );
  return { conversations, ...(state.epoch !== undefined && { epoch: state.epoch, user_rev: state.userRev }) };
}

export function applySync(before: State, page: SyncReply): State {
  // Another database: what was read from the one before is void.
  const isOther = before.epoch !== undefined && before.epoch !== page.epoch;
  let state: State = { ...(isOther ? emptyState(before.me) : before), epoch: page.epoch, userRev: page.user_rev };
  state = without(state, page.gone);
  for (const summary of page.added) state = applySummary(state, summary);
  for (const reset of page.reset) state = applyReset(state, reset);
  for (const changes of page.changes) state = applyChanges(state, changes);
  for (const { conversation, read_seq } of page.cursors) state = applyCursor(state, conversation, read_seq);
  for (const { conversation, settings } of page.settings ?? []) {
    state = update(state, conversation, (known) => ({ ...known, summary: { ...known.summary, settings } }));
  }
  return { ...state, blocks: page.blocks ?? state.blocks, isComplete: state.isComplete || page.next === undefined };
}

function applyReset(state: State, { summary, messages }: ResetConversation): State {
  const known = state.conversations.get(summary.conversation.id);
  const fresh = conversationState(summary);
  const meanwhile = new Map(known?.meanwhile);
  for (const message of messages) meanwhile.set(message.seq, message);
  return withConversation(state, {
    ...fresh,
    window: { messages, hasOlder: (messages[0]?.seq ?? 1) > 1, hasNewer: false },
    viewers: known?.viewers ?? 0,
    loading: known?.loading ?? 0,
    meanwhile: known?.loading ? meanwhile : new Map(),
  });
}

export function applyCursor(state: State, conversation: string, readSeq: number): State {
  return update(state, conversation, (known) => {
    const summary = moveCursor(known.summary, readSeq);
    return summary.read_seq === known.summary.read_seq ? known : { ...known, summary };
  });
}

// The sum of the revs, to be compared with what the heartbeat says that the server has sent.
export function digestOf(state: State): number {
  let sum = 0;
  for (const { rev } of state.conversations.values()) sum += rev;
  return sum;
}
