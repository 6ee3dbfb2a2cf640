/** Hides how connections to Redis are made: one kind for commands, one for blocking queue workers. */
import { Redis } from 'ioredis';
import { UnreachableError } from './unreachable-error.ts';

export type { Redis } from 'ioredis';

/** A connection for commands: fails a command after a few tries rather than hanging a request. */
export function createRedis(url: string): Redis {
  return quiet(new Redis(url, { maxRetriesPerRequest: 3, enableReadyCheck: true, lazyConnect: true }));
}

/** A connection for BullMQ, whose blocking commands must wait for ever (`maxRetriesPerRequest: null`). */
export function createQueueRedis(url: string): Redis {
  return quiet(new Redis(url, { maxRetriesPerRequest: null, lazyConnect: true }));
}

/**
 * Waits until the server answers.
 * @throws UnreachableError with one sentence
 */
export async function connectRedis(redis: Redis, url: string): Promise<void> {
  try {
    await redis.connect();
    await redis.ping();
  } catch (cause) {
    redis.disconnect();
    throw new UnreachableError('Redis', url, cause);
  }
}

/** Reconnecting is ioredis's own work; without a listener each failed try would be an uncaught error. */
function quiet(redis: Redis): Redis {
  redis.on('error', () => {});
  return redis;
}
