import { describe, expect, it } from 'vitest';
import { countOnlyEmoji, isRightToLeft, parseText, plainText, safeAddress, type Span } from './text.ts';

const people = new Set(['ada', 'grace.h', 'all']);
const spans = (body: string): Span[] => {
  const [block] = parseText(body, (name) => people.has(name.toLowerCase()));
  return block?.kind === 'paragraph' ? block.spans : [];
};
const text = (value: string): Span => ({ kind: 'text', text: value });
const link = (value: string, href = value): Span => ({ kind: 'link', text: value, href });

describe('links', () => {
  it('leaves the sentence its punctuation', () => {
    expect(spans('See https://example.org/a, please.')).toEqual([
      text('See '),
      link('https://example.org/a'),
      text(', please.'),
    ]);
  });

  it('keeps brackets that belong to the address, and not those around it', () => {
    expect(spans('https://en.wikipedia.org/wiki/C_(language)')).toEqual([
      link('https://en.wikipedia.org/wiki/C_(language)'),
    ]);
    expect(spans('(https://example.org/a)')[1]).toEqual(link('https://example.org/a'));
  });

  it('follows only what is safe to follow', () => {
    expect(safeAddress('javascript:alert(1)')).toBeUndefined();
    expect(safeAddress('data:text/html,hi')).toBeUndefined();
    expect(safeAddress('https://')).toBeUndefined();
    expect(spans('javascript:alert(1)')).toEqual([text('javascript:alert(1)')]);
  });

  it('knows www and mail addresses', () => {
    expect(spans('www.example.org')).toEqual([link('www.example.org', 'https://www.example.org/')]);
    expect(spans('ask ada@example.org!')[1]).toEqual(link('ada@example.org', 'mailto:ada@example.org'));
  });

  it('keeps underscores and asterisks of an address', () => {
    expect(spans('https://example.org/a_b_c*d*')).toEqual([
      link('https://example.org/a_b_c*d', 'https://example.org/a_b_c*d'),
      text('*'),
    ]);
  });
});

describe('mentions', () => {
  it('marks those who are here, whatever the case', () => {
    expect(spans('hi @Ada')).toEqual([text('hi '), { kind: 'mention', text: '@Ada', name: 'Ada' }]);
  });

  it('takes the full stop for the end of the sentence unless it is part of the name', () => {
    expect(spans('@ada.')).toEqual([{ kind: 'mention', text: '@ada', name: 'ada' }, text('.')]);
    expect(spans('@grace.h.')).toEqual([{ kind: 'mention', text: '@grace.h', name: 'grace.h' }, text('.')]);
  });

  it('leaves strangers, longer names and addresses alone', () => {
    expect(spans('@nobody and @adam and x@ada')).toEqual([text('@nobody and @adam and x@ada')]);
  });
});

describe('marks', () => {
  it('makes code of what is between backticks, whatever it is', () => {
    expect(spans('run `a *b* @ada`')).toEqual([text('run '), { kind: 'code', text: 'a *b* @ada' }]);
  });

  it('nests italic, links and mentions in bold', () => {
    expect(spans('**so _very_ @ada**')).toEqual([
      {
        kind: 'strong',
        spans: [
          text('so '),
          { kind: 'emphasis', spans: [text('very')] },
          text(' '),
          { kind: 'mention', text: '@ada', name: 'ada' },
        ],
      },
    ]);
  });

  it('leaves sums, file names and lonely marks as they are', () => {
    for (const plain of ['2 * 3 * 4', 'a_file_name.txt', '**', 'x**', '*', '2*3*4', '`open', '* item', '__init__'])
      expect(spans(plain)).toEqual([text(plain)]);
  });
});

describe('blocks of code', () => {
  it('stand between paragraphs without their line breaks', () => {
    expect(parseText('before\n```cpp\nint a;\n\nint b;\n```\nafter', () => false)).toEqual([
      { kind: 'paragraph', spans: [text('before')] },
      { kind: 'code', language: 'cpp', text: 'int a;\n\nint b;' },
      { kind: 'paragraph', spans: [text('after')] },
    ]);
  });

  it('need an end', () => {
    expect(parseText('```\nopen', () => false)).toEqual([{ kind: 'paragraph', spans: [text('```\nopen')] }]);
  });
});

it('loses nothing but marks of any text', () => {
  const pieces = ['*', '_', '`', '@ada', 'https://a.b/', ' ', '\n', 'x', '.', '(', ')', 'ü', '👍'];
  const written = (list: Span[]): string =>
    list.map((span) => ('spans' in span ? written(span.spans) : span.text)).join('');
  const unmarked = (body: string) => body.replace(/[*_`]/g, '');
  let state = 7;
  const next = () => (state = (state * 48271) % 2147483647);
  for (let round = 0; round < 3000; round += 1) {
    const body = Array.from({ length: 14 }, () => pieces[next() % pieces.length]).join('');
    expect(unmarked(written(spans(`y${body}y`)))).toBe(unmarked(`y${body}y`));
  }
});

describe('only emoji', () => {
  it('counts what one would see as one', () => {
    expect(countOnlyEmoji('👍')).toBe(1);
    expect(countOnlyEmoji('👩‍👩‍👧‍👦 🇩🇪 ❤️ 1️⃣ 👋🏽')).toBe(5);
  });

  it('is not text, digits or too many', () => {
    for (const plain of ['', 'ok 👍', '12', '#', '👍'.repeat(13)]) expect(countOnlyEmoji(plain)).toBe(0);
  });
});

it('says a text in one line', () => {
  expect(plainText('**Hello**,\n\n```js\nlet a;\n```\n_you_')).toBe('Hello, let a; you');
});

it('knows which way a text runs', () => {
  expect(isRightToLeft('123 مرحبا hello')).toBe(true);
  expect(isRightToLeft('שלום')).toBe(true);
  expect(isRightToLeft('hello مرحبا')).toBe(false);
  expect(isRightToLeft('明日 123 👍')).toBe(false);
});
