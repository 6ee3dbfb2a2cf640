import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changesChannel } from '#platform/change-announcer.ts';
import { graphql } from '#tests/support/graphql-client.ts';
import { startRouter } from '#tests/support/router-under-test.ts';
import type { RouterUnderTest } from '#tests/support/router-under-test.ts';
import { standInId } from '#tests/support/stand-ins.ts';

let router: RouterUnderTest;
beforeAll(async () => {
  router = await startRouter();
});
afterAll(() => router[Symbol.asyncDispose]());
beforeEach(() => {
  router.standIns.calls.splice(0);
  router.standIns.delayMs = 0;
});

const event = (n: number) => `{ event(id: "${standInId('e', n)}") { title likeCount } }`;
const list = '{ events(first: 5) { edges { node { title } } } }';
const ask = (query: string, token?: string) => graphql(router.graphqlUrl, { query, token });
const calls = (field: string) => router.standIns.calls.filter((call) => call.field === field).length;
const get = (query: string, headers: Readonly<Record<string, string>> = {}) => fetch(`${router.graphqlUrl}?${new URLSearchParams({ query })}`, { headers: { 'apollo-require-preflight': 'x', ...headers } });

describe('a public answer', () => {
  it('is worked out once and given to everybody', async () => {
    const first = await ask(event(1));
    const second = await ask(event(1));
    expect(second.data).toEqual(first.data);
    expect(calls('event')).toBe(1);
    expect(first.headers.get('cache-control')).toBe('max-age=60, public');
    expect(second.headers.get('age')).toMatch(/^\d+$/);
  });

  it('is worked out once for many who ask at the same time', async () => {
    router.standIns.delayMs = 100;
    const answers = await Promise.all(Array.from({ length: 50 }, () => ask(event(2))));
    expect(new Set(answers.map(({ data }) => JSON.stringify(data))).size).toBe(1);
    expect(calls('event')).toBe(1);
  });

  it('has an entity tag, so that a client that has it is told so', async () => {
    const { headers } = await get(event(3)).then(() => get(event(3)));
    const etag = headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]+"$/);
    const unchanged = await get(event(3), { 'if-none-match': etag });
    expect(unchanged.status).toBe(304);
    expect(await unchanged.text()).toBe('');
  });

  it('is never given to a page of another site that did not ask first', async () => {
    await get(event(3));
    const response = await fetch(`${router.graphqlUrl}?${new URLSearchParams({ query: event(3) })}`);
    expect(response.status).toBe(400);
  });

  it.each([
    ['a viewer field', `{ event(id: "${standInId('e', 4)}") { title viewerHasLiked } }`],
    ['a private field of a person', `{ user(id: "${standInId('a', 4)}") { displayName email } }`],
    ['a field for somebody', '{ recommendedEvents { totalCount } }'],
    ['me', '{ me { id } topics { name } }'],
    ['an error', '{ event(id: 5) { nonsense } }'],
    ['a field of another subgraph about the viewer', `{ event(id: "${standInId('e', 4)}") { title viewerReminders { id } } }`],
  ])('does not hold %s', async (_what, query) => {
    const token = await router.tokenOf();
    const [nobody, somebody, again] = [await ask(query), await ask(query, token), await ask(query)];
    for (const { headers } of [nobody, somebody, again]) expect(headers.get('age')).toBeNull();
    expect(again.data).toEqual(nobody.data);
  });
});

describe('a change', () => {
  it('is seen by the next query of whoever made it', async () => {
    const token = await router.tokenOf();
    await ask(event(5));
    for (let likes = 1; likes <= 5; likes += 1) {
      await ask(`mutation { likeEvent(input: { eventId: "${standInId('e', 5)}" }) { event { version } } }`, token);
      expect((await ask(event(5))).data).toMatchObject({ event: { likeCount: likes } });
    }
  });

  it('leaves alone what it does not concern', async () => {
    const token = await router.tokenOf();
    await Promise.all([ask(event(6)), ask(event(7))]);
    await ask(`mutation { likeEvent(input: { eventId: "${standInId('e', 6)}" }) { event { version } } }`, token);
    await Promise.all([ask(event(6)), ask(event(7))]);
    expect(calls('event')).toBe(3);
  });

  it('empties lists, to which something new may belong', async () => {
    const query = '{ events(first: 100) { totalCount } topics { upcomingEventCount } }';
    const before = (await ask(query)).data;
    await ask('mutation ($input: CreateEventInput!) { createEvent(input: $input) { event { id } } }', await router.tokenOf());
    const input = { title: 'New', description: '', topics: ['x'], startsAt: '2030-01-01T00:00:00Z', timeZone: 'UTC', place: { name: 'x' } };
    await graphql(router.graphqlUrl, { query: 'mutation ($input: CreateEventInput!) { createEvent(input: $input) { event { id } } }', variables: { input }, token: await router.tokenOf() });
    expect((await ask(query)).data).not.toEqual(before);
  });

  it('made elsewhere is heard over Redis', async () => {
    await Promise.all([ask(list), ask(event(8)), ask(event(9))]);
    const stored = router.standIns.events.get(standInId('e', 8));
    if (stored !== undefined) router.standIns.events.set(stored.id, { ...stored, title: 'Changed elsewhere' });
    await router.redis.publish(changesChannel(router.prefix), JSON.stringify({ tags: [`Event:${standInId('e', 8)}`] }));
    await expect.poll(async () => (await ask(event(8))).data).toMatchObject({ event: { title: 'Changed elsewhere' } });
    expect((await ask(event(9))).headers.get('age')).not.toBeNull();
    expect((await ask(list)).headers.get('age')).toBeNull();
  });

  it('of a mutation under way is heard over Redis too, and takes effect with its answer, all at once', async () => {
    const tell = (n: number, requestId: string | null) => router.redis.publish(changesChannel(router.prefix), JSON.stringify({ tags: [`Event:${standInId('e', n)}`], requestId }));
    const isKept = async (n: number) => (await ask(event(n))).headers.get('age') !== null;
    await Promise.all([ask(event(11)), ask(event(13))]);
    router.standIns.delayMs = 1_000;
    const mutation = ask(`mutation { likeEvent(input: { eventId: "${standInId('e', 12)}" }) { event { version } } }`, await router.tokenOf());
    await expect.poll(() => calls('likeEvent')).toBe(1);
    router.standIns.delayMs = 0;
    await tell(11, router.standIns.calls.find(({ field }) => field === 'likeEvent')?.requestId ?? null);
    await tell(13, null);
    await expect.poll(() => isKept(13)).toBe(false);
    expect(await isKept(11)).toBe(true);
    await mutation;
    expect(await isKept(11)).toBe(false);
  });

  it('during a slow query is not hidden by its old answer', async () => {
    const token = await router.tokenOf();
    router.standIns.delayMs = 300;
    const slow = ask(event(10));
    await expect.poll(() => calls('event')).toBe(1);
    router.standIns.delayMs = 0;
    await ask(`mutation { likeEvent(input: { eventId: "${standInId('e', 10)}" }) { event { version } } }`, token);
    expect((await ask(event(10))).data).toMatchObject({ event: { likeCount: 1 } });
    await slow;
    expect((await ask(event(10))).data).toMatchObject({ event: { likeCount: 1 } });
  });
});

describe('without the response cache', () => {
  it('every answer is worked out', async () => {
    await using plain = await startRouter({ RESPONSE_CACHE: 'false' });
    for (let n = 0; n < 3; n += 1) await graphql(plain.graphqlUrl, { query: event(1) });
    expect(plain.standIns.calls.filter(({ field }) => field === 'event').length).toBe(3);
  });
});
