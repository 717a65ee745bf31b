import type { ConversationItem } from '@parley/client';
import { useMembers, usePeople } from '@parley/client/react';
import { useMemo } from 'react';
import { useStrings } from '@/i18n/languages.ts';

// Returns the names of a conversation's members, including those who have left.
export function useNames(summary: ConversationItem): (user: string) => string {
  const { someone } = useStrings().messages;
  const members = useMembers(summary.conversation.id);
  const people = usePeople();
  return useMemo(() => {
    const names = new Map([...summary.members, ...members].map((member) => [member.user, member.display_name]));
    return (user) => names.get(user) ?? people.get(user)?.display_name ?? someone;
  }, [summary.members, members, people, someone]);
}
