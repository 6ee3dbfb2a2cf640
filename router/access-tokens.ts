/** Hides how an access token is verified: once with users' public keys, afterwards from memory until it expires. */
import { createRemoteJWKSet, customFetch, errors, jwtVerify } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { fetch } from 'undici';
import { ACCESS_TOKEN, JWKS_PATH, accessTokenClaims } from '#platform/access-token.ts';
import type { AccessTokenClaims } from '#platform/access-token.ts';
import { unauthenticated } from '#platform/errors.ts';

/** A real token has some 400 characters; longer ones are not worth a look. */
const MAX_LENGTH = 2_048;
const CLOCK_TOLERANCE_SECONDS = 5;

type Verified = { readonly claims: AccessTokenClaims; readonly expiresAt: number };

/** Answers the claims of a token that holds. Throws DomainError UNAUTHENTICATED for any other, and an Error while the keys cannot be had. */
export type AccessTokenVerifier = (token: string) => AccessTokenClaims | Promise<AccessTokenClaims>;

/** The keys that users publishes, fetched when first needed and again for an unknown `kid`. */
export function remoteKeys(usersUrl: string): JWTVerifyGetKey {
  return createRemoteJWKSet(new URL(JWKS_PATH, usersUrl), { timeoutDuration: 3_000, cooldownDuration: 5_000, cacheMaxAge: 600_000, [customFetch]: fetch as never });
}

/** A verifier that remembers, by hash, at most 5,000 tokens; `now` gives epoch milliseconds. */
export function createAccessTokenVerifier(keys: JWTVerifyGetKey, now: () => number = Date.now): AccessTokenVerifier {
  const seen = new LRUCache<string, Verified>({ max: 5_000 });

  const verify = async (token: string, fingerprint: string): Promise<AccessTokenClaims> => {
    const verified = await verifySignature(token, keys, now());
    seen.set(fingerprint, verified);
    return verified.claims;
  };

  return (token) => {
    if (token.length > MAX_LENGTH) throw badToken();
    const fingerprint = hash('sha256', token, 'base64');
    const known = seen.get(fingerprint);
    if (known === undefined) return verify(token, fingerprint);
    if (known.expiresAt <= now()) throw badToken();
    return known.claims;
  };
}

async function verifySignature(token: string, keys: JWTVerifyGetKey, now: number): Promise<Verified> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      algorithms: [ACCESS_TOKEN.algorithm],
      issuer: ACCESS_TOKEN.issuer,
      audience: ACCESS_TOKEN.audience,
      requiredClaims: ['exp', 'iat', 'sub'],
      maxTokenAge: ACCESS_TOKEN.lifetimeSeconds,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(now),
    });
    const claims = accessTokenClaims.parse(payload);
    if (claims.at > now + CLOCK_TOLERANCE_SECONDS * 1_000) throw new TypeError('issued in the future');
    return { claims, expiresAt: (payload.exp ?? 0) * 1_000 };
  } catch (cause) {
    if (isKeyTrouble(cause)) throw new Error('The keys that access tokens are verified with cannot be had.', { cause });
    throw Object.assign(badToken(), { cause });
  }
}

/** The key set did not answer, or answered nonsense: no reason to say that the token is bad. */
function isKeyTrouble(error: unknown): boolean {
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return true;
  return error instanceof errors.JOSEError ? error.code === 'ERR_JOSE_GENERIC' : error instanceof TypeError && error.message === 'fetch failed';
}

/** The one answer to every token that does not hold. */
export function badToken() {
  return unauthenticated('The access token does not hold (any more). Sign in again, or refresh the session.');
}
