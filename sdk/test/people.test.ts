import { expect, onTestFinished, test } from 'vitest';
import type { Client } from '../src/index.ts';
import { connected, join, me, newClient, until, useServer, watch } from './support/parley.ts';
import { Proxy } from './support/proxy.ts';

const server = useServer({ PARLEY_LIMITS_PRESENCE_GRACE_SECONDS: '1' });

test('a message is delivered when a device of the other user has it, and read when the user has seen it', async () => {
  const [ana, ben] = await Promise.all([join(server().url), join(server().url)]);
  const id = await ana.openDirect(me(ben).id);
  await until(ben.conversation(id), (row) => row !== undefined);
  const receipts = watch(ana.receipts(id));
  ana.send(id, 'Hello');
  const of = (list: ReturnType<typeof receipts.get>) => list.find(({ user }) => user === me(ben).id);
  await until(receipts, (list) => of(list)?.delivered_seq === 1);
  expect(of(receipts.get())?.read_seq ?? 0).toBe(0);
  ben.markRead(id, 1);
  await until(receipts, (list) => of(list)?.read_seq === 1);
});

test('settings of a conversation reach all devices of the user, also one that was offline', async () => {
  const ana = await join(server().url);
  const id = await ana.createGroup({ title: 'Garden' });
  const phone = newClient({ url: server().url });
  await phone.signIn({ username: me(ana).username, password: 'correct horse' });
  await connected(phone);
  await ana.settings(id, { pinned: true, notify: 'mentions' });
  await until(phone.conversation(id), (row) => row?.settings.pinned === true && row.settings.notify === 'mentions');
  await ana.settings(id, { muted_until: '9999-01-01T00:00:00.000Z' });
  await until(phone.conversation(id), (row) => row?.settings.muted_until !== undefined);
  await ana.settings(id, { muted_until: null });
  await until(phone.conversation(id), (row) => row?.settings.muted_until === undefined);
});

test('a blocked user is known on every device, and the two cannot write to each other', async () => {
  const [ana, ben] = await Promise.all([join(server().url), join(server().url)]);
  const id = await ana.openDirect(me(ben).id);
  await ana.call('user.block', { user: me(ben).id });
  await until(ana.blocks, (users) => users.includes(me(ben).id));
  await until(ben.conversation(id), (row) => row !== undefined);
  const clientId = ben.send(id, 'Why?');
  const shown = watch(ben.messages(id));
  const { messages } = await until(shown, ({ messages }) => messages[0]?.state === 'failed');
  expect(messages[0]).toMatchObject({ client_id: clientId, error: { code: 'blocked' } });
  await ana.call('user.unblock', { user: me(ben).id });
  await until(ana.blocks, (users) => users.length === 0);
  ben.retry(id, clientId);
  await until(shown, ({ messages }) => messages[0]?.seq === 1);
});

test('a user who admits nobody is invited on every device and accepts', async () => {
  const [ana, ben] = await Promise.all([join(server().url), join(server().url)]);
  const phone = newClient({ url: server().url });
  await phone.signIn({ username: me(ben).username, password: 'correct horse' });
  await connected(phone);
  await ben.updateMe({ reachable_by: 'nobody' });
  await expect(ana.openDirect(me(ben).id)).rejects.toMatchObject({ code: 'consent_needed' });
  const [invitation] = await until(phone.invitations, (list) => list.length === 1);
  expect(invitation).toMatchObject({ inviter: { user: me(ana).id, username: me(ana).username } });
  const id = await phone.acceptInvitation(invitation?.id ?? '');
  await until(ana.conversation(id), (row) => row !== undefined);
  await until(ben.invitations, (list) => list.length === 0);
  expect(await ana.openDirect(me(ben).id)).toBe(id);
});

test('a device that was not connected learns of the invitations', async () => {
  const [ana, ben] = await Promise.all([join(server().url), join(server().url)]);
  await ben.updateMe({ reachable_by: 'nobody' });
  await ana.createGroup({ title: 'Garden', members: [me(ben).id] });
  const phone = newClient({ url: server().url });
  await phone.signIn({ username: me(ben).username, password: 'correct horse' });
  await connected(phone);
  expect(phone.invitations.get()).toMatchObject([{ title: 'Garden' }]);
});

test('the row of a group leaves out what a blocked user wrote', async () => {
  const [ana, ben, eva] = await Promise.all([join(server().url), join(server().url), join(server().url)]);
  const id = await ana.createGroup({ title: 'Garden', members: [me(ben).id, me(eva).id] });
  const seen = watch(ana.messages(id));
  await until(ben.conversation(id), (row) => row !== undefined);
  await until(eva.conversation(id), (row) => row !== undefined);
  eva.send(id, 'Good morning');
  await until(ana.conversation(id), (row) => row?.unread === 1);
  await ana.call('user.block', { user: me(ben).id });
  await until(ana.blocks, (users) => users.length === 1);
  ben.send(id, `Hello @${me(ana).username}`);
  await until(seen, ({ messages }) => messages.length === 2);
  expect(ana.conversation(id).get()).toMatchObject({ unread: 1, mentions: [], last_message: { body: 'Good morning' } });
  await ana.call('user.unblock', { user: me(ben).id });
  await until(ana.conversation(id), (row) => row?.unread === 2 && row.last_message?.sender === me(ben).id);
});

test('a device that has loaded no messages leaves those of a blocked user out of the number of unread ones', async () => {
  const [ana, ben, eva] = await Promise.all([join(server().url), join(server().url), join(server().url)]);
  const id = await ana.createGroup({ title: 'Garden', members: [me(ben).id, me(eva).id] });
  await until(ben.conversation(id), (row) => row !== undefined);
  await until(eva.conversation(id), (row) => row !== undefined);
  await ana.call('user.block', { user: me(ben).id });
  const send = async (from: Client, text: string) => {
    from.send(id, text);
    await until(from.connection, ({ queued }) => queued === 0);
  };
  for (const text of ['one', 'two', 'three']) await send(ben, text);
  await send(eva, 'four');
  const phone = newClient({ url: server().url });
  await phone.signIn({ username: me(ana).username, password: 'correct horse' });
  await connected(phone);
  await until(phone.conversation(id), (row) => row?.unread === 1);
  // Live messages count as well, and another block counts at once.
  await send(ben, 'five');
  await send(eva, 'six');
  await until(phone.conversation(id), (row) => row?.unread === 2);
  await phone.call('user.block', { user: me(eva).id });
  await until(phone.conversation(id), (row) => row?.unread === 0);
  await phone.call('user.unblock', { user: me(ben).id });
  await until(phone.conversation(id), (row) => row?.unread === 4);
  phone.markRead(id, 5);
  await until(phone.conversation(id), (row) => row?.unread === 0 && row.read_seq === 5);
});

test('who creates a group learns which users were only invited', async () => {
  const [ana, ben, eva] = await Promise.all([join(server().url), join(server().url), join(server().url)]);
  await ben.updateMe({ reachable_by: 'nobody' });
  const invited: string[] = [];
  const id = await ana.createGroup({ title: 'Garden', members: [me(ben).id, me(eva).id] }, (users) => invited.push(...users));
  expect(invited).toEqual([me(ben).id]);
  expect(ana.conversation(id).get()?.members.map(({ user }) => user).sort()).toEqual([me(ana).id, me(eva).id].sort());
});

test('users who show a user see that the user comes and goes, from their first common conversation on', async () => {
  const [ana, ben] = await Promise.all([join(server().url), join(server().url)]);
  const presence = watch(ana.presenceOf(me(ben).id));
  await until(presence, (one) => one?.online === false);
  await ben.openDirect(me(ana).id);
  await until(presence, (one) => one?.online === true);
  await ben.close();
  await until(presence, (one) => one?.online === false);
});

test('reactions and pins show at once, and are taken back if the server refuses them', async () => {
  const [ana, ben] = await Promise.all([join(server().url), join(server().url)]);
  const id = await ana.openDirect(me(ben).id);
  const shown = watch(ana.messages(id));
  ana.send(id, 'Hello');
  await until(shown, ({ messages }) => messages[0]?.seq === 1);
  const reacted = ana.react(id, 1, '👍', true);
  expect(shown.get().messages[0]?.reactions).toEqual([{ emoji: '👍', users: [me(ana).id] }]);
  await reacted;
  await ana.pin(id, 1, true);
  expect(shown.get().messages[0]).toMatchObject({ reactions: [{ emoji: '👍', users: [me(ana).id] }], pinned_by: me(ana).id });
  const refused = ana.react(id, 1, 'no emoji', true);
  expect(shown.get().messages[0]?.reactions).toHaveLength(2);
  await expect(refused).rejects.toMatchObject({ code: 'invalid_request' });
  expect(shown.get().messages[0]?.reactions).toHaveLength(1);
});

test('do not disturb is a state of the user, away is a state of the device and stays over a lost connection', async () => {
  const proxy = await Proxy.start(server().url);
  onTestFinished(() => proxy.close());
  const [ana, ben] = await Promise.all([join(server().url), join(proxy.url)]);
  await ana.openDirect(me(ben).id);
  const seen = watch(ana.presenceOf(me(ben).id));
  await ben.setPresence('dnd');
  await until(seen, (one) => one?.state === 'dnd');
  await ben.setPresence('away');
  expect(ben.ownPresence.get()).toBe('away');
  await until(seen, (one) => one?.state === 'away');
  // If the state were not sent again, the new connection would be online.
  proxy.cut();
  await until(ben.connection, ({ status }) => status !== 'connected');
  await connected(ben);
  const asked = async () => (await ana.call('presence.get', { user: me(ben).id })).state;
  await expect.poll(asked, { timeout: 5000 }).toBe('away');
  await until(seen, (one) => one?.state === 'away');
  await ben.setPresence('online');
  await until(seen, (one) => one?.state === 'online');
  await ben.close();
  await until(seen, (one) => one?.state === 'offline' && one.last_seen !== undefined);
});
