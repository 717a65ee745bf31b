import fc from 'fast-check';
import { expect, test } from 'vitest';
import { adviceFor, reconnectDelay, retryAfter } from '../src/core/connection/backoff.ts';

test('the wait is random, below a bound that doubles from one second to thirty', () => {
  const bounds = [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000];
  expect(bounds.map((_, attempt) => reconnectDelay(attempt, () => 1))).toEqual(bounds);
  expect(bounds.map((_, attempt) => reconnectDelay(attempt, () => 0))).toEqual(bounds.map(() => 0));
});

test('an attempt never comes before the time that the server named, nor more than thirty seconds after it', () => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(600_000), (attempt, chance, asked) => {
      const delay = reconnectDelay(attempt, () => chance, asked);
      expect(delay).toBeGreaterThanOrEqual(asked);
      expect(delay).toBeLessThanOrEqual(asked + 30_000);
    }),
  );
});

test('a close code decides whether the client reconnects', () => {
  const codes = [1000, 1001, 1006, 1011, 4400, 4401, 4403, 4409, 4410, 4508, 4512, 4513, 4529];
  expect(codes.map((code) => adviceFor(code))).toEqual([
    ...['retry', 'retry', 'retry', 'retry', 'stop', 'refresh', 'stop', 'stop', 'sign_out'],
    ...['retry', 'retry', 'retry', 'retry'],
  ]);
});

test('the reason of a close may contain the wait, and any other reason is ignored', () => {
  expect(retryAfter('{"retry_after_ms": 1500}')).toBe(1_500);
  for (const reason of ['', 'going away', 'null', '[]', '{"retry_after_ms": -5}', '{"retry_after_ms": "soon"}']) {
    expect(retryAfter(reason)).toBe(0);
  }
});
