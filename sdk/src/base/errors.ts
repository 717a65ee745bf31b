// Every failure has one shape, whether the server answered with it or the server could not be reached. Decide by `code`:
// docs/errors.md lists the server's codes; `network`, `timeout` and `offline` are the client's own.
import type { Problem } from '../wire.ts';

/** A fault of one field of a request. */
export interface FieldError {
  field: string;
  code: string;
  detail?: string;
}

/** A failed call. */
export class ParleyError extends Error {
  /** Names the failure. It stays the same in all versions and languages. */
  readonly code: string;
  /** The HTTP status; 0 if the server did not answer. */
  readonly status: number;
  /** The fields of the request that are wrong. */
  readonly errors: readonly FieldError[];
  /** The number of milliseconds after which another attempt makes sense; undefined if the server did not say. */
  readonly retryAfterMs: number | undefined;
  /** The request's id in the server's log. */
  readonly requestId: string | undefined;

  constructor(code: string, detail?: string, problem: Partial<Problem> = {}) {
    super(detail ?? problem.detail ?? problem.title ?? code);
    this.name = 'ParleyError';
    this.code = code;
    this.status = problem.status ?? 0;
    this.errors = problem.errors ?? [];
    this.retryAfterMs = problem.retry_after_ms;
    this.requestId = problem.request_id;
  }

  /** Makes the error that a server's problem document describes (RFC 9457). */
  static from(problem: Partial<Problem>): ParleyError {
    return new ParleyError(problem.code ?? 'internal', undefined, problem);
  }

  /** Returns `fault` if it is a ParleyError, and else a ParleyError with the code `internal`. */
  static of(fault: unknown): ParleyError {
    return fault instanceof ParleyError ? fault : new ParleyError('internal', String(fault));
  }

  /** Whether the same request may succeed later, although the user changes nothing. */
  get isTemporary(): boolean {
    return this.status === 0 || this.status >= 500 || TEMPORARY.has(this.code);
  }
}

const TEMPORARY = new Set(['rate_limited', 'request_timeout', 'token_expired']);
