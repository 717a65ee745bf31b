import { expect, test } from 'vitest';
import { Observable } from '../src/base/observable.ts';
import { combined, perKey, whileWatched } from '../src/base/readable.ts';
import { Viewers } from '../src/base/viewers.ts';

test('a combined value calls its listeners only when the result has changed', () => {
  const [one, two] = [new Observable(1), new Observable(2)];
  const sum = combined([one, two], () => one.get() + two.get());
  const heard: number[] = [];
  const end = sum.subscribe(() => heard.push(sum.get()));
  one.set(5);
  one.set(5);
  two.set(0);
  end();
  two.set(9);
  expect(heard).toEqual([7, 5]);
});

test('a value that is loaded for its viewers is released once, when the last viewer has gone', () => {
  const viewers = new Viewers();
  const watched = whileWatched(new Observable(0), () => viewers.add('a'));
  const [first, second] = [watched.subscribe(() => {}), watched.subscribe(() => {})];
  first();
  first();
  expect([...viewers.keys()]).toEqual(['a']);
  second();
  expect([...viewers.keys()]).toEqual([]);
});

test('two calls with one key return the same readable', () => {
  const make = perKey((key) => new Observable(key));
  expect(make('a')).toBe(make('a'));
  expect(make('a').get()).toBe('a');
  expect(make('b')).not.toBe(make('a'));
});
