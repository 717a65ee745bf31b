import { useMe } from '@parley/client/react';
import { useSyncExternalStore } from 'react';
import { privateStorage, whenSignedOut } from '@/platform/client.ts';
import { Drafts, type Draft } from './drafts.ts';

// The drafts of the signed-in account.
const kept = new Map<string, Drafts>();
whenSignedOut(() => kept.clear());

export function useDrafts(): Drafts {
  const { id } = useMe();
  const drafts = kept.get(id) ?? new Drafts(id, privateStorage);
  kept.set(id, drafts);
  return drafts;
}

export function useDraft(conversation: string): Draft {
  const drafts = useDrafts();
  return useSyncExternalStore(drafts.subscribe, () => drafts.read(conversation));
}
