import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ACCESS_TOKEN } from '#platform/access-token.ts';
import { graphql } from '#tests/support/graphql-client.ts';
import { recordOf, startRouter } from '#tests/support/router-under-test.ts';
import type { RouterUnderTest } from '#tests/support/router-under-test.ts';
import { standInId } from '#tests/support/stand-ins.ts';

let router: RouterUnderTest;
beforeAll(async () => {
  router = await startRouter();
});
afterAll(() => router[Symbol.asyncDispose]());
beforeEach(() => void router.standIns.calls.splice(0));

const person = standInId('a', 1);
const admin = standInId('a', 2);
const claims = () => new SignJWT({ sid: 'session', at: Date.now() }).setSubject(person).setIssuer(ACCESS_TOKEN.issuer).setAudience(ACCESS_TOKEN.audience).setIssuedAt().setExpirationTime('15m');
const seconds = (offset: number) => Math.floor(Date.now() / 1_000) + offset;

const ATTACKS: Readonly<Record<string, () => Promise<string> | string>> = {
  'without a signature': () => new UnsecuredJWT({ sid: 'session', at: Date.now() }).setSubject(person).setIssuer(ACCESS_TOKEN.issuer).setAudience(ACCESS_TOKEN.audience).setExpirationTime('15m').encode(),
  'signed with the public key as a secret': () => claims().setProtectedHeader({ alg: 'HS256', kid: 'test' }).sign(new TextEncoder().encode(String(router.publicJwk['x']).padEnd(32, '='))),
  'for somebody else': () => router.sign(claims().setAudience('other')),
  'from somebody else': () => router.sign(claims().setIssuer('other')),
  'that expired': () => router.sign(claims().setIssuedAt(seconds(-1_000)).setExpirationTime(seconds(-100))),
  'from the future': () => router.sign(claims().setIssuedAt(seconds(600)).setExpirationTime(seconds(1_200))),
  'not valid yet': () => router.sign(claims().setNotBefore(seconds(600))),
  'without an expiry': () => router.sign(new SignJWT({ sid: 's', at: Date.now() }).setSubject(person).setIssuer(ACCESS_TOKEN.issuer).setAudience(ACCESS_TOKEN.audience).setIssuedAt()),
  'without a session': () => router.sign(new SignJWT({ at: Date.now() }).setSubject(person).setIssuer(ACCESS_TOKEN.issuer).setAudience(ACCESS_TOKEN.audience).setIssuedAt().setExpirationTime('15m')),
  'of an unknown key': async () => (await router.tokenOf()).replace(/^[^.]+/, Buffer.from('{"alg":"EdDSA","kid":"other"}').toString('base64url')),
  'with other claims under the same signature': async () => (await router.tokenOf()).replace(/\.[^.]+\./, `.${Buffer.from(JSON.stringify({ sub: admin, sid: 's', at: 1 })).toString('base64url')}.`),
  truncated: async () => (await router.tokenOf()).slice(0, -10),
  'of 10 KB': () => router.sign(claims().setJti('x'.repeat(10_000))),
  'of nonsense': () => 'nonsense',
  'of nobody known': () => router.tokenOf({ sub: '0193f000-0000-7000-8000-00000000ffff' }),
};

describe('a token', () => {
  it.each(Object.keys(ATTACKS))('%s fails the whole request before any subgraph sees it', async (name) => {
    const token = await ATTACKS[name]?.();
    const { status, data, errors } = await graphql(router.graphqlUrl, { query: '{ topics { name } me { id } }', token });
    expect(status).toBe(401);
    expect(data).toBeNull();
    expect(errors.map(({ extensions }) => extensions?.['code'])).toEqual(['UNAUTHENTICATED']);
    expect(router.standIns.calls).toEqual([]);
  });

  it.each(['Basic YTpi', 'Bearer', 'Bearer ', 'bearer a b', 'Token x'])('is refused under the header "%s"', async (authorization) => {
    expect((await graphql(router.graphqlUrl, { query: '{ topics { name } }', headers: { authorization } })).status).toBe(401);
  });

  it('is refused for a kept public answer, too', async () => {
    const query = '{ topics { name } }';
    await graphql(router.graphqlUrl, { query });
    expect((await graphql(router.graphqlUrl, { query, token: 'nonsense' })).status).toBe(401);
  });

  it('tells the subgraph who it is, and nothing that the client claims in headers', async () => {
    await graphql(router.graphqlUrl, { query: '{ me { id } }', token: await router.tokenOf(), headers: { 'x-eventpost-identity': 'forged', 'x-user-id': admin } });
    expect(router.standIns.calls).toMatchObject([{ field: 'me', identity: { viewer: { id: person, role: 'USER' }, service: null, sessionId: 'session' } }]);
  });

  it('stops working the moment the account is disabled, the session ends, or all are ended', async () => {
    const works = async (token: string) => (await graphql(router.graphqlUrl, { query: '{ me { id } }', token })).status;
    const id = standInId('a', 9);
    await router.records.put(recordOf(id));
    const [one, other] = await Promise.all([router.tokenOf({ sub: id, sid: 'one' }), router.tokenOf({ sub: id, sid: 'other' })]);
    expect(await works(one)).toBe(200);
    await router.records.revokeSession('one', 900);
    await expect.poll(() => works(one)).toBe(401);
    expect(await works(other)).toBe(200);
    await router.records.put(recordOf(id, { version: 2, disabled: true }));
    await expect.poll(() => works(other)).toBe(401);
    await router.records.put(recordOf(id, { version: 3 }));
    await expect.poll(() => works(other)).toBe(200);
    await router.records.put(recordOf(id, { version: 4, tokensValidFrom: Date.now() + 1 }));
    await expect.poll(() => works(other)).toBe(401);
  });
});

describe('a field for somebody', () => {
  it('is null with an error for nobody, and no subgraph is called for it', async () => {
    const { status, data, errors } = await graphql(router.graphqlUrl, { query: '{ recommendedEvents { totalCount } }' });
    expect(status).toBe(200);
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ path: ['recommendedEvents'], extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(router.standIns.calls).toEqual([]);
  });

  it('leaves the rest of the answer alone', async () => {
    const { data, errors } = await graphql(router.graphqlUrl, { query: `{ topics { name } event(id: "${standInId('e', 1)}") { title guests: attendees { totalCount } } }` });
    expect(data).toEqual({ topics: [{ name: 'jazz' }], event: { title: 'Event 1', guests: null } });
    expect(errors).toMatchObject([{ path: ['event', 'guests'], extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('is denied in every item of a list, through fragments and aliases', async () => {
    const query = '{ page: events(first: 2) { edges { node { ...private } } } } fragment private on Event { attendees { totalCount } }';
    const { data, errors } = await graphql(router.graphqlUrl, { query });
    expect(data).toEqual({ page: { edges: [{ node: { attendees: null } }, { node: { attendees: null } }] } });
    expect(errors.map(({ path }) => path?.join('.'))).toEqual(['page.edges.0.node.attendees', 'page.edges.1.node.attendees']);
  });

  it('is not denied where it is not asked for', async () => {
    const query = 'query ($with: Boolean!) { topics { name } recommendedEvents @include(if: $with) { totalCount } }';
    const { errors } = await graphql(router.graphqlUrl, { query, variables: { with: false } });
    expect(errors).toEqual([]);
  });

  it('works for somebody', async () => {
    const { errors } = await graphql(router.graphqlUrl, { query: '{ recommendedEvents { totalCount } }', token: await router.tokenOf() });
    expect(errors).toEqual([]);
  });
});

describe('a field for admins', () => {
  const query = '{ users { totalCount } }';
  it.each([
    ['nobody', () => undefined, 'UNAUTHENTICATED'],
    ['somebody', () => router.tokenOf(), 'FORBIDDEN'],
  ])('is denied to %s without a call', async (_who, token, code) => {
    const { data, errors } = await graphql(router.graphqlUrl, { query, token: await token() });
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ path: ['users'], extensions: { code } }]);
    expect(router.standIns.calls).toEqual([]);
  });

  it('works for an admin, and stops when they are one no longer', async () => {
    const token = await router.tokenOf({ sub: admin });
    expect((await graphql(router.graphqlUrl, { query, token })).errors).toEqual([]);
    await router.records.put(recordOf(admin, { version: 2 }));
    await expect.poll(async () => (await graphql(router.graphqlUrl, { query, token })).errors.length).toBe(1);
    await router.records.put(recordOf(admin, { version: 3, role: 'ADMIN' }));
  });

  it('denies a mutation without changing anything', async () => {
    const { data, errors } = await graphql(router.graphqlUrl, { query: `mutation { likeEvent(input: { eventId: "${standInId('e', 1)}" }) { event { id } } }` });
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ path: ['likeEvent'], extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(router.standIns.calls).toEqual([]);
  });
});
