// Applies a sync to the state, and computes the position from which the next sync continues. Pure.
import type { HelloRequest, ResetConversation, SyncReply } from '../../wire.ts';
import { applyChanges, applyCursor, applySettings, applySummary, withConversation, without } from '../store/reduce.ts';
import { conversationState, emptyState, type State } from '../store/state.ts';

/** Returns what the client has, as hello and sync ask for it: a rev and a read cursor for each conversation. */
export function positionOf(state: State): Required<Pick<HelloRequest, 'conversations'>> & Pick<HelloRequest, 'epoch' | 'user_rev'> {
  const conversations = Object.fromEntries(
    [...state.conversations].map(([id, { rev, summary }]) => [id, { rev, read_seq: summary.read_seq }]),
  );
  return { conversations, ...(state.epoch !== undefined && { epoch: state.epoch, user_rev: state.userRev }) };
}

/** Returns the state after one page of a sync. */
export function applySync(before: State, page: SyncReply): State {
  // Another database answers, so everything from the one before is dropped.
  const isOther = before.epoch !== undefined && before.epoch !== page.epoch;
  const { me, limits } = before;
  let state: State = { ...(isOther ? { ...emptyState(me), limits } : before), epoch: page.epoch, userRev: page.user_rev };
  state = without(state, page.gone);
  for (const summary of page.added) state = applySummary(state, summary);
  for (const reset of page.reset) state = applyReset(state, reset);
  for (const changes of page.changes) state = applyChanges(state, changes);
  for (const { conversation, read_seq } of page.cursors) state = applyCursor(state, conversation, read_seq);
  for (const { conversation, settings } of page.settings ?? []) state = applySettings(state, conversation, settings);
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

/** Returns the sum of the revs. The server's heartbeat carries the same sum of what it sent. */
export function digestOf(state: State): number {
  let sum = 0;
  for (const { rev } of state.conversations.values()) sum += rev;
  return sum;
}
