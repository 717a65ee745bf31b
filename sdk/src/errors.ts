// What goes wrong has one shape, whether the server said so or it could not be reached. Decide by `code`: the server's are
// listed in docs/errors.md; `network`, `timeout` and `offline` are the client's own.
import type { Problem } from './wire.ts';

export interface FieldError {
  field: string;
  code: string;
  detail?: string;
}

export class ParleyError extends Error {
  readonly code: string;
  /** The HTTP status; 0 where the server did not answer. */
  readonly status: number;
  /** The fields at fault. */
  readonly errors: readonly FieldError[];
  /** When another try makes sense. */
  readonly retryAfterMs: number | undefined;
  /** Finds the request in the server's log. */
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

  /** As the server sends it (RFC 9457). */
  static from(problem: Partial<Problem>): ParleyError {
    return new ParleyError(problem.code ?? 'internal', undefined, problem);
  }

  /** Whatever was thrown, in this shape. */
  static of(fault: unknown): ParleyError {
    return fault instanceof ParleyError ? fault : new ParleyError('internal', String(fault));
  }

  /** Whether the same request may succeed later though nobody changes anything. */
  get isTemporary(): boolean {
    return this.status === 0 || this.status >= 500 || TEMPORARY.has(this.code);
  }
}

const TEMPORARY = new Set(['rate_limited', 'request_timeout', 'token_expired']);
