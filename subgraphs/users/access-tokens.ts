/** Hides how access tokens are signed; the router verifies them with the public keys. */
import { SignJWT } from 'jose';
import { ACCESS_TOKEN } from '#platform/access-token.ts';
import type { AccessTokenClaims } from '#platform/access-token.ts';
import type { SigningKeys } from './signing-keys.ts';

export type AccessToken = { readonly token: string; readonly expiresAt: Date };

/** Issues a token for a person's session as of `now`. */
export type AccessTokenIssuer = (holder: { readonly userId: string; readonly sessionId: string }, now: Date) => Promise<AccessToken>;

/** An issuer that signs with the current key. */
export function createAccessTokenIssuer({ current }: SigningKeys): AccessTokenIssuer {
  return async ({ userId, sessionId }, now) => {
    const issuedAt = Math.floor(now.getTime() / 1000);
    const expiresAt = issuedAt + ACCESS_TOKEN.lifetimeSeconds;
    const own: Pick<AccessTokenClaims, 'sid' | 'at'> = { sid: sessionId, at: now.getTime() };
    const token = await new SignJWT(own)
      .setProtectedHeader({ alg: ACCESS_TOKEN.algorithm, kid: current.kid, typ: 'JWT' })
      .setSubject(userId)
      .setIssuer(ACCESS_TOKEN.issuer)
      .setAudience(ACCESS_TOKEN.audience)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(current.key);
    return { token, expiresAt: new Date(expiresAt * 1000) };
  };
}
