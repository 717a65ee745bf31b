import type { Client } from '@parley/client';

// A server that answers at all answers a question about a user sooner than this.
const WITHIN_MS = 2_000;

// Resolves to the display name of a user. If the client has not met the user yet, it asks the server. Resolves to undefined
// if the answer does not come in time. Never rejects.
export function findName(client: Pick<Client, 'person'>, user: string): Promise<string | undefined> {
  const person = client.person(user);
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      end();
      resolve(person.get()?.display_name);
    };
    const timer = setTimeout(finish, WITHIN_MS);
    const end = person.subscribe(() => person.get() && finish());
    if (person.get()) finish();
  });
}
