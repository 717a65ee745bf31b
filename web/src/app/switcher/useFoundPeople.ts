import type { PublicUser } from '@parley/client';
import { useClient, useMe } from '@parley/client/react';
import { useEffect, useState } from 'react';

const ASK_AFTER_MS = 150;
const NOBODY: readonly PublicUser[] = [];

// Returns the users whose names begin with the query. The server is asked after a pause in typing.
export function useFoundPeople(query: string): readonly PublicUser[] {
  const client = useClient();
  const me = useMe();
  const [found, setFound] = useState<{ query: string; users: readonly PublicUser[] }>({ query: '', users: [] });
  useEffect(() => {
    if (query.length < 2) return;
    let isCurrent = true;
    const timer = setTimeout(() => {
      client.call('user.search', { q: query }).then(
        ({ users }) => isCurrent && setFound({ query, users: users.filter((user) => user.id !== me.id) }),
        () => undefined, // Without a connection the conversations are still found.
      );
    }, ASK_AFTER_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, me.id, query]);
  return query.length >= 2 && query.startsWith(found.query) ? found.users : NOBODY;
}
