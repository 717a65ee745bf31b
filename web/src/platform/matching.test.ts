import { expect, it } from 'vitest';
import { matchRank } from './matching.ts';

it('ranks the beginning of a name above the beginning of a word above the middle', () => {
  expect(matchRank('Anna Berg', 'ann')).toBe(3);
  expect(matchRank('Anna Berg', 'ber')).toBe(2);
  expect(matchRank('Anna Berg', 'nna')).toBe(1);
  expect(matchRank('Anna Berg', 'x')).toBe(0);
});

it('knows neither case nor accents', () => {
  expect(matchRank('Éloïse', 'eloi')).toBe(3);
  expect(matchRank('Straßenfest', 'STRASS')).toBe(0);
  expect(matchRank('ØRSTED', 'ørs')).toBe(3);
});

it('finds everything by nothing', () => {
  expect(matchRank('anything', '')).toBe(1);
});
