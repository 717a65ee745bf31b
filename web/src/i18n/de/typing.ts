import type { Strings } from '../en/index.ts';
import { listIn, pluralIn } from '../grammar/plural.ts';

const plural = pluralIn('de');
const list = listIn('de');

export const typing: Strings['typing'] = {
  several: (names) =>
    names.length <= 2
      ? plural(names.length, { one: `${list(names)} schreibt`, other: `${list(names)} schreiben` })
      : plural(names.length, { other: '# Leute schreiben' }),
  one: 'schreibt',
};
