import type { Message } from '@parley/client';
import { expect, it } from 'vitest';
import { mergePins } from './pins.ts';

const message = (seq: number, rev: number, pinned?: string) => ({ seq, rev, ...(pinned && { pinned_at: pinned }) }) as Message;
const seqs = (messages: Message[]) => messages.map(({ seq }) => seq);

it('the store knows better what is pinned, where it knows the message', () => {
  const listed = [message(9, 20, '2026-01-02'), message(3, 10, '2026-01-01')];
  expect(seqs(mergePins(listed, []))).toEqual([9, 3]);
  expect(seqs(mergePins(listed, [message(9, 21)]))).toEqual([3]);
  expect(seqs(mergePins(listed, [message(12, 30, '2026-01-03')]))).toEqual([12, 9, 3]);
});

it('what the store has from before the listing does not count', () => {
  expect(seqs(mergePins([message(9, 20, '2026-01-02')], [message(9, 4)]))).toEqual([9]);
});

it('what is being sent is not pinned', () => {
  expect(mergePins([], [message(0, 0, '2026-01-01')])).toEqual([]);
});
