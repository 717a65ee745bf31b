// Creates clients for tests, against a real server. No test sleeps: `until` waits for a condition with a deadline.
import { afterAll, beforeAll } from 'vitest';
import { WebSocket as Socket } from 'ws';
import { Server } from '../../../web/e2e/support/server.ts';
import { createClient, memoryStorage, type Client, type ClientOptions, type Readable, type User } from '../../src/index.ts';

export { Server };
export const WITHIN_MS = 15_000;

// Starts one server for all tests of a file.
export function useServer(settings: Record<string, string> = {}): () => Server {
  let server: Server | undefined;
  beforeAll(async () => {
    server = await Server.start({ PARLEY_LIMITS_MESSAGES_PER_SECOND: '0', PARLEY_LIMITS_REQUESTS_PER_SECOND: '0', ...settings });
  });
  afterAll(async () => {
    await Promise.all(open.splice(0).map((client) => client.close()));
    await server?.remove();
  });
  return () => {
    if (!server) throw new Error('The server runs only within tests.');
    return server;
  };
}

const open: Client[] = [];

export function newClient(options: ClientOptions & { url: string }): Client {
  const client = createClient({ storage: memoryStorage(), cookie: false, WebSocket: Socket as unknown as typeof WebSocket, ...options });
  open.push(client);
  return client;
}

let counted = 0;

// Returns the client of a new user, connected.
export async function join(url: string, options: ClientOptions = {}, name = 'user'): Promise<Client> {
  const client = newClient({ url, ...options });
  counted += 1;
  await client.register({ username: `${name}${process.pid}x${counted}`, password: 'correct horse' });
  await connected(client);
  return client;
}

export function me(client: Client): User {
  const session = client.session.get();
  if (session.status !== 'signed-in') throw new Error('Nobody is signed in.');
  return session.user;
}

export async function connected(client: Client): Promise<void> {
  await until(client.connection, ({ status }) => status === 'connected');
  await until(client.conversations, ({ status }) => status === 'ready');
}

// Resolves to the first value that fits. Rejects after a while, and names the last value that did not fit.
export function until<T>(readable: Readable<T>, fits: (value: T) => boolean, withinMs = WITHIN_MS): Promise<T> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const value = readable.get();
      if (!fits(value)) return;
      clearTimeout(timer);
      end();
      resolve(value);
    };
    const timer = setTimeout(() => {
      end();
      reject(new Error(`It did not become true: ${String(fits)}\n${JSON.stringify(readable.get(), undefined, 1)}`));
    }, withinMs);
    let end = () => {};
    end = readable.subscribe(look);
    look();
  });
}

// Subscribes for the length of a test, so that the value is loaded and kept up to date.
export function watch<T>(readable: Readable<T>): Readable<T> {
  readable.subscribe(() => {});
  return readable;
}
