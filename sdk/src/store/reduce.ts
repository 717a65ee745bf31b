// What an event, or a part of a sync, makes of the state. Pure, and idempotent: what has been applied changes nothing when
// it comes again.
import type { Conversation, ConversationChanges, ConversationSummary, Member, Message, ServerEvent } from '../wire.ts';
import { conversationState, type ConversationState, type State, type Summary } from './state.ts';
import { keepNewest, KEPT_MESSAGES, mergeMessage, newer, requoted } from './window.ts';

type ConversationEvent = Extract<ServerEvent, { rev: number }>;

// Whether something is missing before this event. It is applied once that has been synced.
export function isGap(state: State, event: ConversationEvent): boolean {
  const known = state.conversations.get(event.conversation);
  if (!known) return true;
  const since = event.event === 'conversation.changes' ? event.data.since : event.rev - 1;
  return since > known.rev;
}

export function applyEvent(state: State, event: ConversationEvent): State {
  return update(state, event.conversation, (known) => {
    if (event.rev <= known.rev || isGap(state, event)) return known;
    return reach(applyData(known, event, state.me), event.rev);
  });
}

function applyData(known: ConversationState, event: ConversationEvent, me: string): ConversationState {
  switch (event.event) {
    case 'member.added':
    case 'member.removed':
    case 'member.updated': {
      // A summary that was read later has counted this one.
      const isCounted = event.rev <= known.summary.conversation.rev || event.event === 'member.updated';
      const step = isCounted ? 0 : event.event === 'member.added' ? 1 : -1;
      return countMembers(applyMember(known, event.data, me), step);
    }
    case 'conversation.updated':
      return applyProperties(known, event.data);
    case 'conversation.changes':
      return applyRows(known, event.data, me);
    default:
      return applyMessage(known, event.data, me);
  }
}

export function applyChanges(state: State, changes: ConversationChanges): State {
  return update(state, changes.conversation, (known) =>
    changes.rev <= known.rev ? known : reach(applyRows(known, changes, state.me), changes.rev),
  );
}

// Everything up to this rev is applied.
function reach(known: ConversationState, rev: number): ConversationState {
  const { conversation } = known.summary;
  return { ...change(known, { conversation: { ...conversation, rev: Math.max(conversation.rev, rev) } }), rev };
}

function applyRows(known: ConversationState, { properties, members, messages }: ConversationChanges, me: string) {
  let result = properties ? applyProperties(known, properties) : known;
  for (const member of members) result = applyMember(result, member, me);
  for (const message of messages) result = applyMessage(result, message, me);
  return result;
}

function applyProperties(known: ConversationState, properties: Conversation): ConversationState {
  const { conversation } = known.summary;
  if (properties.rev < conversation.rev) return known;
  // How far the messages go they say themselves: by which of them are new.
  return change(known, { conversation: { ...properties, last_seq: conversation.last_seq } });
}

function countMembers(known: ConversationState, step: number): ConversationState {
  const { conversation } = known.summary;
  return step === 0 ? known : change(known, { conversation: { ...conversation, member_count: conversation.member_count + step } });
}

// How many of a group's members a summary names.
const PREVIEW = 5;

export function applyMember(known: ConversationState, member: Member, me: string): ConversationState {
  const before = known.members.get(member.user);
  if (before && before.rev >= member.rev) return known;
  const members = new Map(known.members).set(member.user, member);
  const { summary } = known;
  const isShown = summary.members.some(({ user }) => user === member.user);
  const others = summary.members.filter(({ user }) => user !== member.user);
  const preview = member.left_at ? others : isShown ? summary.members.map((one) => (one.user === member.user ? member : one)) : [...others, member];
  const role = member.user === me ? { role: member.role } : {};
  return { ...change(known, { ...role, members: isShown || preview.length <= PREVIEW ? preview : summary.members }), members };
}

export function applyMessage(known: ConversationState, message: Message, me: string): ConversationState {
  const { summary } = known;
  const window = known.window && mergeMessage(known.window, message);
  const meanwhile = known.loading > 0 ? new Map(known.meanwhile).set(message.seq, message) : known.meanwhile;
  return {
    ...known,
    window: window && (known.viewers === 0 ? keepNewest(window, KEPT_MESSAGES) : window),
    meanwhile,
    summary: summarize(summary, message, me),
  };
}

function summarize(summary: Summary, message: Message, me: string): Summary {
  const { conversation, last_message } = summary;
  const isNew = message.seq > conversation.last_seq;
  const last_seq = Math.max(conversation.last_seq, message.seq);
  // Who writes has read what was there.
  const read_seq = message.sender === me && isNew ? last_seq : summary.read_seq;
  const next: Summary = {
    ...summary,
    conversation: isNew ? { ...conversation, last_seq, last_message_at: message.created_at } : conversation,
    last_message: latest(last_message, message),
    mentions: noteMention(summary.mentions, message, me),
  };
  return moveCursor(next, read_seq);
}

function latest(last: Message | undefined, message: Message): Message {
  if (!last || message.seq > last.seq) return message;
  if (message.seq === last.seq) return newer(last, message);
  const quote = requoted(last.quote, message);
  return quote === last.quote || !quote ? last : { ...last, quote };
}

const MENTIONS_KEPT = 100;

function noteMention(mentions: number[], message: Message, me: string): number[] {
  const isFound = mentions.includes(message.seq);
  const isMention =
    message.sender !== me && !message.deleted_at && (message.mentions_all === true || message.mentions?.includes(me) === true);
  if (isMention === isFound) return mentions;
  if (!isMention) return mentions.filter((seq) => seq !== message.seq);
  return [...mentions, message.seq].sort((one, other) => one - other).slice(-MENTIONS_KEPT);
}

// Forward only: what was read stays read.
export function moveCursor(summary: Summary, readSeq: number): Summary {
  const { last_seq } = summary.conversation;
  const read_seq = Math.min(Math.max(summary.read_seq, readSeq), last_seq);
  const mentions = summary.mentions.some((seq) => seq <= read_seq) ? summary.mentions.filter((seq) => seq > read_seq) : summary.mentions;
  return { ...summary, read_seq, unread: last_seq - read_seq, mentions };
}

// A conversation as a summary says that it is now. Windows stay: what is missing in them comes with the events.
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

export function withConversation(state: State, conversation: ConversationState): State {
  return { ...state, conversations: new Map(state.conversations).set(conversation.summary.conversation.id, conversation) };
}

export function without(state: State, ids: readonly string[]): State {
  if (!ids.some((id) => state.conversations.has(id))) return state;
  const conversations = new Map(state.conversations);
  for (const id of ids) conversations.delete(id);
  return { ...state, conversations };
}

export function update(state: State, id: string, how: (known: ConversationState) => ConversationState): State {
  const known = state.conversations.get(id);
  if (!known) return state;
  const changed = how(known);
  return changed === known ? state : withConversation(state, changed);
}

function change(known: ConversationState, summary: Partial<Summary>): ConversationState {
  return { ...known, summary: { ...known.summary, ...summary } };
}
