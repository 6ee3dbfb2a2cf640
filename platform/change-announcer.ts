/** Hides how routers hear that answers they keep are out of date. */
import type { Log } from './log.ts';
import type { Redis } from './redis.ts';

/** `requestId`: of the one request that made the change, or null where it was not one alone. */
export type AnnouncedChange = { readonly tags: readonly string[]; readonly requestId: string | null };
export type ChangeAnnouncer = (changes: readonly AnnouncedChange[]) => Promise<void>;

/** Where changes are published, each as `{tags: ['Event:<id>', 'Event', …], requestId}`, before a mutation answers. */
export function changesChannel(prefix: string): string {
  return `${prefix}:changed`;
}

/** Publishes each. Never rejects: kept answers also expire by age. */
export function createChangeAnnouncer(redis: Redis, prefix: string, log: Log): ChangeAnnouncer {
  const channel = changesChannel(prefix);
  return async (changes) => {
    try {
      const outcomes = await redis.pipeline(changes.map((change) => ['publish', channel, JSON.stringify(change)])).exec();
      const failure = outcomes?.find(([error]) => error !== null)?.[0];
      if (failure !== undefined) throw failure;
    } catch (error) {
      log.warn({ err: error }, 'change not announced');
    }
  };
}
