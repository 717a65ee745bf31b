import 'fake-indexeddb/auto';
import { describe, expect, test } from 'vitest';
import { indexedDbStorage, memoryStorage, type Storage } from '../src/index.ts';

let counted = 0;

describe.each<[string, () => Storage]>([
  ['memory', memoryStorage],
  ['IndexedDB', () => indexedDbStorage(`test-${(counted += 1)}`)],
])('%s', (_, create) => {
  test('returns the last stored value, and undefined for a missing key', async () => {
    const storage = create();
    await storage.set('a', { text: 'old' });
    await storage.set('a', { text: 'new', list: [1, 2] });
    expect(await storage.get('a')).toEqual({ text: 'new', list: [1, 2] });
    expect(await storage.get('b')).toBeUndefined();
  });

  test('lists by prefix in order of the keys', async () => {
    const storage = create();
    for (const key of ['outbox/2', 'state', 'outbox/10', 'outbox/1', 'outboxes']) await storage.set(key, key);
    expect(await storage.list('outbox/')).toEqual(['outbox/1', 'outbox/10', 'outbox/2'].map((key) => [key, key]));
  });

  test('deletes one key, and everything', async () => {
    const storage = create();
    for (const key of ['a', 'b', 'c']) await storage.set(key, 1);
    await storage.delete('b');
    expect(await storage.list('')).toEqual([['a', 1], ['c', 1]]);
    await storage.clear();
    expect(await storage.list('')).toEqual([]);
  });

  test('stores a copy, so a later change of the value has no effect', async () => {
    const storage = create();
    const value = { count: 1 };
    await storage.set('a', value);
    value.count = 2;
    expect(await storage.get('a')).toEqual({ count: 1 });
  });
});

test('IndexedDB keeps the value after it was opened again', async () => {
  await indexedDbStorage('lasting').set('a', 1);
  expect(await indexedDbStorage('lasting').get('a')).toBe(1);
});
