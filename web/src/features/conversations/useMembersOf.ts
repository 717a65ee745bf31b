import type { ConversationItem, Member } from '@parley/client';
import { useMembers } from '@parley/client/react';

// Returns all members of a conversation; until they are loaded, the few that the list of conversations names.
export function useMembersOf(summary: ConversationItem): readonly Member[] {
  const loaded = useMembers(summary.conversation.id);
  return loaded.length > 0 ? loaded : summary.members;
}
