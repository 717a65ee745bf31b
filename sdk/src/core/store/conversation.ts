// Applies one row, a member or a message, to a conversation's state and summary. Pure and idempotent.
import type { Member, Message } from '../../wire.ts';
import type { Limits } from './limits.ts';
import { requoted } from './quote.ts';
import type { ConversationState, State, Summary } from './state.ts';
import { keepNewest, KEPT_MESSAGES, mergeMessage, newer } from './window.ts';

/** Rows are applied for a user, under the server's limits. */
type Context = Pick<State, 'me' | 'limits' | 'blocks'>;

/** Returns the conversation with this state of a member. A summary names only the first few members. */
export function applyMember(known: ConversationState, member: Member, { me, limits }: Context): ConversationState {
  const before = known.members.get(member.user);
  if (before && before.rev >= member.rev) return known;
  const members = new Map(known.members).set(member.user, member);
  const role = member.user === me ? { role: member.role } : {};
  return { ...change(known, { ...role, members: namedMembers(known.summary.members, member, members, limits) }), members };
}

// A summary names the present members with the smallest user ids, as on the server. If one of them leaves, the next known member
// follows.
function namedMembers(named: Member[], member: Member, members: ReadonlyMap<string, Member>, { summary_members }: Limits): Member[] {
  const others = named.filter(({ user }) => user !== member.user);
  if (!member.left_at) return firstByUser([...others, member], summary_members);
  if (others.length === named.length) return named;
  return firstByUser([...members.values()].filter(({ left_at }) => left_at === undefined), summary_members);
}

function firstByUser(members: Member[], most: number): Member[] {
  return members.sort((one, other) => (one.user < other.user ? -1 : 1)).slice(0, most);
}

/** Returns the conversation with this state of a message. */
export function applyMessage(known: ConversationState, message: Message, context: Context): ConversationState {
  const { limits } = context;
  const window = known.window && mergeMessage(known.window, message, limits);
  const meanwhile = known.loading > 0 ? new Map(known.meanwhile).set(message.seq, message) : known.meanwhile;
  return {
    ...known,
    window: window && (known.viewers === 0 ? keepNewest(window, KEPT_MESSAGES) : window),
    meanwhile,
    summary: summarize(known.summary, message, context),
  };
}

function summarize(summary: Summary, message: Message, context: Context): Summary {
  const { me, limits } = context;
  const { conversation, last_message } = summary;
  const isNew = message.seq > conversation.last_seq;
  const last_seq = Math.max(conversation.last_seq, message.seq);
  // A user who writes has read everything before.
  const read_seq = message.sender === me && isNew ? last_seq : summary.read_seq;
  const next: Summary = {
    ...summary,
    conversation: isNew ? { ...conversation, last_seq, last_message_at: message.created_at } : conversation,
    last_message: latest(last_message, message, limits),
    mentions: noteMention(summary.mentions, message, context),
  };
  return moveCursor(next, read_seq);
}

function latest(last: Message | undefined, message: Message, limits: Limits): Message {
  if (!last || message.seq > last.seq) return message;
  if (message.seq === last.seq) return newer(last, message);
  const quote = requoted(last.quote, message, limits);
  return quote === last.quote || !quote ? last : { ...last, quote };
}

function noteMention(mentions: number[], message: Message, { me, limits, blocks }: Context): number[] {
  const isFound = mentions.includes(message.seq);
  // As on the server, the @all of a user mentions nobody who has blocked that user.
  const isMention =
    message.sender !== me &&
    !message.deleted_at &&
    ((message.mentions_all === true && !blocks.includes(message.sender)) || message.mentions?.includes(me) === true);
  if (isMention === isFound) return mentions;
  if (!isMention) return mentions.filter((seq) => seq !== message.seq);
  return [...mentions, message.seq].sort((one, other) => one - other).slice(-limits.summary_mentions);
}

/** Returns the summary after the user has read up to `readSeq`. The cursor moves forward only. */
export function moveCursor(summary: Summary, readSeq: number): Summary {
  const { last_seq } = summary.conversation;
  const read_seq = Math.min(Math.max(summary.read_seq, readSeq), last_seq);
  const mentions = summary.mentions.some((seq) => seq <= read_seq) ? summary.mentions.filter((seq) => seq > read_seq) : summary.mentions;
  return { ...summary, read_seq, unread: last_seq - read_seq, mentions };
}

/** Returns the conversation with other values in its summary. */
export function change(known: ConversationState, summary: Partial<Summary>): ConversationState {
  return { ...known, summary: { ...known.summary, ...summary } };
}
