import { useConversations, useMe } from '@parley/client/react';
import { useMemo } from 'react';
import { itemOf } from './summary.ts';

export function useItems() {
  const { conversations, status } = useConversations();
  const { id: me } = useMe();
  const items = useMemo(() => conversations.map((summary) => itemOf(summary, me)), [conversations, me]);
  return { items, conversations, status };
}
