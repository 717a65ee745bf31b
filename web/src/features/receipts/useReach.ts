import { useMe, useReceipts } from '@parley/client/react';
import { useMemo } from 'react';
import { reachOf, type Reach } from './ticks.ts';

// Returns how far the other members of a conversation have received and read.
export function useReach(conversation: string): Reach {
  const { id: me } = useMe();
  const receipts = useReceipts(conversation);
  return useMemo(
    () => reachOf(receipts.map((one) => ({ user: one.user, deliveredSeq: one.delivered_seq, readSeq: one.read_seq })), me),
    [receipts, me],
  );
}
