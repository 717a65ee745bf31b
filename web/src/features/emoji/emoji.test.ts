import { expect, it } from 'vitest';
import { EMOJI_GROUPS, loadEmoji, searchEmoji, withSkinTone } from './emoji.ts';

const found = async (language: string, query: string) =>
  searchEmoji(await loadEmoji(language), query, 20).map(({ emoji }) => emoji);

it('every group has emoji, and none is there twice', async () => {
  const set = await loadEmoji('en');
  expect(set.map(({ group }) => group)).toEqual(EMOJI_GROUPS);
  const all = set.flatMap(({ emoji }) => emoji.map((each) => each.emoji));
  expect(all.length).toBeGreaterThan(1500);
  expect(new Set(all).size).toBe(all.length);
});

it('an emoji is found by name, by what people call it, and by the beginning of a word', async () => {
  expect((await found('en', 'tada'))[0]).toBe('🎉');
  expect((await found('en', '+1'))[0]).toBe('👍');
  expect(await found('en', 'thumbs up')).toContain('👍');
  expect(await found('en', 'rock')).toContain('🚀');
  expect(await found('en', '  ')).toEqual([]);
  expect(await found('en', 'zzzzz')).toEqual([]);
});

it('each language has its own words, and an unknown one has English', async () => {
  expect(await found('de', 'rakete')).toContain('🚀');
  expect(await found('de', 'rocket')).toContain('🚀');
  expect(await found('fr', 'rocket')).toContain('🚀');
});

it('skin tones change those that have them', async () => {
  const [wave] = searchEmoji(await loadEmoji('en'), 'waving hand', 1);
  const [rocket] = searchEmoji(await loadEmoji('en'), 'rocket', 1);
  expect(withSkinTone(wave!, '\u{1F3FD}')).toBe('👋🏽');
  expect(withSkinTone(rocket!, '\u{1F3FD}')).toBe('🚀');
});
