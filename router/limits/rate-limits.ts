/** Hides how many requests a client and a person may make: counted in Redis for all routers together, and in memory before anything kept is given out. */
import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { clientKeyOf } from '#platform/client-address.ts';
import { parseLimit } from '#platform/env.ts';
import { DomainError } from '#platform/errors.ts';
import type { Redis } from '#platform/redis.ts';

type Limits = {
  /** Such as `6000/minute`. */
  readonly client: string;
  readonly viewer: string;
  /** Whether clients on this machine count, too. */
  readonly onLoopback: boolean;
};

export type RateLimits = {
  /** For answers from memory. Answers undefined where nothing needs to be counted, so that nothing is awaited. */
  readonly countInMemory: (clientAddress: string) => Promise<void> | undefined;
  /** For everything else; `viewerId` is null for nobody. */
  readonly count: (clientAddress: string, viewerId: string | null) => Promise<void> | undefined;
};

/**
 * Limits under `<prefix>:limit:…`. Both functions reject with DomainError RATE_LIMITED and `retryAfter` in seconds.
 * While Redis is away each router counts for itself.
 */
export function createRateLimits(redis: Redis, prefix: string, limits: Limits): RateLimits {
  const shared = (name: string, limit: string): RateLimiterAbstract => {
    const { points, seconds } = parseLimit(limit);
    const insuranceLimiter = new RateLimiterMemory({ points, duration: seconds });
    return new RateLimiterRedis({ storeClient: redis, keyPrefix: `${prefix}:limit:${name}`, points, duration: seconds, inMemoryBlockOnConsumed: points, insuranceLimiter, rejectIfRedisNotReady: true });
  };
  const client = shared('client', limits.client);
  const viewer = shared('viewer', limits.viewer);
  const { points, seconds } = parseLimit(limits.client);
  // What memory answers costs next to nothing: ten times the limit is only there to stop a flood.
  const memory = new RateLimiterMemory({ points: points * 10, duration: seconds });
  const isExempt = (address: string) => !limits.onLoopback && isLoopback(address);

  return {
    countInMemory: (address) => (isExempt(address) ? undefined : consume(memory, clientKeyOf(address))),
    count: (address, viewerId) => {
      if (isExempt(address)) return undefined;
      const counted = consume(client, clientKeyOf(address));
      return viewerId === null ? counted : Promise.all([counted, consume(viewer, viewerId)]).then(() => undefined);
    },
  };
}

async function consume(limiter: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    throw new DomainError('RATE_LIMITED', 'Too many requests. Try again in a little while.', { retryAfter: Math.max(1, Math.ceil(error.msBeforeNext / 1_000)) });
  }
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');
loopback.addSubnet('::ffff:127.0.0.0', 104, 'ipv6');

const known = new Map<string, boolean>();

function isLoopback(address: string): boolean {
  if (address === '127.0.0.1') return true;
  const cached = known.get(address);
  if (cached !== undefined) return cached;
  const result = (isIPv4(address) && loopback.check(address, 'ipv4')) || (isIPv6(address) && loopback.check(address, 'ipv6'));
  if (known.size > 1_000) known.clear();
  known.set(address, result);
  return result;
}
