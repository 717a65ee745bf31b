import { expect, it } from 'vitest';
import { PrivateStorage } from './privateStorage.ts';

// Node's objects have the entries of a browser's storage as properties.
function browserStorage(entries: Record<string, string>): Storage {
  const methods = {
    getItem: (key: string) => entries[key] ?? null,
    setItem: (key: string, value: string) => (entries[key] = value),
    removeItem: (key: string) => delete entries[key],
  };
  return new Proxy(entries, { get: (_, key) => (methods as Record<string | symbol, unknown>)[key] }) as unknown as Storage;
}

it('stores nothing while nothing is kept', () => {
  const entries = {};
  let keeps = true;
  const storage = new PrivateStorage({ storage: () => browserStorage(entries), keeps: () => keeps });
  storage.setItem('parley.draft.ada.one', 'x');
  expect(storage.getItem('parley.draft.ada.one')).toBe('x');
  keeps = false;
  storage.setItem('parley.draft.ada.two', 'y');
  expect(storage.getItem('parley.draft.ada.one')).toBeNull();
  expect(Object.keys(entries)).toEqual(['parley.draft.ada.one']);
});

it('forgets everything of Parley but the choices for this browser', () => {
  const entries = { 'parley.draft.ada.one': 'x', 'parley.emoji.recent': '[]', 'parley.later': '1', 'parley.preferences': '{}', other: '1' };
  new PrivateStorage({ storage: () => browserStorage(entries), keeps: () => false }).forget();
  expect(Object.keys(entries)).toEqual(['parley.preferences', 'other']);
});

it('a browser that refuses its storage is no fault', () => {
  const refuse = () => {
    throw new Error('refused');
  };
  expect(() => new PrivateStorage({ storage: refuse, keeps: () => true }).forget()).not.toThrow();
});
