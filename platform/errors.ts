/** Hides how expected failures are told apart from bugs: everything a caller may cause is a `DomainError` with a stable code. */

export type ErrorCode = 'BAD_USER_INPUT' | 'UNAUTHENTICATED' | 'FORBIDDEN' | 'NOT_FOUND' | 'CONFLICT' | 'RATE_LIMITED';

type Details = {
  /** The input field at fault, as the API names it. */
  readonly field?: string;
  /** Seconds until a retry can succeed. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
};

/** An expected failure. In jobs it is permanent; in GraphQL it becomes an error with `extensions.code`. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, message: string, details: Details = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.field = details.field;
    this.retryAfter = details.retryAfter;
  }
}

/** BAD_USER_INPUT naming the field. */
export function badInput(field: string, message: string): DomainError {
  return new DomainError('BAD_USER_INPUT', message, { field });
}

/** NOT_FOUND; `what` is the noun the caller asked for. */
export function notFound(what: string): DomainError {
  return new DomainError('NOT_FOUND', `No such ${what}.`);
}

/** UNAUTHENTICATED: nobody is signed in, or the credentials do not hold. */
export function unauthenticated(message = 'Sign in first.'): DomainError {
  return new DomainError('UNAUTHENTICATED', message);
}

/** FORBIDDEN: somebody is signed in, but not somebody who may. */
export function forbidden(message = 'You may not do this.'): DomainError {
  return new DomainError('FORBIDDEN', message);
}
