import { expect, test } from 'vitest';
import { Store } from '../src/core/store/store.ts';
import { Synchroniser } from '../src/core/sync/synchroniser.ts';
import { emptyState } from '../src/core/store/state.ts';
import type { ConversationSummary, HelloReply, Message, ServerEvent, SyncReply } from '../src/wire.ts';

const AT = '2026-01-01T00:00:00.000Z';

function summary(id: string, rev = 1, more: Partial<ConversationSummary> = {}): ConversationSummary {
  const conversation = { id, kind: 'group', title: id, label: '', shares_history: true, created_at: AT, last_seq: 0, rev, meta_rev: 1, member_count: 2 } as const;
  const settings = { pinned: false, archived: false, notify: 'all' } as const;
  return { conversation, role: 'member', read_seq: 0, unread: 0, members: [], settings, ...more };
}

function message(conversation: string, seq: number, rev: number, more: Partial<Message> = {}): Message {
  return { conversation, seq, rev, sender: 'ben', client_id: `c${seq}`, kind: 'text', body: `text ${seq}`, created_at: AT, ...more };
}

const created = (data: Message): ServerEvent => ({ event: 'message.created', conversation: data.conversation, rev: data.rev, data });
const heartbeat = (digest: number): ServerEvent => ({ event: 'heartbeat', data: { time: AT, digest } });
const page = (more: Partial<SyncReply>): SyncReply => ({ epoch: 'e', user_rev: 1, changes: [], reset: [], added: [], gone: [], cursors: [], ...more });
const hello = (sync: SyncReply) => ({ sync }) as HelloReply;

function synchroniser(pages: SyncReply[] = []) {
  const store = new Store();
  store.set(emptyState('ana'));
  const seen = { restarts: 0, unsaid: [] as [string, number][], asked: [] as unknown[] };
  const turns: (() => void)[] = [];
  const request = (_: string, params: unknown) =>
    new Promise((resolve) => {
      seen.asked.push(params);
      turns.push(() => resolve(pages.shift()));
    });
  const it = new Synchroniser({
    store,
    request: request as never,
    restart: () => (seen.restarts += 1),
    onUnsaidRead: (...read) => seen.unsaid.push(read),
  });
  return { it, store, seen, answer: () => turns.shift()?.() };
}

test('events are applied in order, and an event that was applied before changes nothing', async () => {
  const { it, store } = synchroniser();
  await it.greet(hello(page({ added: [summary('a')] })), {});
  it.hear(created(message('a', 1, 2)));
  const after = store.get();
  it.hear(created(message('a', 1, 2)));
  expect(store.get()).toBe(after);
  expect(store.conversation('a')).toMatchObject({ rev: 2, summary: { unread: 1, conversation: { last_seq: 1, rev: 2 } } });
});

test('a call to everybody by a blocked user is no mention, and one by another user is', async () => {
  const { it, store } = synchroniser();
  store.set({ ...store.get(), blocks: ['ben'] });
  await it.greet(hello(page({ added: [summary('a')] })), {});
  it.hear(created(message('a', 1, 2, { mentions_all: true })));
  it.hear(created(message('a', 2, 3, { mentions_all: true, sender: 'eva' })));
  expect(store.conversation('a')?.summary).toMatchObject({ unread: 2, mentions: [2] });
});

test('an event that this client does not know moves the rev and changes nothing else', async () => {
  const { it, store, seen } = synchroniser();
  await it.greet(hello(page({ added: [summary('a')] })), {});
  it.hear(created(message('a', 1, 2)));
  const before = store.conversation('a');
  it.hear({ event: 'conversation.painted', conversation: 'a', rev: 3, data: { colour: 'red' } } as unknown as ServerEvent);
  expect(store.conversation('a')).toEqual({
    ...before,
    rev: 3,
    summary: { ...before?.summary, conversation: { ...before?.summary.conversation, rev: 3 } },
  });
  it.hear(created(message('a', 2, 4)));
  expect(seen.restarts).toBe(0);
  expect(store.conversation('a')?.rev).toBe(4);
});

test('a gap ends the connection', async () => {
  const { it, store, seen } = synchroniser();
  await it.greet(hello(page({ added: [summary('a')] })), {});
  it.hear(created(message('a', 2, 3)));
  expect(seen.restarts).toBe(1);
  expect(store.conversation('a')?.rev).toBe(1);
});

test('events between the pages of a sync wait until their page has come', async () => {
  const { it, store, seen, answer } = synchroniser([page({ added: [summary('b', 4)] })]);
  const greeted = it.greet(hello(page({ added: [summary('a')], next: 'a' })), { epoch: 'e' });
  expect(seen.asked).toEqual([{ epoch: 'e', conversations: {}, cursor: 'a' }]);
  expect(store.get().isComplete).toBe(false);
  it.hear(created(message('b', 1, 5)));
  answer();
  await greeted;
  expect(store.conversation('b')?.rev).toBe(5);
  expect(store.get().isComplete).toBe(true);
  expect(seen.restarts).toBe(0);
});

test('a client with many conversations names each once, a part with each page', async () => {
  const ids = Array.from({ length: 1200 }, (_, i) => `c${String(i).padStart(4, '0')}`);
  const { it, store, seen, answer } = synchroniser([
    page({ added: ids.map((id) => summary(id)) }),
    page({ next: 'c0499', user_rev: 7, settings: [{ conversation: 'c0001', settings: { pinned: true, archived: false, notify: 'all' } }] }),
    page({ next: 'c0700', user_rev: 7 }),
    page({ next: 'c1199', user_rev: 7 }),
    page({ user_rev: 7 }),
  ]);
  const first = it.sync();
  answer();
  await first;
  const synced = it.sync();
  for (const userRev of [1, 1, 1]) {
    answer();
    await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    expect(store.get().userRev).toBe(userRev);
  }
  answer();
  await synced;
  const [, ...asked] = seen.asked as { cursor?: string; until?: string; user_rev: number; conversations: Record<string, unknown> }[];
  expect(asked.map(({ cursor, until, user_rev, conversations }) => [cursor, until, user_rev, Object.keys(conversations).length])).toEqual([
    [undefined, 'c0499', 1, 500],
    ['c0499', 'c0999', 1, 500],
    ['c0700', undefined, 1, 499],
    ['c1199', undefined, 1, 0],
  ]);
  expect(store.get().userRev).toBe(7);
  expect(store.conversation('c0001')?.summary.settings.pinned).toBe(true);
});

test('two wrong heartbeats in a row end the connection, one does not', async () => {
  const { it, seen } = synchroniser();
  await it.greet(hello(page({ added: [summary('a', 3), summary('b', 4)] })), {});
  for (const digest of [9, 7, 9]) it.hear(heartbeat(digest));
  expect(seen.restarts).toBe(0);
  it.hear(heartbeat(9));
  expect(seen.restarts).toBe(1);
});

test('another epoch deletes the old state', async () => {
  const { it, store } = synchroniser();
  await it.greet(hello(page({ added: [summary('a'), summary('b')] })), {});
  await it.greet(hello(page({ epoch: 'restored', added: [summary('a', 1)] })), {});
  expect([...store.get().conversations.keys()]).toEqual(['a']);
});

test('a reset replaces a conversation, and a conversation that is gone is deleted', async () => {
  const { it, store } = synchroniser();
  await it.greet(hello(page({ added: [summary('a'), summary('b')] })), {});
  it.hear(created(message('a', 1, 2)));
  const fresh = summary('a', 900);
  await it.greet(hello(page({ reset: [{ summary: fresh, messages: [message('a', 799, 900)] }], gone: ['b'] })), {});
  expect(store.conversation('a')).toMatchObject({ rev: 900, window: { hasOlder: true, hasNewer: false } });
  expect(store.conversation('b')).toBeUndefined();
});

test('a read cursor that the server does not have is sent again', async () => {
  const { it, seen } = synchroniser();
  const read = summary('a', 3, { read_seq: 2 });
  read.conversation.last_seq = 2;
  await it.greet(hello(page({ added: [read] })), {});
  await it.greet(hello(page({ cursors: [{ conversation: 'a', user: 'ana', read_seq: 1, unread: 1 }] })), {});
  expect(seen.unsaid).toEqual([['a', 2]]);
});

test('mentions are counted until they are read, and not when they are edited away', async () => {
  const { it, store } = synchroniser();
  const mentions = () => store.conversation('a')?.summary.mentions;
  await it.greet(hello(page({ added: [summary('a')] })), {});
  it.hear(created(message('a', 1, 2, { mentions: ['ana'] })));
  it.hear(created(message('a', 2, 3, { mentions_all: true })));
  it.hear(created(message('a', 3, 4, { mentions: ['eva'] })));
  expect(mentions()).toEqual([1, 2]);
  it.hear({ event: 'message.edited', conversation: 'a', rev: 5, data: message('a', 2, 5) });
  expect(mentions()).toEqual([1]);
  it.hear({ event: 'receipt', conversation: 'a', data: { conversation: 'a', user: 'ana', read_seq: 1, unread: 2 } });
  expect(mentions()).toEqual([]);
});
