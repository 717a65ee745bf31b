import { pluralIn } from '../grammar/plural.ts';

const plural = pluralIn('en');

export const search = {
  title: 'Search messages',
  placeholder: 'Search messages',
  hint: 'Words, the beginning of a word, in any order.',
  idleTitle: 'Search what was said',
  nothing: 'Nothing found',
  nothingHint: 'Try fewer or other words.',
  failed: 'The search did not work',
  more: 'Show more',
  from: 'From',
  anyone: 'Anyone',
  in: 'In',
  anywhere: 'Everywhere',
  since: 'Since',
  anyTime: 'Any time',
  week: 'The last week',
  month: 'The last month',
  year: 'The last year',
  mentions: 'Mentions me',
  results: (count: number) => plural(count, { one: '# message', other: '# messages' }),
};
