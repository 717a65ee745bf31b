// Tests that the lists of the state are cut at the same length as the server's.
import { expect, test } from 'vitest';
import { Store } from '../src/core/store/store.ts';
import { emptyState } from '../src/core/store/state.ts';
import { Synchroniser } from '../src/core/sync/synchroniser.ts';
import { memoryStorage, type HelloReply, type Member, type Message, type ServerEvent } from '../src/index.ts';
import { connected, join, me, newClient, until, useServer } from './support/parley.ts';

const AT = '2026-01-01T00:00:00.000Z';
const server = useServer();

async function greeted(limits: Record<string, number>) {
  const store = new Store();
  store.set(emptyState('ana'));
  const it = new Synchroniser({ store, request: () => Promise.reject(new Error()), restart: () => {}, onUnsaidRead: () => {} });
  const conversation = { id: 'a', kind: 'group', title: 'a', label: '', shares_history: true, created_at: AT, last_seq: 0, rev: 1, meta_rev: 1, member_count: 1 };
  const settings = { pinned: false, archived: false, notify: 'all' };
  const summary = { conversation, role: 'member', read_seq: 0, unread: 0, members: [], settings };
  const sync = { epoch: 'e', user_rev: 1, changes: [], reset: [], added: [summary], gone: [], cursors: [] };
  await it.greet({ sync, limits } as unknown as HelloReply, {});
  return { it, summary: () => store.conversation('a')?.summary };
}

function joined(user: string, rev: number, event: 'member.added' | 'member.removed' = 'member.added'): ServerEvent {
  const left = event === 'member.removed' && { left_at: AT };
  const data: Member = { user, username: user, display_name: user, role: 'member', rev, joined_at: AT, ...left };
  return { event, conversation: 'a', rev, data };
}

function mention(seq: number, rev: number): ServerEvent {
  const data: Message = { conversation: 'a', seq, rev, sender: 'ben', client_id: `c${seq}`, kind: 'text', body: '@ana', created_at: AT, mentions: ['ana'] };
  return { event: 'message.created', conversation: 'a', rev, data };
}

test('a summary names the first members by id, and the next one when one of them leaves', async () => {
  const { it, summary } = await greeted({ summary_members: 2 });
  const named = () => summary()?.members.map(({ user }) => user);
  for (const [index, user] of ['d', 'b', 'c', 'a'].entries()) it.hear(joined(user, index + 2));
  expect(named()).toEqual(['a', 'b']);
  it.hear(joined('a', 6, 'member.removed'));
  expect(named()).toEqual(['b', 'c']);
});

test('a summary names the newest unread mentions', async () => {
  const { it, summary } = await greeted({ summary_mentions: 2 });
  for (const seq of [1, 2, 3]) it.hear(mention(seq, seq + 1));
  expect(summary()?.mentions).toEqual([2, 3]);
});

test('the usual number of members is used for a server that does not send this limit', async () => {
  const ana = await join(server().url);
  const id = await ana.createGroup({ title: 'Garden' });
  const others = await Promise.all(Array.from({ length: 9 }, () => join(server().url)));
  for (const other of others) await ana.call('member.add', { conversation: id, user: me(other).id });
  await until(ana.conversation(id), (row) => row?.conversation.member_count === 10);
  const fresh = newClient({ url: server().url, storage: memoryStorage() });
  await fresh.signIn({ username: me(ana).username, password: 'correct horse' });
  await connected(fresh);
  expect(ana.conversation(id).get()?.members).toEqual(fresh.conversation(id).get()?.members);
});
