import { expect, onTestFinished, test } from 'vitest';
import { WebSocket as Socket } from 'ws';
import { connected, join, me, newClient, Server, until, useServer, watch } from './support/parley.ts';
import { memoryStorage, type Client } from '../src/index.ts';
import { Proxy } from './support/proxy.ts';

const server = useServer();

async function proxied(): Promise<Proxy> {
  const proxy = await Proxy.start(server().url);
  onTestFinished(() => proxy.close());
  return proxy;
}

const bodies = (client: Client, id: string) => client.messages(id).get().messages.map(({ body }) => body);
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `message ${index + 1}`);

test('fifty messages arrive once and in order, although the connection is cut again and again', async () => {
  const proxy = await proxied();
  const [ana, ben] = await Promise.all([join(proxy.url), join(server().url)]);
  const id = await ana.openDirect(me(ben).id);
  const theirs = watch(ben.messages(id));
  const texts = numbered(50);
  for (const [index, text] of texts.entries()) {
    ana.send(id, text);
    if (index % 10 !== 9) continue;
    await until(ben.conversation(id), (row) => (row?.conversation.last_seq ?? 0) > index - 5);
    proxy.cut();
    ana.reconnectNow();
  }
  await until(theirs, ({ messages }) => messages.length === texts.length);
  expect(bodies(ben, id)).toEqual(texts);
  await until(ana.connection, ({ queued }) => queued === 0);
});

test('messages and changes by others during an interruption are there after the reconnection', async () => {
  const proxy = await proxied();
  const [ana, ben] = await Promise.all([join(proxy.url), join(server().url)]);
  const id = await ana.openDirect(me(ben).id);
  const mine = watch(ana.messages(id));
  const theirs = watch(ben.messages(id));
  for (const text of ['one', 'two', 'three']) ben.send(id, text);
  await until(mine, ({ messages }) => messages.length === 3);
  proxy.down();
  await until(ana.connection, ({ status }) => status === 'reconnecting');
  await ben.edit(id, 1, 'changed');
  await ben.remove(id, 2);
  ben.send(id, 'four');
  await until(theirs, ({ messages }) => messages.length === 4 && messages.every(({ state }) => !state));
  proxy.up();
  await until(mine, ({ messages }) => messages.length === 4);
  expect(mine.get().messages).toEqual(theirs.get().messages);
});

test('an event that arrives in the same read as the reply to hello is handled after it', async () => {
  // Passes on several messages at once, as ws does with the messages of one read.
  let atOnce = 1;
  let noteHeld = () => {};
  const held: unknown[][] = [];
  class Bunching extends Socket {
    override emit(event: string | symbol, ...values: unknown[]): boolean {
      if (event !== 'message') return super.emit(event, ...values);
      held.push(values);
      if (held.length < atOnce) noteHeld();
      else for (const one of held.splice(0)) super.emit(event, ...one);
      return true;
    }
  }
  const proxy = await proxied();
  const [ana, ben] = await Promise.all([join(proxy.url, { WebSocket: Bunching as unknown as typeof WebSocket }), join(server().url)]);
  const id = await ana.openDirect(me(ben).id);
  const theirs = watch(ben.messages(id));
  const mine = watch(ana.messages(id));
  proxy.down();
  await until(ana.connection, ({ status }) => status === 'reconnecting');
  ben.send(id, 'missed');
  await until(theirs, ({ messages }) => messages.length === 1);
  const states: string[] = [];
  ana.connection.subscribe(() => states.push(ana.connection.get().status));
  const isHeld = new Promise<void>((resolve) => (noteHeld = resolve));
  atOnce = 2;
  proxy.up();
  ana.reconnectNow();
  await isHeld;
  ben.send(id, 'together');
  await until(mine, ({ messages }) => messages.length === 2);
  atOnce = 1;
  ana.send(id, 'answer');
  await until(theirs, ({ messages }) => messages.length === 3 && messages.every(({ state }) => !state));
  expect(bodies(ana, id)).toEqual(['missed', 'together', 'answer']);
  expect(states.filter((state) => state === 'reconnecting')).toEqual([]);
});

test('a client that missed too many changes starts again from the latest messages', async () => {
  const proxy = await proxied();
  const [ana, ben] = await Promise.all([join(proxy.url), join(server().url)]);
  const id = await ana.openDirect(me(ben).id);
  const mine = watch(ana.messages(id));
  ben.send(id, 'before');
  await until(mine, ({ messages }) => messages.length === 1);
  proxy.down();
  for (const text of numbered(600)) ben.send(id, text);
  await until(ben.connection, ({ queued }) => queued === 0);
  proxy.up();
  await until(mine, ({ messages }) => messages.at(-1)?.body === 'message 600');
  expect(mine.get().hasOlder).toBe(true);
  const first = mine.get().messages[0]?.seq ?? 0;
  expect(mine.get().messages.map(({ seq }) => seq)).toEqual(Array.from({ length: 602 - first }, (_, index) => first + index));
  expect(ana.conversation(id).get()?.unread).toBe(601);
});

test('messages that were written offline or just sent survive a reload and arrive once, in order', async () => {
  const proxy = await proxied();
  const storage = memoryStorage();
  const [ana, ben] = await Promise.all([join(proxy.url, { storage }), join(server().url)]);
  const id = await ana.openDirect(me(ben).id);
  const theirs = watch(ben.messages(id));
  // The server receives the first message, and its acknowledgement is lost.
  proxy.mute();
  ana.send(id, 'under way');
  await until(theirs, ({ messages }) => messages.length === 1);
  proxy.down();
  for (const text of ['one', 'two', 'three']) ana.send(id, text);
  expect(ana.connection.get().queued).toBe(4);
  await ana.close();

  const again = newClient({ url: proxy.url, storage });
  await again.restore();
  await until(again.connection, ({ queued }) => queued === 4);
  expect(again.conversations.get().conversations).toHaveLength(1);
  proxy.up();
  again.reconnectNow();
  await until(theirs, ({ messages }) => messages.length === 4);
  expect(bodies(ben, id)).toEqual(['under way', 'one', 'two', 'three']);
  const mine = watch(again.messages(id));
  await until(mine, ({ messages }) => messages.length === 4 && messages.every(({ state }) => !state));
});

test('clients reconnect to a server that was killed, and nothing is lost', async () => {
  const own = await Server.start({ PARLEY_LIMITS_MESSAGES_PER_SECOND: '0' });
  onTestFinished(() => own.remove());
  const [ana, ben] = await Promise.all([join(own.url), join(own.url)]);
  onTestFinished(async () => void (await Promise.all([ana.close(), ben.close()])));
  const id = await ana.openDirect(me(ben).id);
  const theirs = watch(ben.messages(id));
  ana.send(id, 'before');
  await until(theirs, ({ messages }) => messages.length === 1);
  await own.end('SIGKILL');
  await until(ana.connection, ({ status }) => status === 'reconnecting');
  for (const text of ['while', 'away']) ana.send(id, text);
  await own.run();
  ana.reconnectNow();
  ben.reconnectNow();
  await until(theirs, ({ messages }) => messages.length === 3);
  expect(bodies(ben, id)).toEqual(['before', 'while', 'away']);
  await Promise.all([connected(ana), connected(ben)]);
});
