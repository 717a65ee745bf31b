import { expect, test } from 'vitest';
import { join, me, until, useServer, watch } from './support/parley.ts';

const server = useServer({ PARLEY_LIMITS_PRESENCE_GRACE_SECONDS: '1' });

test('who comes and goes is seen by those who show them', async () => {
  const [ana, ben] = await Promise.all([join(server().url), join(server().url)]);
  const presence = watch(ana.presenceOf(me(ben).id));
  await until(presence, (one) => one?.online === true);
  await ben.close();
  await until(presence, (one) => one?.online === false);
});

test('reactions and pins show at once and stay, and are taken back where the server refuses', async () => {
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
