// Creates the rows of the list of conversations from the server's summaries and from the messages that wait to be sent. A row
// of a group leaves out what blocked people wrote.
import type { StoredMessage } from '../../core/store/message.ts';
import type { ConversationState, State, Summary } from '../../core/store/state.ts';
import type { Window } from '../../core/store/window.ts';
import type { ConversationSettings, Member } from '../../wire.ts';
import type { Senders } from './unread.ts';

/** A conversation as a list shows it. */
export interface ConversationItem extends Summary {
  /** The last message that waits to be sent; if there is none, the last one that the server has. */
  last_message?: StoredMessage;
}

/** All conversations of the user. */
export interface ConversationList {
  /** Pinned ones first, then the most recently active. Archived ones are included: filter what you show. */
  conversations: readonly ConversationItem[];
  status: 'loading' | 'ready';
}

export type MemberRole = Member['role'];
export type NotifyLevel = ConversationSettings['notify'];

interface Row {
  of: Summary;
  outgoing: StoredMessage | undefined;
  // What the blocks of the user hide depends on these three; undefined if nothing is hidden.
  window: Window | undefined;
  senders: Senders | undefined;
  blocks: readonly string[] | undefined;
  item: ConversationItem;
}

// Holds the rows of the list. A row that has not changed stays the same object.
export class ConversationRows {
  #rows = new Map<string, Row>();
  #sorted: ConversationItem[] = [];

  /** Returns the row of a conversation from the last call of show(). */
  get(id: string): ConversationItem | undefined {
    return this.#rows.get(id)?.item;
  }

  /**
   * Returns the rows in their order. If no row has changed, it returns the same list. `senders` has the senders of unread messages, by
   * conversation.
   */
  readonly show = (state: State, outgoing: readonly StoredMessage[], senders: ReadonlyMap<string, Senders>): ConversationItem[] => {
    const last = new Map(outgoing.map((message) => [message.conversation, message]));
    const rows = new Map<string, Row>();
    for (const [id, conversation] of state.conversations) {
      const before = this.#rows.get(id);
      const row = rowOf(conversation, last.get(id), state.blocks, senders.get(id));
      rows.set(id, before && isSameRow(before, row) ? before : row);
    }
    this.#rows = rows;
    const sorted = sortItems(Array.from(rows.values(), ({ item }) => item));
    const isSame = sorted.length === this.#sorted.length && sorted.every((item, index) => item === this.#sorted[index]);
    if (!isSame) this.#sorted = sorted;
    return this.#sorted;
  };
}

function rowOf(
  { summary, window }: ConversationState,
  outgoing: StoredMessage | undefined,
  blocks: readonly string[],
  senders: Senders | undefined,
): Row {
  // Nobody who is separated by a block writes in a direct conversation.
  const hides = blocks.length > 0 && summary.conversation.kind !== 'direct';
  const shown = hides ? withoutBlocked(summary, window, senders, new Set(blocks)) : summary;
  return {
    of: summary,
    outgoing,
    window: hides ? window : undefined,
    senders: hides ? senders : undefined,
    blocks: hides ? blocks : undefined,
    item: outgoing ? { ...shown, last_message: outgoing } : shown,
  };
}

function isSameRow(one: Row, other: Row): boolean {
  const keys = ['of', 'outgoing', 'window', 'senders', 'blocks'] as const;
  return keys.every((key) => one[key] === other[key]);
}

/** Returns the summary without the messages of blocked people: in the preview, the number of unread ones and the mentions. */
function withoutBlocked(
  summary: Summary,
  window: Window | undefined,
  senders: Senders | undefined,
  blocked: ReadonlySet<string>,
): Summary {
  const loaded = window?.messages ?? [];
  const hidden = new Set(loaded.filter(({ sender }) => blocked.has(sender)).map(({ seq }) => seq));
  for (const [seq, sender] of senders ?? []) if (blocked.has(sender)) hidden.add(seq);
  const last = summary.last_message;
  const isHidden = last !== undefined && blocked.has(last.sender);
  if (isHidden) hidden.add(last.seq);
  if (hidden.size === 0) return summary;
  const { last_message, ...rest } = summary;
  const shownLast = isHidden && !window?.hasNewer ? loaded.findLast(({ sender }) => !blocked.has(sender)) : isHidden ? undefined : last_message;
  return {
    ...rest,
    ...(shownLast && { last_message: shownLast }),
    unread: summary.unread - [...hidden].filter((seq) => seq > summary.read_seq).length,
    mentions: summary.mentions.filter((seq) => !hidden.has(seq)),
  };
}

function sortItems(items: readonly ConversationItem[]): ConversationItem[] {
  return [...items].sort(
    (one, other) => Number(other.settings.pinned) - Number(one.settings.pinned) || (activeAt(one) < activeAt(other) ? 1 : -1),
  );
}

// Times are RFC 3339 in UTC with milliseconds, so the later one is the greater text.
function activeAt({ last_message, conversation }: ConversationItem): string {
  return last_message?.created_at ?? conversation.last_message_at ?? conversation.created_at;
}
