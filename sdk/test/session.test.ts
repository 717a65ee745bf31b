import { expect, test } from 'vitest';
import { systemClock } from '../src/base/clock.ts';
import { memoryStorage } from '../src/index.ts';
import { connected, join, me, newClient, until, useServer } from './support/parley.ts';

const server = useServer({ PARLEY_AUTH_ACCESS_TOKEN_MINUTES: '1' });

// Gives two clients a common cookie jar, as the tabs of a browser have. Node's fetch has none.
function jar() {
  let cookie = '';
  let isReachable = true;
  const refreshes: number[] = [];
  const fetchWithCookie: typeof fetch = async (input, init) => {
    if (!isReachable) throw new TypeError('fetch failed');
    const url = input instanceof Request ? input.url : input.toString();
    if (url.endsWith('/api/refresh')) refreshes.push(Date.now());
    const headers = new Headers(init?.headers);
    if (cookie) headers.set('Cookie', cookie);
    const reply = await fetch(input, { ...init, headers });
    const [set] = reply.headers.getSetCookie();
    if (set) cookie = set.split(';')[0] ?? '';
    return reply;
  };
  return { fetch: fetchWithCookie, refreshes, reach: (may: boolean) => (isReachable = may) };
}

test('two tabs that wake up together send one refresh', async () => {
  const { fetch, refreshes } = jar();
  const storage = memoryStorage();
  const url = server().url;
  const first = await join(url, { fetch, cookie: true, storage });
  await first.close();

  const tabs = [1, 2, 3].map(() => newClient({ url, fetch, cookie: true, storage }));
  await Promise.all(tabs.map((tab) => tab.restore()));
  await Promise.all(tabs.map((tab) => connected(tab)));
  expect(refreshes).toHaveLength(1);
  await Promise.all(tabs.map((tab) => tab.close()));
});

test('many requests that need a token at once wait for one refresh', async () => {
  const { fetch, refreshes } = jar();
  const storage = memoryStorage();
  const url = server().url;
  await (await join(url, { fetch, storage })).close();
  const again = newClient({ url, fetch, storage });
  await again.restore();
  await Promise.all(Array.from({ length: 10 }, () => again.call('me.get', {})));
  expect(refreshes).toHaveLength(1);
});

test('a session that is ended on another device signs this device out', async () => {
  const url = server().url;
  const ana = await join(url);
  const phone = newClient({ url });
  await phone.signIn({ username: me(ana).username, password: 'correct horse' });
  await connected(phone);
  const { sessions, current } = await ana.call('session.list', {});
  const other = sessions.find(({ id }) => id !== current);
  await ana.call('session.revoke', { session: other?.id ?? '' });
  const state = await until(phone.session, ({ status }) => status === 'signed-out');
  expect(state).toEqual({ status: 'signed-out', reason: 'revoked' });
  expect(phone.connection.get().status).toBe('signed_out');
  expect(phone.conversations.get().conversations).toEqual([]);
});

test('another e-mail address needs the password', async () => {
  const ana = await join(server().url);
  const email = 'ana@example.org';
  await expect(ana.updateMe({ email })).rejects.toMatchObject({ code: 'invalid_request' });
  await expect(ana.updateMe({ email, current_password: 'wrong' })).rejects.toMatchObject({ code: 'bad_credentials' });
  await ana.updateMe({ email, current_password: 'correct horse' });
  expect(me(ana).email).toBe(email);
  await ana.call('password.confirm', { current_password: 'correct horse' });
});

test('signing out deletes what was stored on this device', async () => {
  const storage = memoryStorage();
  const ana = await join(server().url, { storage });
  const id = await ana.createGroup({ title: 'Kept' });
  ana.send(id, 'secret');
  await until(ana.connection, ({ queued }) => queued === 0);
  await ana.signOut();
  await until(ana.conversations, ({ conversations }) => conversations.length === 0);
  const left = (await storage.list('')).filter(([, value]) => JSON.stringify(value).includes('secret'));
  expect(left).toEqual([]);
});

test('a write that was under way when the user signed out leaves nothing behind', async () => {
  const storage = memoryStorage();
  let letGo: (() => void) | undefined;
  const slow: typeof storage = {
    ...storage,
    async set(key, value) {
      if (key.startsWith('conversation/')) await new Promise<void>((done) => (letGo = done));
      else await storage.set(key, value);
    },
  };
  const ana = await join(server().url, { storage: slow });
  await ana.createGroup({ title: 'Kept' });
  await expect.poll(() => letGo).toBeDefined();
  await ana.signOut();
  letGo?.();
  await ana.close();
  expect(await storage.list('')).toEqual([]);
});

test('a user who keeps nothing on a device leaves only the session there, and stays signed in over a reload', async () => {
  const storage = memoryStorage();
  const url = server().url;
  const ana = await join(url);
  const guest = newClient({ url, storage });
  await guest.signIn({ username: me(ana).username, password: 'correct horse', keep: false });
  await connected(guest);
  expect(guest.keepsMessages.get()).toBe(false);
  const id = await guest.createGroup({ title: 'Secret' });
  guest.send(id, 'secret');
  await until(guest.connection, ({ queued }) => queued === 0);
  await guest.close();
  const keys = async () => (await storage.list('')).map(([key]) => key);
  expect(await keys()).toEqual(['keeps_nothing', 'refresh_token']);

  const reloaded = newClient({ url, storage });
  await reloaded.restore();
  await connected(reloaded);
  expect(reloaded.keepsMessages.get()).toBe(false);
  await until(reloaded.conversation(id), (row) => row?.conversation.title === 'Secret');
  reloaded.send(id, 'secret again');
  await until(reloaded.connection, ({ queued }) => queued === 0);
  expect(await keys()).toEqual(['keeps_nothing', 'refresh_token']);
  await reloaded.signOut();
  expect(await keys()).toEqual([]);
});

test('a visit without a network does not forget that nothing is kept', async () => {
  const { fetch, reach } = jar();
  const storage = memoryStorage();
  const url = server().url;
  const ana = await join(url);
  const guest = newClient({ url, fetch, cookie: true, storage });
  await guest.signIn({ username: me(ana).username, password: 'correct horse', keep: false });
  await connected(guest);
  await guest.close();
  reach(false);
  const offline = newClient({ url, fetch, cookie: true, storage });
  await offline.restore();
  expect(offline.session.get()).toEqual({ status: 'signed-out' });
  await offline.close();
  reach(true);
  const back = newClient({ url, fetch, cookie: true, storage });
  await back.restore();
  await connected(back);
  await back.createGroup({ title: 'Secret' });
  expect((await storage.list('')).map(([key]) => key)).toEqual(['keeps_nothing']);
});

test('a user who signs out without a network is signed out at once, and the server learns of it later', async () => {
  const { fetch, reach } = jar();
  const storage = memoryStorage();
  const url = server().url;
  const ana = await join(url, { fetch, cookie: true, storage });
  const phone = newClient({ url });
  await phone.signIn({ username: me(ana).username, password: 'correct horse' });
  reach(false);
  const leaving = ana.signOut();
  expect(ana.session.get()).toEqual({ status: 'signed-out', reason: 'signed_out' });
  await leaving;
  await ana.close();

  const reloaded = newClient({ url, fetch, cookie: true, storage });
  await reloaded.restore();
  expect(reloaded.session.get()).toEqual({ status: 'signed-out' });
  await reloaded.close();
  expect((await phone.call('session.list', {})).sessions).toHaveLength(2);

  reach(true);
  const back = newClient({ url, fetch, cookie: true, storage });
  await back.restore();
  await expect.poll(async () => (await phone.call('session.list', {})).sessions.length).toBe(1);
  await back.signIn({ username: me(phone).username, password: 'correct horse' });
  await connected(back);
});

test('wrong credentials are an error of their own, and no user is signed in', async () => {
  const client = newClient({ url: server().url });
  await client.restore();
  await expect(client.signIn({ username: 'nobody', password: 'wrong' })).rejects.toMatchObject({ code: 'bad_credentials', status: 401 });
  expect(client.session.get().status).toBe('signed-out');
});

test('the error for a server that cannot be reached differs from a refusal', async () => {
  const client = newClient({ url: 'http://127.0.0.1:1' });
  await expect(client.signIn({ username: 'ana', password: 'x' })).rejects.toMatchObject({ code: 'network', isTemporary: true });
});

test('a token is renewed before it expires, on the connection that there is', async () => {
  const { fetch, refreshes } = jar();
  // Long waits take a twentieth of their time.
  const clock = { ...systemClock, after: (ms: number, run: () => void) => systemClock.after(ms > 20_000 ? ms / 20 : ms, run) };
  const ana = await join(server().url, { fetch, clock });
  const states: string[] = [];
  ana.connection.subscribe(() => states.push(ana.connection.get().status));
  await until({ get: () => refreshes.length, subscribe: every }, (count) => count >= 1);
  await expect(ana.call('me.get', {})).resolves.toMatchObject({ id: me(ana).id });
  expect(states).toEqual([]);
});

// Stands for the subscribe() of a value that has none: calls `look` every 20 ms.
function every(look: () => void): () => void {
  const timer = setInterval(look, 20);
  return () => clearInterval(timer);
}
