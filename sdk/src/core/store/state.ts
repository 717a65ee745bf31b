// Defines the state: everything from the server that the client keeps. A change replaces the state and never mutates it.
import type { ConversationSettings, ConversationSummary, Invitation, Member, Message } from '../../wire.ts';
import { limitsOf, type Limits } from './limits.ts';
import type { Window } from './window.ts';

/** The state of one client. */
export interface State {
  /** The id of the signed-in user; empty if no user is signed in. */
  readonly me: string;
  /** The server's limits; the usual ones before the first hello. */
  readonly limits: Limits;
  /** Names the database from which the state was read. If another database answers, the state is dropped. */
  readonly epoch: string | undefined;
  /** How far the user's own stream of events is applied. */
  readonly userRev: number;
  readonly conversations: ReadonlyMap<string, ConversationState>;
  /** The ids of the users that the user has blocked. */
  readonly blocks: readonly string[];
  /** The invitations that wait for the user's answer, the oldest first. */
  readonly invitations: readonly Invitation[];
  /** Whether a sync was ever complete. Before that an empty list means nothing. */
  readonly isComplete: boolean;
}

/** A summary with its optional parts filled in. */
export interface Summary extends ConversationSummary {
  mentions: number[];
  settings: ConversationSettings;
}

/** What the client knows of one conversation. */
export interface ConversationState {
  readonly summary: Summary;
  /** Every change up to this rev is applied. */
  readonly rev: number;
  /** Absent until the conversation is shown for the first time, or the server sends its latest messages. */
  readonly window: Window | undefined;
  /** How many viewers show the conversation. */
  readonly viewers: number;
  /** All known members by user id, also those who have left. The higher rev wins. */
  readonly members: ReadonlyMap<string, Member>;
  /** Whether `members` holds every present member. */
  readonly hasAllMembers: boolean;
  /** How many pages of history are under way. */
  readonly loading: number;
  /** The messages that changed while a page is under way, by seq. */
  readonly meanwhile: ReadonlyMap<number, Message>;
}

const DEFAULT_SETTINGS: ConversationSettings = { pinned: false, archived: false, notify: 'all' };

/** Returns the state of a user before anything is known. */
export function emptyState(me: string): State {
  return { me, limits: limitsOf(), epoch: undefined, userRev: 0, conversations: new Map(), blocks: [], invitations: [], isComplete: false };
}

/** Returns the state of a conversation before more than its summary is known. */
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
