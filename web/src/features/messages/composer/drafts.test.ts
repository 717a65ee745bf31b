import { expect, it } from 'vitest';
import { Drafts } from './drafts.ts';

function memory(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

it('a draft survives a reload, for its conversation and account only', () => {
  const storage = memory();
  new Drafts('ada', storage).write('one', { text: 'half a thou' });
  expect(new Drafts('ada', storage).read('one')).toEqual({ text: 'half a thou' });
  expect(new Drafts('ada', storage).read('two')).toEqual({ text: '' });
  expect(new Drafts('bob', storage).read('one')).toEqual({ text: '' });
});

it('a begun answer survives without a word', () => {
  const storage = memory();
  const replyTo = { seq: 3, name: 'Bob', body: 'Lunch?' };
  new Drafts('ada', storage).write('one', { text: '', replyTo });
  expect(new Drafts('ada', storage).read('one')).toEqual({ text: '', replyTo });
  new Drafts('ada', storage).write('one', { text: '' });
  expect(storage.kept.size).toBe(0);
});

it('an emptied draft leaves nothing behind', () => {
  const storage = memory();
  const drafts = new Drafts('ada', storage);
  drafts.write('one', { text: 'x' });
  drafts.write('one', { text: '' });
  expect(storage.kept.size).toBe(0);
});

it('a draft that cannot be stored is kept until the tab is closed', () => {
  const refuses = () => {
    throw new Error('full');
  };
  const drafts = new Drafts('ada', { getItem: refuses, setItem: refuses, removeItem: refuses });
  drafts.write('one', { text: 'x' });
  expect(drafts.read('one')).toEqual({ text: 'x' });
});

it('what is stored but is no draft is forgotten', () => {
  const storage = memory();
  storage.kept.set('parley.draft.ada.one', '{"text":5}');
  storage.kept.set('parley.draft.ada.two', 'not json');
  storage.kept.set('parley.draft.ada.three', '{"text":"x","replyTo":{"seq":"1"}}');
  storage.kept.set('parley.draft.ada.four', '"text"');
  expect(new Drafts('ada', storage).read('one')).toEqual({ text: '' });
  for (const id of ['two', 'three', 'four']) expect(new Drafts('ada', storage).read(id)).toEqual({ text: '' });
});

it('those who show a draft hear when it is written', () => {
  const drafts = new Drafts('ada', memory());
  const heard: string[] = [];
  const stop = drafts.subscribe(() => heard.push(drafts.read('one').text));
  drafts.write('one', { text: 'a' });
  stop();
  drafts.write('one', { text: 'ab' });
  expect(heard).toEqual(['a']);
});
