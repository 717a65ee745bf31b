import { useMe } from '@parley/client/react';
import { useSyncExternalStore } from 'react';
import { Drafts, type Draft } from './drafts.ts';

// The drafts of every account that has been signed in since the web client was loaded.
const kept = new Map<string, Drafts>();

export function useDrafts(): Drafts {
  const { id } = useMe();
  const drafts = kept.get(id) ?? new Drafts(id, localStorage);
  kept.set(id, drafts);
  return drafts;
}

export function useDraft(conversation: string): Draft {
  const drafts = useDrafts();
  return useSyncExternalStore(drafts.subscribe, () => drafts.read(conversation));
}
