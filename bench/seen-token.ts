/** Measures what a bearer token that was seen before costs the router. `node bench/seen-token.ts` */
import { SignJWT, generateKeyPair } from 'jose';
import { ACCESS_TOKEN } from '#platform/access-token.ts';
import { createAccessTokenVerifier } from '#router/access-tokens.ts';

const TRIES = 200_000;
const { privateKey, publicKey } = await generateKeyPair('EdDSA');
const token = await new SignJWT({ sid: 's', at: Date.now() })
  .setProtectedHeader({ alg: ACCESS_TOKEN.algorithm, kid: 'k' })
  .setSubject('0193f000-0000-7000-8000-000000000001')
  .setIssuer(ACCESS_TOKEN.issuer)
  .setAudience(ACCESS_TOKEN.audience)
  .setIssuedAt()
  .setExpirationTime('15m')
  .sign(privateKey);
const verify = createAccessTokenVerifier(() => Promise.resolve(publicKey));

const firstAt = performance.now();
await verify(token);
const first = performance.now() - firstAt;
const startedAt = performance.now();
for (let index = 0; index < TRIES; index += 1) if (verify(token) instanceof Promise) throw new Error('a token seen before was verified again');
const each = ((performance.now() - startedAt) / TRIES) * 1_000;
console.log(`first: ${(first * 1_000).toFixed(0)} us; seen before: ${each.toFixed(2)} us (bar: 30 us), ${((first * 1_000) / each).toFixed(0)} times less`);
