// Everything that the server has told this client and that it keeps. Replaced, never changed.
import type { ConversationSettings, ConversationSummary, Member, Message } from '../wire.ts';
import type { Window } from './window.ts';

export interface State {
  /** Whose state it is. */
  readonly me: string;
  /** The database that it was read from: another one makes it void. */
  readonly epoch: string | undefined;
  readonly userRev: number;
  readonly conversations: ReadonlyMap<string, ConversationState>;
  /** Whom the user has blocked. */
  readonly blocks: readonly string[];
  /** Whether it has been complete once: until then an empty list means nothing. */
  readonly isComplete: boolean;
}

export interface Summary extends ConversationSummary {
  mentions: number[];
  settings: ConversationSettings;
}

export interface ConversationState {
  readonly summary: Summary;
  /** Every change up to this rev is applied. */
  readonly rev: number;
  /** Absent until somebody looks at the conversation, or the server sends its latest messages. */
  readonly window: Window | undefined;
  /** How many are looking at it. */
  readonly viewers: number;
  /** Those members that were heard of, also of those who left: the higher rev wins. */
  readonly members: ReadonlyMap<string, Member>;
  /** Whether `members` holds all who are present. */
  readonly hasAllMembers: boolean;
  /** How many pages of history are on their way. What changes meanwhile is kept beside: the page may be older. */
  readonly loading: number;
  readonly meanwhile: ReadonlyMap<number, Message>;
}

export const DEFAULT_SETTINGS: ConversationSettings = { pinned: false, archived: false, notify: 'all' };

export function emptyState(me: string): State {
  return { me, epoch: undefined, userRev: 0, conversations: new Map(), blocks: [], isComplete: false };
}

export function conversationState(summary: ConversationSummary): ConversationState {
  return {
    summary: { ...summary, mentions: summary.mentions ?? [], settings: summary.settings ?? DEFAULT_SETTINGS },
    rev: summary.conversation.rev,
    window: undefined,
    viewers: 0,
    members: new Map(summary.members.map((member) => [member.user, member])),
    hasAllMembers: summary.members.length >= summary.conversation.member_count,
    loading: 0,
    meanwhile: new Map(),
  };
}
