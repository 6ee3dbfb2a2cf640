/** Hides the loop of asking again until something holds. */
import { setTimeout as delay } from 'node:timers/promises';

export type PollOptions = {
  readonly timeoutMs: number;
  readonly intervalMs?: number;
  /** Ends the polling early, with this signal's reason. */
  readonly signal?: AbortSignal;
};

/** Calls `attempt` until it no longer throws and returns its value; when the time is up, throws what it threw last. */
export async function poll<T>(attempt: () => T | Promise<T>, { timeoutMs, intervalMs = 50, signal }: PollOptions): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() + intervalMs > deadline) throw error;
    }
    await delay(intervalMs, undefined, signal ? { signal } : {});
  }
}
