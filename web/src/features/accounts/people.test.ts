import { describe, expect, it } from 'vitest';
import { matchPeople } from './people.ts';

describe('people', () => {
  const people = ['ada|Ada Lovelace', 'grace|Grace Hopper', 'hopper|José Hopkins', 'lin|林 大輔'].map((text) => {
    const [username = '', displayName = ''] = text.split('|');
    return { id: username, username, displayName };
  });
  const found = (query: string) => matchPeople(people, query, 8).map((person) => person.id);

  it('are all there before a letter is typed', () => expect(found('')).toEqual(['ada', 'grace', 'hopper', 'lin']));
  it('are found by username first, then by any word of the name', () => expect(found('hop')).toEqual(['hopper', 'grace']));
  it('are found without accents and case', () => expect(found('JOSE')).toEqual(['hopper']));
  it('are found in scripts without spaces', () => expect(found('林')).toEqual(['lin']));
  it('are no more than asked for', () => expect(matchPeople(people, '', 2)).toHaveLength(2));
});
