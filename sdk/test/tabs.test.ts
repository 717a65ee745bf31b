import { expect, test } from 'vitest';
import { memoryStorage, type Client } from '../src/index.ts';
import { connected, join, me, newClient, until, useServer, watch } from './support/parley.ts';

const server = useServer();

// Creates two clients over one storage, as two tabs of a browser have.
async function twoTabs(): Promise<[Client, Client]> {
  const storage = memoryStorage();
  const first = await join(server().url, { storage });
  const second = newClient({ url: server().url, storage });
  await second.restore();
  await connected(second);
  return [first, second];
}

test('a message that is written or read in one tab is written or read in the other', async () => {
  const [first, second] = await twoTabs();
  const ben = await join(server().url);
  const id = await first.openDirect(me(ben).id);
  await until(second.conversation(id), (row) => row !== undefined);
  const shown = [watch(first.messages(id)), watch(second.messages(id))];
  first.send(id, 'from the first');
  await until(second.conversation(id), (row) => row?.conversation.last_seq === 1);
  second.send(id, 'from the second');
  for (const messages of shown) await until(messages, ({ messages }) => messages.length === 2 && messages.every(({ state }) => !state));
  expect(shown[0]?.get().messages).toEqual(shown[1]?.get().messages);

  ben.send(id, 'hello');
  await until(first.conversation(id), (row) => row?.unread === 1);
  await until(second.conversation(id), (row) => row?.unread === 1);
  first.markRead(id, 3);
  await until(second.conversation(id), (row) => row?.unread === 0);
});

test('messages that one tab left unsent, and that two tabs then send, arrive once and in order', async () => {
  const storage = memoryStorage();
  const ana = await join(server().url, { storage });
  const ben = await join(server().url);
  const id = await ana.openDirect(me(ben).id);
  await until(ben.conversation(id), (row) => row !== undefined);
  await ana.close();
  const texts = ['one', 'two', 'three', 'four'];
  for (const text of texts) ana.send(id, text); // without a connection

  const tabs = [1, 2].map(() => newClient({ url: server().url, storage }));
  await Promise.all(tabs.map((tab) => tab.restore()));
  const theirs = watch(ben.messages(id));
  await until(theirs, ({ messages }) => messages.length === texts.length);
  for (const tab of tabs) await until(tab.connection, ({ status, queued }) => status === 'connected' && queued === 0);
  expect(theirs.get().messages.map(({ body }) => body)).toEqual(texts);
  expect(await storage.list('outbox/')).toEqual([]);
});
