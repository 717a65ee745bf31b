import { listIn, pluralIn } from '../grammar/plural.ts';

const plural = pluralIn('en');
const list = listIn('en');

export const typing = {
  several: (names: readonly string[]) =>
    names.length <= 2
      ? plural(names.length, { one: `${list(names)} is typing`, other: `${list(names)} are typing` })
      : plural(names.length, { other: '# people are typing' }),
  one: 'typing',
};
