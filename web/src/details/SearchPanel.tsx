import type { ConversationItem } from '@parley/client';
import { useMembers } from '@parley/client/react';
import { navigate, useRoute } from '@/app/router.tsx';
import { paths } from '@/app/routes.ts';
import { Search } from '@/search/Search.tsx';

// Search in one conversation. What is looked for stands in the address, so it is still there after a look at what was found.
export function SearchPanel({ summary }: { summary: ConversationItem }) {
  const route = useRoute();
  const { id } = summary.conversation;
  const known = useMembers(id);
  const members = known.length > 0 ? known : summary.members;
  const query = route.name === 'conversation' ? (route.query.get('q') ?? '') : '';
  const seq = route.name === 'conversation' ? route.seq : undefined;
  const onQuery = (q: string) =>
    navigate(seq === undefined ? paths.conversation(id, { panel: 'search', q }) : paths.message(id, seq, { panel: 'search', q }), { replace: true });
  return (
    <Search
      query={query}
      onQuery={onQuery}
      conversation={id}
      people={members.map((member) => ({ id: member.user, name: member.display_name }))}
    />
  );
}
