import { describe, expect, it } from 'vitest';
import type { Line } from '@/features/messages/line.ts';
import { layOut, rowOfSeq, type Row, type RowOptions } from './rows.ts';

const minute = 60_000;
const noon = new Date(2026, 4, 4, 12).getTime();
let seq = 0;
const line = (sender: string, at: number, more: Partial<Line> = {}): Line => {
  seq += 1;
  return { key: `m${seq}`, seq, sender, content: { kind: 'text', text: '' }, at: noon + at * minute, ...more } as Line;
};
const show = (row: Row): string => {
  if (row.kind === 'message') return `${row.line.sender}${row.isFirst ? '(' : ''}${row.isLast ? ')' : ''}`;
  return row.kind;
};
const rows = (lines: Line[], options: Partial<RowOptions> = {}): string[] =>
  layOut(lines, { unreadAfter: undefined, startsHere: true, me: 'me', ...options })
    .map(show)
    .slice(1);

describe('groups', () => {
  it('are what one person writes within five minutes', () => {
    expect(rows([line('a', 0), line('a', 1), line('a', 2), line('b', 3), line('a', 3)])).toEqual([
      'day', 'a(', 'a', 'a)', 'b()', 'a()',
    ]);
  });

  it('end after five minutes of silence, not after five minutes of talk', () => {
    expect(rows([line('a', 0), line('a', 4), line('a', 8), line('a', 13)])).toEqual(['day', 'a(', 'a', 'a)', 'a()']);
  });

  it('end at midnight, at what the server says and at what was unread', () => {
    expect(rows([line('a', 0), line('a', 12 * 60), line('a', 12 * 60 + 1, { content: { kind: 'system', text: '' } }), line('a', 12 * 60 + 2)]))
      .toEqual(['day', 'a()', 'day', 'a()', 'system', 'a()']);
    seq = 0;
    expect(rows([line('a', 0), line('a', 1)], { unreadAfter: 1 })).toEqual(['day', 'a()', 'unread', 'a()']);
  });
});

describe('messages of blocked people', () => {
  const isHidden = ({ sender }: Line) => sender === 'x';

  it('are one quiet row until another person writes', () => {
    expect(rows([line('a', 0), line('x', 1), line('x', 2), line('a', 3), line('x', 4)], { isHidden })).toEqual([
      'day', 'a()', 'hidden', 'a()', 'hidden',
    ]);
  });

  it('keep the key of the first one and stand at the seq of the last one', () => {
    seq = 0;
    const all = layOut([line('x', 0), line('x', 1), line('x', 2)], { unreadAfter: undefined, startsHere: false, me: 'me', isHidden });
    expect(all).toMatchObject([{ kind: 'hidden', key: 'hidden-m1', keys: ['m1', 'm2', 'm3'] }]);
    expect(rowOfSeq(all, 3)).toBe(0);
  });

  it('do not begin what is unread', () => {
    seq = 0;
    expect(rows([line('a', 0), line('x', 1), line('a', 2)], { unreadAfter: 1, isHidden })).toEqual(['day', 'a()', 'hidden', 'unread', 'a()']);
  });
});

describe('the unread line', () => {
  it('does not stand before the first line that happens to be loaded', () => {
    seq = 10;
    const kinds = layOut([line('a', 0), line('a', 1)], { unreadAfter: 5, startsHere: false, me: 'me' }).map((row) => row.kind);
    expect(kinds).toEqual(['message', 'message']);
  });

  it('appears once, before the first message of another user', () => {
    seq = 0;
    expect(rows([line('a', 0), line('me', 1), line('a', 2), line('a', 3)], { unreadAfter: 1 })).toEqual([
      'day', 'a()', 'me()', 'unread', 'a(', 'a)',
    ]);
  });

  it('does not stand where nothing was unread, nor before what is still being sent', () => {
    seq = 0;
    expect(rows([line('a', 0), line('a', 1, { seq: undefined })], { unreadAfter: 1 })).toEqual(['day', 'a(', 'a)']);
    expect(rows([line('a', 0)])).not.toContain('unread');
  });
});

it('a conversation begins where its first message is', () => {
  const kinds = (lines: Line[], startsHere: boolean) =>
    layOut(lines, { unreadAfter: undefined, startsHere, me: 'me' }).map((row) => row.kind);
  expect(kinds([], true)).toEqual(['start']);
  expect(kinds([line('a', 0)], true)).toEqual(['start', 'day', 'message']);
});

it('a day begins only where it is known to: not with the first line that happens to be loaded', () => {
  expect(layOut([line('a', 0), line('a', 24 * 60)], { unreadAfter: undefined, startsHere: false, me: 'me' }).map((row) => row.kind)).toEqual([
    'message', 'day', 'message',
  ]);
});

it('keys stay when older messages arrive', () => {
  seq = 0;
  const older = [line('a', 0), line('a', 1)];
  const newer = [line('a', 2), line('b', 3)];
  const keys = (lines: Line[]) => layOut(lines, { unreadAfter: undefined, startsHere: false, me: 'me' }).map((row) => row.key);
  expect(keys([...older, ...newer]).slice(-2)).toEqual(keys(newer).slice(-2));
  expect(new Set(keys([...older, ...newer])).size).toBe(4);
});

it('a message is found by its seq among days and what is being sent', () => {
  seq = 0;
  const lines = Array.from({ length: 500 }, (_, index) => line(index % 3 ? 'a' : 'b', index * 97));
  const laid = layOut([...lines, line('me', 500 * 97, { seq: undefined })], { unreadAfter: 77, startsHere: true, me: 'me' });
  for (let wanted = 1; wanted <= 500; wanted += 1) {
    const row = laid[rowOfSeq(laid, wanted)];
    expect(row && 'line' in row && row.line.seq).toBe(wanted);
  }
  expect(rowOfSeq(laid, 501)).toBe(-1);
  expect(rowOfSeq(laid, 0)).toBe(-1);
});
