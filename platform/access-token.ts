/** Hides what users (who signs) and the router (who verifies) agree on about access tokens. */
import { z } from 'zod';

export const ACCESS_TOKEN = {
  algorithm: 'EdDSA',
  issuer: 'eventpost',
  audience: 'eventpost-api',
  lifetimeSeconds: 900,
} as const;

/** Where users publishes its public keys, below its base address. */
export const JWKS_PATH = '/.well-known/jwks.json';

/** The claims beyond the registered ones; the header carries `kid`. */
export const accessTokenClaims = z.object({
  /** The person's id. */
  sub: z.string(),
  /** The session: the family of refresh tokens it belongs to. */
  sid: z.string(),
  /** When it was issued, epoch milliseconds: `iat` in seconds is too coarse to compare with `tokensValidFrom`. */
  at: z.number(),
});

export type AccessTokenClaims = Readonly<z.infer<typeof accessTokenClaims>>;
