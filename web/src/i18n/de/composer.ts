import type { Strings } from '../en/index.ts';
import { pluralIn } from '../grammar/plural.ts';

const plural = pluralIn('de');

export const composer: Strings['composer'] = {
  label: (name) => `Nachricht an ${name}`,
  send: 'Senden',
  save: 'Änderung speichern',
  editing: 'Bearbeiten',
  replyingTo: (name) => `Antwort an ${name}`,
  offers: 'Vorschläge',
  everyone: 'Alle hier',
  charactersLeft: (count) =>
    count >= 0
      ? plural(count, { one: 'noch # Zeichen', other: 'noch # Zeichen' })
      : plural(-count, { one: '# Zeichen zu viel', other: '# Zeichen zu viel' }),
  emoji: {
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
  },
  keys: {
    send: 'Senden',
    newLine: 'Neue Zeile',
    editLast: 'Deine letzte Nachricht bearbeiten',
    mention: 'Jemanden erwähnen',
    emoji: 'Emoji beim Namen',
    cancel: 'Antwort oder Bearbeitung abbrechen',
  },
};
