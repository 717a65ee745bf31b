// Computes how long to wait before the next attempt to connect: full jitter (Brooker, "Exponential Backoff And Jitter", 2015)
// below a bound that doubles from one second to thirty. Pure.
const FIRST_MS = 1_000;
const MOST_MS = 30_000;

/**
 * Returns the milliseconds to wait. `attempt` counts from 0, `random` returns a number from 0 to 1. The wait is never
 * shorter than `retryAfterMs`, which is what the server asked for.
 */
export function reconnectDelay(attempt: number, random: () => number, retryAfterMs = 0): number {
  const bound = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(attempt, 10));
  return Math.round(retryAfterMs + random() * bound);
}

/** What a client does after the server has closed the connection. */
export type CloseAdvice = 'retry' | 'refresh' | 'sign_out' | 'stop';

/** Returns what the client does after a close with this code (docs/protocol.md, "Close codes"). */
export function adviceFor(code: number): CloseAdvice {
  switch (code) {
    case 4401:
      return 'refresh';
    case 4410:
      return 'sign_out';
    case 4400:
    case 4403:
    case 4409:
      return 'stop';
    default:
      return 'retry';
  }
}

/** Returns the `retry_after_ms` of a close reason that is `{"retry_after_ms": …}`; 0 for every other reason. */
export function retryAfter(reason: string): number {
  try {
    const value: unknown = JSON.parse(reason);
    const ms = typeof value === 'object' && value !== null && 'retry_after_ms' in value ? Number(value.retry_after_ms) : 0;
    return Number.isFinite(ms) && ms > 0 ? ms : 0;
  } catch {
    return 0;
  }
}
