/** Hides how routers hear that answers they keep are out of date. */
import type { Log } from './log.ts';
import type { Redis } from './redis.ts';

/** `requestId`: of the one request that made the change, or null where it was not one alone. */
export type ChangeAnnouncer = (tags: readonly string[], requestId: string | null) => Promise<void>;

/** Publishes `{tags: ['Event:<id>', …], requestId}` on `<prefix>:changed`. Never rejects: kept answers also expire by age. */
export function createChangeAnnouncer(redis: Redis, prefix: string, log: Log): ChangeAnnouncer {
  const channel = `${prefix}:changed`;
  return async (tags, requestId) => {
    try {
      await redis.publish(channel, JSON.stringify({ tags, requestId }));
    } catch (error) {
      log.warn({ err: error }, 'change not announced');
    }
  };
}
