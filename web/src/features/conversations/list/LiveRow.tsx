import { useConversation, useMe } from '@parley/client/react';
import type { MenuAnchor } from '@/design/Menu.tsx';
import type { Item } from '@/features/conversations/item.ts';
import { useDraft } from '@/features/messages/composer/useDrafts.ts';
import { usePresenceOf } from '@/features/presence/usePresenceOf.ts';
import { useTypingNames } from '@/features/typing/useTypingNames.ts';
import { ConversationRow } from './ConversationRow.tsx';

// A row with its live parts: typing, presence and draft.
export function LiveRow({ item, isOpen, onMenu }: { item: Item; isOpen: boolean; onMenu: (item: Item, at: MenuAnchor) => void }) {
  const { id: me } = useMe();
  const members = useConversation(item.id)?.members;
  const nameOf = (user: string) => members?.find((member) => member.user === user)?.display_name ?? '';
  const typing = useTypingNames(item.id, (user) => nameOf(user) || item.name);
  const presence = usePresenceOf(item.other);
  const draft = useDraft(item.id);
  const sender = item.last ? nameOf(item.last.sender) : '';
  return (
    <ConversationRow
      item={item}
      me={me}
      isOpen={isOpen}
      senderName={firstWord(sender)}
      typing={typing}
      presence={presence?.state}
      draft={draft.text}
      onMenu={onMenu}
    />
  );
}

function firstWord(name: string): string {
  return name.split(' ')[0] ?? name;
}
