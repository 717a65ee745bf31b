import { expect, test } from 'vitest';
import { Receipts } from '../src/features/receipts/receipts.ts';
import { ParleyError, type ReceiptRequest } from '../src/index.ts';
import { ManualClock } from './support/clock.ts';

function recorded() {
  const clock = new ManualClock();
  const said: ReceiptRequest[] = [];
  const state = { isConnected: true, fault: undefined as ParleyError | undefined };
  const receipts = new Receipts({
    clock,
    isConnected: () => state.isConnected,
    send: (request) => {
      said.push(request);
      return state.fault ? Promise.reject(state.fault) : Promise.resolve();
    },
    list: () => Promise.resolve([{ user: 'ben', delivered_seq: 3, read_seq: 1 }]),
  });
  return { clock, said, state, receipts };
}

test('delivered messages are reported at most once a second, and only the last of them', async () => {
  const { clock, said, receipts } = recorded();
  for (let seq = 1; seq <= 30; seq += 1) {
    receipts.delivered('c', seq);
    await clock.pass(100);
  }
  expect(said.map(({ delivered }) => delivered)).toEqual([10, 20, 30]);
  receipts.delivered('c', 12);
  await clock.pass(5_000);
  expect(said).toHaveLength(3);
});

test('read messages are reported together, and a read message counts as delivered', async () => {
  const { clock, said, receipts } = recorded();
  receipts.delivered('c', 4);
  for (const seq of [1, 2, 4, 3]) receipts.read('c', seq);
  await clock.pass(10_000);
  expect(said).toEqual([{ conversation: 'c', read: 4 }]);
});

test('a receipt that could not be sent is sent later, and a refused one is not sent again', async () => {
  const { clock, said, state, receipts } = recorded();
  state.isConnected = false;
  receipts.read('c', 2);
  await clock.pass(10_000);
  expect(said).toEqual([]);
  state.isConnected = true;
  state.fault = new ParleyError('rate_limited', undefined, { status: 429, retry_after_ms: 700 });
  receipts.resume();
  await clock.pass(699);
  expect(said).toHaveLength(1);
  state.fault = new ParleyError('forbidden', undefined, { status: 403 });
  await clock.pass(10_000);
  expect(said).toEqual([{ conversation: 'c', read: 2 }, { conversation: 'c', read: 2 }]);
});

test('receipts of other members only move forward, whatever comes late', async () => {
  const { clock, receipts } = recorded();
  receipts.hear('c', [{ user: 'ben', delivered_seq: 5 }]);
  receipts.open('c');
  await clock.pass(0);
  receipts.hear('c', [{ user: 'ben', delivered_seq: 4, read_seq: 4 }, { user: 'eva', delivered_seq: 2 }]);
  expect(receipts.members.get().get('c')).toEqual([
    { user: 'ben', delivered_seq: 5, read_seq: 4 },
    { user: 'eva', delivered_seq: 2 },
  ]);
});
