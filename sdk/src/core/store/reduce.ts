// Applies an event, or a part of a sync, to the state. Pure and idempotent: what was applied changes nothing when it comes
// again.
import type { Conversation, ConversationChanges, ConversationSettings, ConversationSummary, ServerEvent } from '../../wire.ts';
import { applyMember, applyMessage, change, moveCursor } from './conversation.ts';
import { conversationState, type ConversationState, type State } from './state.ts';

/** An event of a conversation's stream. */
export type ConversationEvent = Extract<ServerEvent, { rev: number }>;

/** Whether something is missing between the state and this event, or the conversation is not known. */
export function isGap(state: State, event: ConversationEvent): boolean {
  const known = state.conversations.get(event.conversation);
  if (!known) return true;
  const since = event.event === 'conversation.changes' ? event.data.since : event.rev - 1;
  return since > known.rev;
}

/** Returns the state after an event of a conversation. An old event and an event after a gap change nothing. */
export function applyEvent(state: State, event: ConversationEvent): State {
  return update(state, event.conversation, (known) => {
    if (event.rev <= known.rev || isGap(state, event)) return known;
    return reach(applyData(known, event, state), event.rev);
  });
}

function applyData(known: ConversationState, event: ConversationEvent, state: State): ConversationState {
  switch (event.event) {
    case 'member.added':
    case 'member.removed':
    case 'member.updated': {
      // A summary that was read after this event has counted it already.
      const isCounted = event.rev <= known.summary.conversation.rev || event.event === 'member.updated';
      const step = isCounted ? 0 : event.event === 'member.added' ? 1 : -1;
      return countMembers(applyMember(known, event.data, state), step);
    }
    case 'conversation.updated':
      return applyProperties(known, event.data);
    case 'conversation.changes':
      return applyRows(known, event.data, state);
    case 'message.created':
    case 'message.edited':
    case 'message.deleted':
    case 'message.reacted':
    case 'message.pinned':
    case 'message.unpinned':
      return applyMessage(known, event.data, state);
    default:
      // Every event of the protocol is handled above, which the compiler checks. A newer server may send one that this
      // client does not know: its rev counts, its data is ignored.
      event satisfies never;
      return known;
  }
}

/** Returns the state after the changes that a sync names for a conversation. */
export function applyChanges(state: State, changes: ConversationChanges): State {
  return update(state, changes.conversation, (known) =>
    changes.rev <= known.rev ? known : reach(applyRows(known, changes, state), changes.rev),
  );
}

// Notes that every change up to this rev is applied.
function reach(known: ConversationState, rev: number): ConversationState {
  const { conversation } = known.summary;
  return { ...change(known, { conversation: { ...conversation, rev: Math.max(conversation.rev, rev) } }), rev };
}

function applyRows(known: ConversationState, { properties, members, messages }: ConversationChanges, state: State) {
  let result = properties ? applyProperties(known, properties) : known;
  for (const member of members) result = applyMember(result, member, state);
  for (const message of messages) result = applyMessage(result, message, state);
  return result;
}

function applyProperties(known: ConversationState, properties: Conversation): ConversationState {
  const { conversation } = known.summary;
  if (properties.rev < conversation.rev) return known;
  // The messages themselves move last_seq, because each of them also decides what is unread.
  return change(known, { conversation: { ...properties, last_seq: conversation.last_seq } });
}

function countMembers(known: ConversationState, step: number): ConversationState {
  const { conversation } = known.summary;
  return step === 0 ? known : change(known, { conversation: { ...conversation, member_count: conversation.member_count + step } });
}

/** Returns the state after a newer summary of a conversation. Its window stays: events bring what is missing there. */
export function applySummary(state: State, summary: ConversationSummary): State {
  const known = state.conversations.get(summary.conversation.id);
  if (known && known.rev > summary.conversation.rev) return state;
  const fresh = conversationState(summary);
  if (!known) return withConversation(state, fresh);
  const members = new Map(known.members);
  for (const member of summary.members) {
    if (member.rev >= (members.get(member.user)?.rev ?? 0)) members.set(member.user, member);
  }
  return withConversation(state, { ...known, summary: moveCursor(fresh.summary, known.summary.read_seq), members });
}

/** Returns the state after the user has read up to `readSeq`. The cursor moves forward only. */
export function applyCursor(state: State, conversation: string, readSeq: number): State {
  return update(state, conversation, (known) => {
    const summary = moveCursor(known.summary, readSeq);
    return summary.read_seq === known.summary.read_seq ? known : { ...known, summary };
  });
}

/** Returns the state with the user's own settings of a conversation, all of them. */
export function applySettings(state: State, conversation: string, settings: ConversationSettings): State {
  return update(state, conversation, (known) => change(known, { settings }));
}

/** Returns the state in which this conversation has this state. */
export function withConversation(state: State, conversation: ConversationState): State {
  return { ...state, conversations: new Map(state.conversations).set(conversation.summary.conversation.id, conversation) };
}

/** Returns the state without these conversations. */
export function without(state: State, ids: readonly string[]): State {
  if (!ids.some((id) => state.conversations.has(id))) return state;
  const conversations = new Map(state.conversations);
  for (const id of ids) conversations.delete(id);
  return { ...state, conversations };
}

/** Returns the state after `how` has changed one conversation; the same state if it is not known or did not change. */
export function update(state: State, id: string, how: (known: ConversationState) => ConversationState): State {
  const known = state.conversations.get(id);
  if (!known) return state;
  const changed = how(known);
  return changed === known ? state : withConversation(state, changed);
}
