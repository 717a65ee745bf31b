import { expect, it } from 'vitest';
import { hueOf, initialsOf } from './Avatar.tsx';

it('initials are two for several words, one for other scripts, and letters only', () => {
  expect(initialsOf('Ana Maria Souza')).toBe('AS');
  expect(initialsOf('kim')).toBe('K');
  expect(initialsOf('佐藤 美咲')).toBe('佐');
  expect(initialsOf('Жанна Петрова')).toBe('ЖП');
  expect(initialsOf('ليلى حداد')).toBe('ل');
  expect(initialsOf('🌿 garden (2026)')).toBe('G2');
  expect(initialsOf('éloïse')).toBe('É');
});

it('a colour follows from the id alone, and ids spread over all of them', () => {
  expect(hueOf('a')).toBe(hueOf('a'));
  const hues = new Set(Array.from({ length: 400 }, (_, index) => hueOf(`0197-${index}`)));
  expect(hues.size).toBe(18);
});
