// Turns what the SDK holds of a conversation into what the list and the header show.
import type { ConversationItem, Member } from '@parley/client';
import { contentOf } from '@/features/messages/content.ts';
import type { Item } from './item.ts';

export function otherOf({ conversation, members }: ConversationItem, me: string): Member | undefined {
  return conversation.kind === 'direct' ? (members.find((member) => member.user !== me) ?? members[0]) : undefined;
}

export function nameOf(summary: ConversationItem, me: string): string {
  return otherOf(summary, me)?.display_name ?? summary.conversation.title;
}

// An unchanged summary gives the same item, so its row is not drawn again.
const items = new WeakMap<ConversationItem, Item>();

export function itemOf(summary: ConversationItem, me: string): Item {
  const item = items.get(summary) ?? makeItem(summary, me, Date.now());
  items.set(summary, item);
  return item;
}

function makeItem(summary: ConversationItem, me: string, now: number): Item {
  const { conversation, last_message: last, settings } = summary;
  return {
    id: conversation.id,
    name: nameOf(summary, me),
    isGroup: conversation.kind !== 'direct',
    other: otherOf(summary, me)?.user,
    label: conversation.label,
    at: Date.parse(conversation.last_message_at ?? conversation.created_at),
    last: last && {
      seq: last.seq,
      sender: last.sender,
      content: contentOf(last),
    },
    unread: summary.unread,
    mentions: summary.mentions.length,
    isPinned: settings.pinned,
    isArchived: settings.archived,
    isMuted: settings.muted_until !== undefined && Date.parse(settings.muted_until) > now,
  };
}
