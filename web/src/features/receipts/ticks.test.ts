import { expect, it } from 'vitest';
import { reachOf, tickOf } from './ticks.ts';

const reach = reachOf(
  [
    { user: 'me', deliveredSeq: 99, readSeq: 99 },
    { user: 'ada', deliveredSeq: 7, readSeq: 5 },
    { user: 'quiet', deliveredSeq: 8 },
  ],
  'me',
);

it('counts what others have, not what oneself has', () => expect(reach).toEqual({ delivered: 8, read: 5 }));

it('reading implies delivery, whatever came first', () =>
  expect(reachOf([{ user: 'ada', deliveredSeq: 2, readSeq: 4 }], 'me')).toEqual({ delivered: 4, read: 4 }));

it.each([
  [{ seq: undefined, failed: false }, 'sending'],
  [{ seq: undefined, failed: true }, 'failed'],
  [{ seq: 9, failed: false }, 'sent'],
  [{ seq: 8, failed: false }, 'delivered'],
  [{ seq: 5, failed: false }, 'read'],
])('%j is %s', (message, tick) => expect(tickOf(message, reach)).toBe(tick));
