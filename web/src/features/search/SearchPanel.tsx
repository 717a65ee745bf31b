import type { ConversationItem } from '@parley/client';
import { useMembersOf } from '@/features/conversations/useMembersOf.ts';
import { navigate, useRoute } from '@/platform/router.tsx';
import { paths } from '@/platform/routes.ts';
import { Search } from './Search.tsx';

// Searches one conversation. The query is part of the address, so it is kept when a found message is opened.
export function SearchPanel({ summary }: { summary: ConversationItem }) {
  const route = useRoute();
  const { id } = summary.conversation;
  const members = useMembersOf(summary);
  const query = route.name === 'conversation' ? (route.query.get('q') ?? '') : '';
  const seq = route.name === 'conversation' ? route.seq : undefined;
  const onQuery = (q: string) =>
    navigate(seq === undefined ? paths.conversation(id, { panel: 'search', q }) : paths.message(id, seq, { panel: 'search', q }), { replace: true });
  return (
    <Search
      query={query}
      onQuery={onQuery}
      conversation={id}
      senders={members.map((member) => ({ id: member.user, name: member.display_name }))}
    />
  );
}
