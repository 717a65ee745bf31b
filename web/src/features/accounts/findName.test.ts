import type { PublicUser, Readable } from '@parley/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { findName } from './findName.ts';

const ann: PublicUser = { id: 'u1', username: 'ann', display_name: 'Ann Ito', bot: false };

// Returns a person who is unknown until `meet` is called.
function unknownPerson() {
  let known: PublicUser | undefined;
  const listeners = new Set<() => void>();
  const person: Readable<PublicUser | undefined> = {
    get: () => known,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const meet = () => {
    known = ann;
    for (const listener of listeners) listener();
  };
  return { client: { person: () => person }, meet, listeners };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('gives the name of a known user at once', async () => {
  const { client, meet } = unknownPerson();
  meet();
  expect(await findName(client, 'u1')).toBe('Ann Ito');
});

it('waits for the answer of the server', async () => {
  const { client, meet, listeners } = unknownPerson();
  const found = findName(client, 'u1');
  await vi.advanceTimersByTimeAsync(1_000);
  meet();
  expect(await found).toBe('Ann Ito');
  expect(listeners.size).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

it('goes on without a name after two seconds', async () => {
  const { client, listeners } = unknownPerson();
  const found = findName(client, 'u1');
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await found).toBeUndefined();
  expect(listeners.size).toBe(0);
});
