import { listIn, pluralIn } from '../grammar/plural.ts';

const plural = pluralIn('en');
const list = listIn('en');

export const typing = {
  several: (names: readonly string[]) =>
    names.length <= 2
      ? `${list(names)} ${plural(names.length, { one: 'is', other: 'are' })} typing`
      : plural(names.length, { other: '# people are typing' }),
  one: 'typing',
};
