// Applies a sync to the state, and computes the position from which the next sync continues. Pure.
import type { Position, ResetConversation, SyncReply, SyncRequest } from '../../wire.ts';
import { applyChanges, applyCursor, applySettings, applySummary, withConversation, without } from '../store/reduce.ts';
import { conversationState, emptyState, type State } from '../store/state.ts';

/** Where a client stands when a sync begins: its place in a database, and in the user's own stream. */
export type Start = Pick<SyncRequest, 'epoch' | 'user_rev'>;

export function startOf({ epoch, userRev }: State): Start {
  return epoch === undefined ? {} : { epoch, user_rev: userRev };
}

// As many as a server permits by default would be larger than a frame may be.
const NAMED_AT_ONCE = 500;

/**
 * Returns what the client has behind the conversation `cursor`, in the order of the ids, as hello and sync ask for it: a rev and
 * a read cursor for each conversation. There are at most 500; if the client has more, `until` is the last one that is named.
 */
export function positionsAfter(state: State, cursor = ''): Pick<SyncRequest, 'until'> & { conversations: Record<string, Position> } {
  const ids = [...state.conversations.keys()].filter((id) => id > cursor).sort();
  const named = ids.slice(0, NAMED_AT_ONCE).flatMap((id) => {
    const known = state.conversations.get(id);
    return known ? [[id, { rev: known.rev, read_seq: known.summary.read_seq }] as const] : [];
  });
  const until = ids.length > NAMED_AT_ONCE ? ids[NAMED_AT_ONCE - 1] : undefined;
  return { conversations: Object.fromEntries(named), ...(until !== undefined && { until }) };
}

/** Returns the state after one page of a sync. */
export function applySync(before: State, page: SyncReply): State {
  // Another database answers, so everything from the one before is dropped.
  const isOther = before.epoch !== undefined && before.epoch !== page.epoch;
  const { me, limits } = before;
  let state: State = { ...(isOther ? { ...emptyState(me), limits } : before), epoch: page.epoch };
  // The pages together carry what the user's own stream had. A client that stops between two of them has to get it again.
  if (page.next === undefined) state = { ...state, userRev: Math.max(state.userRev, page.user_rev) };
  state = without(state, page.gone);
  for (const summary of page.added) state = applySummary(state, summary);
  for (const reset of page.reset) state = applyReset(state, reset);
  for (const changes of page.changes) state = applyChanges(state, changes);
  for (const { conversation, read_seq } of page.cursors) state = applyCursor(state, conversation, read_seq);
  for (const { conversation, settings } of page.settings ?? []) state = applySettings(state, conversation, settings);
  return {
    ...state,
    blocks: page.blocks ?? state.blocks,
    invitations: page.invitations ?? state.invitations,
    isComplete: state.isComplete || page.next === undefined,
  };
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
