import type { ConversationItem } from '@parley/client';
import { useBlocks, useMe } from '@parley/client/react';
import { otherOf } from './summary.ts';

// Returns whether the reader has blocked the other member of a direct conversation, so nothing can be written there.
export function useIsBlocked(summary: ConversationItem): boolean {
  const { id: me } = useMe();
  const other = otherOf(summary, me)?.user;
  const blocks = useBlocks();
  return other !== undefined && blocks.includes(other);
}
