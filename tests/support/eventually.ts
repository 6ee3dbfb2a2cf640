/** Hides waiting in tests: asking again until it holds, with a deadline, instead of sleeping. */
import { poll } from '#embedded/poll.ts';

/** Repeats `attempt` until it no longer throws (an `expect` in it counts) and returns its value; then throws its last failure. */
export function eventually<T>(attempt: () => T | Promise<T>, { timeoutMs = 10_000, intervalMs = 25 } = {}): Promise<T> {
  return poll(attempt, { timeoutMs, intervalMs });
}
