import type { Conversation } from '@parley/client';
import { useBlocks } from '@parley/client/react';
import { useCallback } from 'react';

type IsHidden = (kind: Conversation['kind'] | undefined, user: string) => boolean;

// Returns whether what a user wrote in a conversation of this kind is hidden, because the reader has blocked the user. What was said
// in a direct conversation before the block stays readable.
export function useIsHidden(): IsHidden {
  const blocks = useBlocks();
  return useCallback((kind, user) => kind !== 'direct' && blocks.includes(user), [blocks]);
}
