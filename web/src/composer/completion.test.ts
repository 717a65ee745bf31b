import { describe, expect, it } from 'vitest';
import { complete, findTrigger, matchPeople } from './completion.ts';

const at = (marked: string) => {
  const caret = marked.indexOf('|');
  return findTrigger(marked.replace('|', ''), caret);
};

describe('what is being typed', () => {
  it('is a name after @ at the beginning of a word', () => {
    expect(at('@|')).toEqual({ kind: 'mention', query: '', start: 0 });
    expect(at('hi @gr| there')).toEqual({ kind: 'mention', query: 'gr', start: 3 });
    expect(at('(@a.b|')).toEqual({ kind: 'mention', query: 'a.b', start: 1 });
  });

  it('is no name inside an address, or after the word is finished', () => {
    expect(at('me@exa|')).toBeUndefined();
    expect(at('@ada |')).toBeUndefined();
  });

  it('is an emoji after : and two letters', () => {
    expect(at('so :smi|')).toEqual({ kind: 'emoji', query: 'smi', start: 3 });
    for (const plain of [':|', ':)|', ':D|', 'at 10:30|', 'a:bc|', 'https://x|']) expect(at(plain)).toBeUndefined();
  });
});

describe('completing', () => {
  it('replaces what was typed and goes on behind one space', () => {
    const text = 'hi @gr there';
    const trigger = findTrigger(text, 6)!;
    expect(complete(text, 6, trigger, '@grace')).toEqual({ text: 'hi @grace there', caret: 10 });
    expect(complete('@gr', 3, findTrigger('@gr', 3)!, '@grace')).toEqual({ text: '@grace ', caret: 7 });
  });
});

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
