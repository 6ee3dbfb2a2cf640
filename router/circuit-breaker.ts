/** Hides when to stop asking a subgraph that fails, and when to try it again. */

export type CircuitBreaker = {
  /** Whether a call may be made; while the circuit is open, one call is let through as a trial every so often. */
  readonly allows: (now: number) => boolean;
  readonly succeeded: () => void;
  readonly failed: (now: number) => void;
  readonly isOpen: () => boolean;
};

type Options = {
  /** So many failures in a row open the circuit. */
  readonly failures: number;
  readonly retryAfterMs: number;
};

/** A closed circuit; times are epoch milliseconds. */
export function createCircuitBreaker({ failures, retryAfterMs }: Options): CircuitBreaker {
  let failuresInARow = 0;
  let nextTrialAt = 0;
  const isOpen = () => failuresInARow >= failures;
  return {
    allows: (now) => {
      if (!isOpen()) return true;
      if (now < nextTrialAt) return false;
      nextTrialAt = now + retryAfterMs;
      return true;
    },
    succeeded: () => {
      failuresInARow = 0;
    },
    failed: (now) => {
      failuresInARow += 1;
      if (isOpen()) nextTrialAt = now + retryAfterMs;
    },
    isOpen,
  };
}
