import { expect, test } from 'vitest';
import { join, me, until, useServer, watch } from './support/parley.ts';

const server = useServer();

test('a message appears at once for its sender, and for the other user when it is sent', async () => {
  const [ana, ben] = await Promise.all([join(server().url), join(server().url)]);
  const id = await ana.openDirect(me(ben).id);
  const mine = watch(ana.messages(id));
  await until(mine, ({ status }) => status === 'ready');

  ana.send(id, 'Hello');
  expect(mine.get().messages.map(({ body, state }) => [body, state])).toEqual([['Hello', 'sending']]);

  await until(ben.conversations, ({ conversations }) => conversations[0]?.last_message?.body === 'Hello');
  expect(ben.conversation(id).get()?.unread).toBe(1);
  const theirs = watch(ben.messages(id));
  await until(theirs, ({ messages }) => messages.length === 1);
  await until(mine, ({ messages }) => messages.length === 1 && messages[0]?.state === undefined);
  expect(mine.get().messages).toEqual(theirs.get().messages);
});

test('reading sets the unread count to zero on all devices of the user', async () => {
  const [ana, ben] = await Promise.all([join(server().url), join(server().url)]);
  const id = await ana.openDirect(me(ben).id);
  for (const text of ['one', 'two', 'three']) ana.send(id, text);
  await until(ben.conversation(id), (row) => row?.unread === 3);
  ben.markRead(id, 2);
  expect(ben.conversation(id).get()?.unread).toBe(1);
  await until(ana.conversation(id), (row) => row?.unread === 0);
});

test('an edited or deleted message changes everywhere, and so do the quotes of it', async () => {
  const [ana, ben] = await Promise.all([join(server().url), join(server().url)]);
  const id = await ana.openDirect(me(ben).id);
  const theirs = watch(ben.messages(id));
  ana.send(id, 'first');
  await until(theirs, ({ messages }) => messages.length === 1);
  ben.send(id, 'answer', { replyTo: 1 });
  await until(theirs, ({ messages }) => messages[1]?.seq === 2);
  await ana.edit(id, 1, 'changed');
  await until(theirs, ({ messages }) => messages[0]?.body === 'changed');
  await ana.remove(id, 1);
  await until(theirs, ({ messages }) => messages[0]?.deleted_at !== undefined);
});

test('a conversation appears for an added user, and disappears for a user who leaves', async () => {
  const [ana, ben] = await Promise.all([join(server().url), join(server().url)]);
  const id = await ana.createGroup({ title: 'Garden' });
  const members = watch(ana.members(id));
  await ana.call('member.add', { conversation: id, user: me(ben).id });
  await until(ben.conversation(id), (row) => row?.conversation.title === 'Garden');
  await until(members, (list) => list.length === 2);
  expect(ana.conversation(id).get()?.conversation.member_count).toBe(2);
  await ben.call('conversation.leave', { conversation: id });
  await until(ben.conversation(id), (row) => row === undefined);
  await until(ana.conversation(id), (row) => row?.conversation.member_count === 1);
  expect(members.get()).toHaveLength(1);
});

test('older and newer messages are loaded on request, and a jump opens a window in the past', async () => {
  const [ana, ben] = await Promise.all([join(server().url), join(server().url)]);
  const id = await ana.openDirect(me(ben).id);
  for (let count = 1; count <= 230; count += 1) ana.send(id, `message ${count}`);
  await until(ben.conversation(id), (row) => row?.unread === 230);
  const shown = watch(ben.messages(id));
  await until(shown, ({ messages }) => messages.length === 50);
  expect(shown.get()).toMatchObject({ hasOlder: true, hasNewer: false });
  await ben.loadOlder(id);
  expect(shown.get().messages.map(({ seq }) => seq)).toEqual(range(131, 230));

  expect(await ben.showAround(id, 40)).toBe(true);
  expect(shown.get()).toMatchObject({ hasOlder: true, hasNewer: true });
  ana.send(id, 'one more');
  await until(ben.conversation(id), (row) => row?.unread === 231);
  expect(shown.get().messages.at(-1)?.seq).toBeLessThan(100);
  while (shown.get().hasNewer) await ben.loadNewer(id);
  expect(shown.get().messages.at(-1)?.seq).toBe(231);
  expect(await ben.showAround(id, 1_000)).toBe(false);
});

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
