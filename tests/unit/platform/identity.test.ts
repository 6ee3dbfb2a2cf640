import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { NOBODY, createIdentitySigner, createIdentityVerifier } from '#platform/identity.ts';
import type { Identity } from '#platform/identity.ts';

const secret = 'a-secret-of-at-least-32-characters';
const key = new TextEncoder().encode(secret);
const sign = createIdentitySigner(secret);
const identity: Identity = {
  viewer: { id: 'u1', role: 'USER', verified: true, language: 'EN', timeZone: 'Europe/Lisbon', home: { latitude: 38.7, longitude: -9.1 }, interests: ['music'] },
  service: null,
  clientAddress: '192.0.2.1',
  sessionId: 's1',
};

const jwt = (changes: { readonly issuer?: string; readonly audience?: string; readonly expiresAt?: number; readonly claim?: unknown } = {}) =>
  new SignJWT({ identity: 'claim' in changes ? changes.claim : identity })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(changes.issuer ?? 'eventpost')
    .setAudience(changes.audience ?? 'events')
    .setExpirationTime(changes.expiresAt ?? Math.floor(Date.now() / 1000) + 30)
    .sign(key);

describe('a signed identity', () => {
  it('comes through whole', async () => {
    expect(await createIdentityVerifier(secret, 'events')(await sign(identity, 'events'))).toEqual(identity);
  });

  it('is answered from memory the second time', async () => {
    const verify = createIdentityVerifier(secret, 'events');
    const token = await sign(NOBODY, 'events');
    expect(await verify(token)).toBe(await verify(token));
  });

  it('is refused where it is missing', async () => {
    await expect(createIdentityVerifier(secret, 'events')(undefined)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('is refused by another subgraph', async () => {
    await expect(createIdentityVerifier(secret, 'users')(await sign(identity, 'events'))).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('is refused when signed with another secret', async () => {
    const forged = await createIdentitySigner('another-secret-of-at-least-32-chars')(identity, 'events');
    await expect(createIdentityVerifier(secret, 'events')(forged)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it.each([
    ['unsigned', () => Promise.resolve(new UnsecuredJWT({ identity }).setIssuer('eventpost').setAudience('events').setExpirationTime('1m').encode())],
    ['expired', () => jwt({ expiresAt: 1 })],
    ['from another issuer', () => jwt({ issuer: 'somebody' })],
    ['without an identity in it', () => jwt({ claim: undefined })],
    ['with an identity of another shape', () => jwt({ claim: { viewer: 'u1' } })],
    ['cut short', async () => (await jwt()).slice(0, -8)],
    ['ten kilobytes of nothing', () => Promise.resolve('x'.repeat(10_000))],
  ])('is refused when it is %s', async (_what, make) => {
    await expect(createIdentityVerifier(secret, 'events')(await make())).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
