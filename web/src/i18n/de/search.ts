import type { Strings } from '../en/index.ts';
import { pluralIn } from '../grammar/plural.ts';

const plural = pluralIn('de');

export const search: Strings['search'] = {
  title: 'Nachrichten suchen',
  placeholder: 'Nachrichten suchen',
  hint: 'Wörter, der Anfang eines Wortes, in beliebiger Folge.',
  idleTitle: 'Suche, was gesagt wurde',
  nothing: 'Nichts gefunden',
  nothingHint: 'Versuch es mit weniger oder anderen Wörtern.',
  failed: 'Die Suche ging nicht',
  more: 'Mehr zeigen',
  from: 'Von',
  anyone: 'Allen',
  in: 'In',
  anywhere: 'Überall',
  since: 'Seit',
  anyTime: 'Jederzeit',
  week: 'Letzte Woche',
  month: 'Letzter Monat',
  year: 'Letztes Jahr',
  mentions: 'Erwähnt mich',
  results: (count) => plural(count, { one: '# Nachricht', other: '# Nachrichten' }),
};
