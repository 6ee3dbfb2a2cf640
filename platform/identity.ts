/** Hides how the router vouches for who is calling: a short-lived token, signed with a secret the processes share, bound to one audience. */
import { SignJWT, jwtVerify } from 'jose';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { unauthenticated } from './errors.ts';

/** The header that carries the identity from the router (or a service) to a subgraph. */
export const IDENTITY_HEADER = 'x-eventpost-identity';

const LIFETIME_SECONDS = 60;
const ISSUER = 'eventpost';

const coordinatesSchema = z.object({ latitude: z.number(), longitude: z.number() });

const viewerSchema = z.object({
  id: z.string(),
  role: z.enum(['USER', 'ADMIN']),
  /** Whether any of the person's addresses is verified. */
  verified: z.boolean(),
  language: z.enum(['EN', 'ES', 'PT']),
  timeZone: z.string().nullable(),
  home: coordinatesSchema.nullable(),
  interests: z.array(z.string()),
});

/** The person on whose behalf a call is made, as users last wrote them down. */
export type Viewer = Readonly<z.infer<typeof viewerSchema>>;

const identitySchema = z.object({
  viewer: viewerSchema.nullable(),
  /** The calling service when no person is behind the call. */
  service: z.string().nullable(),
  /** The client's network address, for limits. */
  clientAddress: z.string().nullable(),
  /** The session (refresh token family) of the viewer's access token. */
  sessionId: z.string().nullable(),
});

/** Who calls: a viewer, a service, or nobody. */
export type Identity = Readonly<z.infer<typeof identitySchema>>;

export const NOBODY: Identity = { viewer: null, service: null, clientAddress: null, sessionId: null };

export type IdentitySigner = (identity: Identity, audience: string) => Promise<string>;
export type IdentityVerifier = (token: string | undefined) => Promise<Identity>;

/** Signs identities (HS256, 60 s) with the shared secret. */
export function createIdentitySigner(secret: string): IdentitySigner {
  const key = new TextEncoder().encode(secret);
  return (identity, audience) =>
    new SignJWT({ identity })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuer(ISSUER)
      .setAudience(audience)
      .setIssuedAt()
      .setExpirationTime(`${LIFETIME_SECONDS}s`)
      .sign(key);
}

/**
 * Verifies identities meant for `audience`; tokens seen before are answered from a cache until they expire.
 * The returned function throws DomainError UNAUTHENTICATED for a missing, forged, expired or misaddressed token.
 */
export function createIdentityVerifier(secret: string, audience: string): IdentityVerifier {
  const key = new TextEncoder().encode(secret);
  const seen = new LRUCache<string, { readonly identity: Identity; readonly expiresAt: number }>({ max: 10_000 });
  return async (token) => {
    if (token === undefined || token === '') throw unauthenticated('This service answers only the router.');
    const known = seen.get(token);
    if (known !== undefined && known.expiresAt > Date.now()) return known.identity;
    try {
      const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'], issuer: ISSUER, audience, requiredClaims: ['exp'] });
      const identity = identitySchema.parse(payload['identity']);
      seen.set(token, { identity, expiresAt: (payload.exp ?? 0) * 1000 });
      return identity;
    } catch (cause) {
      throw Object.assign(unauthenticated('This service answers only the router.'), { cause });
    }
  };
}
