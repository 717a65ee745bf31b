import { expect, test } from 'vitest';
import { TypingSignals } from '../src/features/typing/typing.ts';
import type { TypingRequest } from '../src/index.ts';
import { ManualClock } from './support/clock.ts';
import { join, me, until, useServer, watch } from './support/parley.ts';

const server = useServer();

function recorded() {
  const clock = new ManualClock();
  const said: (boolean | undefined)[] = [];
  const signals = new TypingSignals({ clock, send: ({ active }: TypingRequest) => said.push(active) });
  return { clock, said, signals };
}

test('typing is sent once, again every three seconds, and its end two seconds after the last key', async () => {
  const { clock, said, signals } = recorded();
  for (let key = 0; key < 8; key += 1) {
    signals.set('c', true);
    await clock.pass(500);
  }
  expect(said).toEqual([true, true]);
  await clock.pass(1_499);
  expect(said).toEqual([true, true]);
  await clock.pass(1);
  expect(said).toEqual([true, true, false]);
  await clock.pass(60_000);
  expect(said).toHaveLength(3);
});

test('a typing user is shown until the user stops, sends a message, or the time of the event is over', async () => {
  const { clock, signals } = recorded();
  const shown = () => signals.typists.get().get('c');
  signals.hear('c', { users: [{ user: 'ana', expires_ms: 6_000 }, { user: 'ben', expires_ms: 6_000 }] });
  expect(shown()).toEqual(['ana', 'ben']);
  signals.end('c', 'ana');
  expect(shown()).toEqual(['ben']);
  await clock.pass(5_000);
  signals.hear('c', { user: 'ben', expires_ms: 6_000 });
  await clock.pass(5_999);
  expect(shown()).toEqual(['ben']);
  await clock.pass(1);
  expect(shown()).toEqual([]);
});

test('the other user sees the typing begin, and end when no more keys are pressed', async () => {
  const [ana, ben] = await Promise.all([join(server().url), join(server().url)]);
  const id = await ana.openDirect(me(ben).id);
  await until(ben.conversation(id), (row) => row !== undefined);
  const typists = watch(ben.typingIn(id));
  ana.typing(id, true);
  await until(typists, (users) => users.includes(me(ana).id));
  await until(typists, (users) => users.length === 0);
  expect(ana.typingIn(id).get()).toEqual([]);
});
