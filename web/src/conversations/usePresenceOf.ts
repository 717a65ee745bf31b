import type { Presence, Readable } from '@parley/client';
import { useClient, useReadable } from '@parley/client/react';

const NOBODY: Readable<Presence | undefined> = { get: () => undefined, subscribe: () => () => undefined };

// How somebody is, or nothing where there is nobody to ask about, as in a group.
export function usePresenceOf(user: string | undefined): Presence | undefined {
  const client = useClient();
  return useReadable(user === undefined ? NOBODY : client.presenceOf(user));
}
