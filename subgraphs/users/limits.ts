/** Hides how guessing and flooding are bounded: counters in Redis that hold neither addresses nor ids in the clear. */
import { createHmac } from 'node:crypto';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { clientKeyOf } from '#platform/client-address.ts';
import { parseLimit } from '#platform/env.ts';
import type { Env } from '#platform/env.ts';
import { DomainError } from '#platform/errors.ts';
import type { Redis } from '#platform/redis.ts';

/** One limit. A `null` key (a client of unknown address) is never limited. */
export type Limit = {
  /** Spends a point. @throws DomainError RATE_LIMITED with `retryAfter` when none is left */
  readonly spend: (key: string | null) => Promise<void>;
  /** Only looks. @throws DomainError RATE_LIMITED with `retryAfter` when none is left */
  readonly check: (key: string | null) => Promise<void>;
  /** Gives all points back. */
  readonly clear: (key: string | null) => Promise<void>;
};

export type Limits = {
  /** Sign-ups, by client. */
  readonly signUps: Limit;
  /** Wrong passwords, by address or account. */
  readonly wrongPasswords: Limit;
  /** Wrong passwords, by client. */
  readonly wrongPasswordsOfClient: Limit;
  /** Mails asked for, by address or account. */
  readonly mailRequests: Limit;
  /** Mails asked for, by client. */
  readonly mailRequestsOfClient: Limit;
};

type LimitsOptions = { readonly redis: Redis; readonly env: Env };

/** The limits that the environment sets. */
export function createLimits({ redis, env }: LimitsOptions): Limits {
  const bySubject = (key: string) => createHmac('sha256', env.LINK_SECRET).update(`limit:${key}`).digest('base64url').slice(0, 22);
  const byClient = (address: string) => bySubject(clientKeyOf(address));
  const limit = (name: string, text: string, keyOf: (key: string) => string) => {
    const { points, seconds } = parseLimit(text);
    const limiter = new RateLimiterRedis({ storeClient: redis, keyPrefix: `${env.REDIS_PREFIX}:limit:${name}`, points, duration: seconds });
    return limitBy(limiter, keyOf);
  };
  return {
    signUps: limit('sign-up', env.SIGN_UP_LIMIT, byClient),
    wrongPasswords: limit('wrong-password', env.SIGN_IN_FAILURE_LIMIT, bySubject),
    wrongPasswordsOfClient: limit('wrong-password-of-client', env.SIGN_IN_CLIENT_LIMIT, byClient),
    mailRequests: limit('mail', env.MAIL_REQUEST_LIMIT, bySubject),
    mailRequestsOfClient: limit('mail-of-client', env.SIGN_IN_CLIENT_LIMIT, byClient),
  };
}

function limitBy(limiter: RateLimiterRedis, keyOf: (key: string) => string): Limit {
  return {
    spend: async (key) => {
      if (key === null) return;
      try {
        await limiter.consume(keyOf(key));
      } catch (error) {
        if (error instanceof RateLimiterRes) throw tooMany(error);
        throw error;
      }
    },
    check: async (key) => {
      const state = key === null ? null : await limiter.get(keyOf(key));
      if (state !== null && state.consumedPoints >= limiter.points) throw tooMany(state);
    },
    clear: async (key) => {
      if (key !== null) await limiter.delete(keyOf(key));
    },
  };
}

function tooMany({ msBeforeNext }: RateLimiterRes): DomainError {
  return new DomainError('RATE_LIMITED', 'Too many tries. Wait a while.', { retryAfter: Math.max(1, Math.ceil(msBeforeNext / 1000)) });
}
