import type { Presence, Readable } from '@parley/client';
import { useClient, useReadable } from '@parley/client/react';

const NOBODY: Readable<Presence | undefined> = { get: () => undefined, subscribe: () => () => undefined };

// Returns the presence of a user; undefined for no user, as in a group, and until the server has answered.
export function usePresenceOf(user: string | undefined): Presence | undefined {
  const client = useClient();
  return useReadable(user === undefined ? NOBODY : client.presenceOf(user));
}
