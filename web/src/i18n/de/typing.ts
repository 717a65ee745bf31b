import type { Strings } from '../en/index.ts';
import { listIn, pluralIn } from '../grammar/plural.ts';

const plural = pluralIn('de');
const list = listIn('de');

export const typing: Strings['typing'] = {
  several: (names) =>
    names.length <= 2
      ? `${list(names)} ${plural(names.length, { one: 'schreibt', other: 'schreiben' })}`
      : plural(names.length, { other: '# Leute schreiben' }),
  one: 'schreibt',
};
