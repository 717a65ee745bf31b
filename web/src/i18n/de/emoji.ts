import type { Strings } from '../en/index.ts';

export const emoji: Strings['emoji'] = {
  title: 'Emoji',
  search: 'Emoji suchen',
  recent: 'Zuletzt benutzt',
  found: 'Gefunden',
  nothing: 'Kein Emoji heißt so',
  failed: 'Die Emoji ließen sich nicht laden',
  skinTone: 'Hautton',
  tones: ['Kein Hautton', 'Hell', 'Mittelhell', 'Mittel', 'Mitteldunkel', 'Dunkel'],
  groups: {
    people: 'Smileys und Menschen',
    nature: 'Tiere und Natur',
    food: 'Essen und Trinken',
    travel: 'Reisen und Orte',
    activities: 'Aktivitäten',
    objects: 'Gegenstände',
    symbols: 'Symbole',
    flags: 'Flaggen',
  },
};
