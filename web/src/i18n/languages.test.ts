import { describe, expect, it } from 'vitest';
import { de } from './de/index.ts';
import { en } from './en/index.ts';
import { formatsFor } from './format.ts';
import { listIn, pluralIn } from './grammar/plural.ts';
import { preferredLanguage } from './languages.ts';

// Yields every string and function of a catalogue with its path.
function* entriesOf(catalogue: object, path = ''): Generator<[string, unknown]> {
  for (const [key, value] of Object.entries(catalogue) as [string, unknown][]) {
    if (typeof value === 'object' && value !== null) yield* entriesOf(value, `${path}${key}.`);
    else yield [path + key, value];
  }
}

describe('the catalogue', () => {
  const english = new Map(entriesOf(en));
  const german = new Map(entriesOf(de));

  it('has the same strings in both languages, and none is empty', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [path, value] of [...english, ...german]) expect(value, path).not.toBe('');
  });

  it('is translated: few words are the same in both', () => {
    const same = [...english].filter(([path, value]) => typeof value === 'string' && german.get(path) === value);
    expect(same.length, same.map(([path]) => path).join()).toBeLessThan(english.size * 0.1);
  });
});

describe('plurals', () => {
  it('choose the form and put the number in', () => {
    const plural = pluralIn('en');
    expect([0, 1, 2, 1234].map((count) => plural(count, { one: '# day', other: '# days' }))).toEqual(['0 days', '1 day', '2 days', '1,234 days']);
    expect(pluralIn('de')(1234, { one: '# Tag', other: '# Tage' })).toBe('1.234 Tage');
    expect(pluralIn('pl')(3, { one: '# plik', few: '# pliki', other: '# plików' })).toBe('3 pliki');
  });

  it('list names', () => {
    expect(listIn('en')(['Ann', 'Ben'])).toBe('Ann and Ben');
    expect(listIn('de')(['Ann', 'Ben', 'Cem'])).toBe('Ann, Ben und Cem');
  });
});

it('the language is the first of the wanted ones that there is', () => {
  expect(preferredLanguage(['fr-FR', 'de-AT', 'en'])).toBe('de');
  expect(preferredLanguage(['ja'])).toBe('en');
});

describe('times', () => {
  const now = new Date(2026, 0, 15, 12, 0).getTime();
  const formats = formatsFor('en-GB');
  const before = (minutes: number) => now - minutes * 60_000;

  it('are relative up to an hour, then the clock, then the date', () => {
    expect(formats.ago(before(0.2), now)).toBe('now');
    expect(formats.ago(before(5), now)).toBe('5 min ago');
    expect(formats.ago(before(90), now)).toBe('10:30');
    expect(formats.ago(before(24 * 60), now)).toBe('yesterday, 12:00');
    expect(formats.ago(before(3 * 24 * 60), now)).toBe('12 Jan');
  });

  it('are short in a list and long between days', () => {
    expect(formats.short(before(30), now)).toBe('11:30');
    expect(formats.short(before(2 * 24 * 60), now)).toBe('Tue');
    expect(formats.short(new Date(2024, 5, 1), now)).toBe('01/06/2024');
    expect(formats.day(now, now)).toBe('Today');
    expect(formatsFor('de').day(before(24 * 60), now)).toBe('Gestern');
    expect(formats.day(before(4 * 24 * 60), now)).toBe('Sunday');
    expect(formats.day(new Date(2025, 0, 1), now)).toBe('1 January 2025');
  });
});
