import { describe, expect, it } from 'vitest';
import { complete, findTrigger } from './completion.ts';

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
