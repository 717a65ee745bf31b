import { expect, test } from 'vitest';
import { ParleyError, type StoredMessage } from '../src/index.ts';
import { Outbox } from '../src/core/outbox/outbox.ts';
import { memoryStorage, type Storage } from '../src/base/storage.ts';
import type { Message, SendRequest, SentMessage } from '../src/wire.ts';
import { ManualClock, settle } from './support/clock.ts';

type Answer = (request: SendRequest) => Promise<SentMessage>;

function outbox({ storage = memoryStorage(), answer = stored }: { storage?: Storage; answer?: Answer } = {}) {
  const clock = new ManualClock();
  const attempts: { at: number; body: string; client_id: string }[] = [];
  const state = { isConnected: true, answer };
  const box = new Outbox({
    storage,
    clock,
    isConnected: () => state.isConnected,
    onSent: () => {},
    send: (request, timeoutMs) => {
      attempts.push({ at: clock.now() - start, body: request.body, client_id: request.client_id });
      return new Promise((resolve, reject) => {
        const cancel = clock.after(timeoutMs, () => reject(new ParleyError('timeout')));
        state.answer(request).then(resolve, reject).finally(cancel);
      });
    },
  });
  const start = clock.now();
  return { box, clock, attempts, state, storage };
}

const stored: Answer = async (request) => ({ message: { ...request, sender: 'me' } as unknown as Message, duplicate: false });
const silent: Answer = () => new Promise(() => {});
const refused = (code: string, problem = {}): Answer => () => Promise.reject(new ParleyError(code, undefined, problem));

let counted = 0;
function written(body: string, conversation = 'c'): StoredMessage {
  counted += 1;
  const client_id = `id-${counted}`;
  return { conversation, seq: 0, rev: 0, sender: 'me', client_id, kind: 'text', body, created_at: `2026-01-01T00:00:0${counted % 10}.000Z`, state: 'sending' };
}

test('a message without an acknowledgement for five seconds is sent again after one, two and four more, with the same client_id, and then fails', async () => {
  const { box, clock, attempts } = outbox({ answer: silent });
  const message = written('hello');
  box.add(message);
  await clock.pass(26_999);
  expect(attempts.map(({ at }) => at)).toEqual([0, 6_000, 13_000, 22_000]);
  expect(new Set(attempts.map(({ client_id }) => client_id))).toEqual(new Set([message.client_id]));
  expect(box.messages.get()).toMatchObject([{ state: 'sending' }]);
  await clock.pass(1);
  expect(box.messages.get()).toMatchObject([{ state: 'failed', error: { code: 'timeout' } }]);
  await clock.pass(60_000);
  expect(attempts).toHaveLength(4);
});

test('a failed message is sent again on request', async () => {
  const { box, clock, attempts, state } = outbox({ answer: silent });
  const message = written('hello');
  box.add(message);
  await clock.pass(30_000);
  state.answer = stored;
  box.retry('c', message.client_id);
  expect(box.messages.get()).toMatchObject([{ state: 'sending' }]);
  await clock.pass(0);
  expect(box.messages.get()).toEqual([]);
  expect(attempts.at(-1)?.client_id).toBe(message.client_id);
});

test('a message that the server refuses fails at once, and the next messages are sent', async () => {
  const { box, clock, state } = outbox({ answer: refused('forbidden', { status: 403 }) });
  box.add(written('refused'));
  await clock.pass(0);
  state.answer = stored;
  box.add(written('next'));
  await clock.pass(0);
  expect(box.messages.get()).toMatchObject([{ body: 'refused', state: 'failed', error: { code: 'forbidden' } }]);
});

test('a user who sends too fast waits as long as the server says, however often, and no message fails', async () => {
  const { box, clock, attempts, state } = outbox({ answer: refused('rate_limited', { status: 429, retry_after_ms: 800 }) });
  box.add(written('hello'));
  await clock.pass(8_000);
  expect(attempts.map(({ at }) => at)).toEqual([0, 800, 1600, 2400, 3200, 4000, 4800, 5600, 6400, 7200, 8000]);
  state.answer = stored;
  await clock.pass(800);
  expect(box.messages.get()).toEqual([]);
});

test('the messages of a conversation are sent in order, one at a time, and other conversations do not wait for them', async () => {
  let release = () => {};
  const { box, clock, attempts } = outbox({
    answer: (request) => (request.body === 'slow' ? new Promise<void>((resolve) => (release = resolve)).then(() => stored(request)) : stored(request)),
  });
  box.add(written('slow', 'one'));
  box.add(written('behind', 'one'));
  box.add(written('elsewhere', 'two'));
  await clock.pass(0);
  expect(attempts.map(({ body }) => body)).toEqual(['slow', 'elsewhere']);
  release();
  await clock.pass(0);
  expect(attempts.map(({ body }) => body)).toEqual(['slow', 'elsewhere', 'behind']);
});

test('a message that is written without a connection waits for one, and a lost connection is no failure', async () => {
  const { box, clock, attempts, state } = outbox({ answer: refused('network') });
  state.isConnected = false;
  box.add(written('offline'));
  await clock.pass(60_000);
  expect(attempts).toEqual([]);
  state.isConnected = true;
  box.flush();
  await clock.pass(60_000);
  expect(attempts).toHaveLength(1);
  expect(box.messages.get()).toMatchObject([{ state: 'sending' }]);
  state.answer = stored;
  box.flush();
  await clock.pass(0);
  expect(box.messages.get()).toEqual([]);
});

test('a new connection sends the waiting messages, even if it opens before the last one is given up', async () => {
  const { box, clock, attempts, state } = outbox();
  state.answer = () => {
    state.answer = stored;
    box.flush(); // as the engine does after a reconnection
    return Promise.reject(new ParleyError('network'));
  };
  box.add(written('hello'));
  await clock.pass(0);
  expect(attempts).toHaveLength(2);
  expect(box.messages.get()).toEqual([]);
});

test('messages that were not acknowledged before a reload are sent after it, in order', async () => {
  const storage = memoryStorage();
  const before = outbox({ storage });
  before.state.isConnected = false;
  for (const body of ['one', 'two', 'three']) before.box.add(written(body));
  await settle();

  const after = outbox({ storage });
  await after.box.load();
  await after.clock.pass(0);
  expect(after.attempts.map(({ body }) => body)).toEqual(['one', 'two', 'three']);
  expect(await storage.list('outbox/')).toEqual([]);
});

test('a discarded message is not sent', async () => {
  const { box, clock, attempts, state, storage } = outbox();
  state.isConnected = false;
  const message = written('better not');
  box.add(message);
  box.discard('c', message.client_id);
  state.isConnected = true;
  box.flush();
  await clock.pass(0);
  expect(attempts).toEqual([]);
  expect(await storage.list('outbox/')).toEqual([]);
});
