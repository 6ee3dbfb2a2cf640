import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graphql } from '#tests/support/graphql-client.ts';
import { startRouter } from '#tests/support/router-under-test.ts';
import type { RouterUnderTest } from '#tests/support/router-under-test.ts';
import { standInId } from '#tests/support/stand-ins.ts';

let router: RouterUnderTest;
beforeAll(async () => {
  router = await startRouter();
});
afterAll(() => router[Symbol.asyncDispose]());

describe('a query through the router', () => {
  it('joins what several subgraphs know', async () => {
    const { status, data, errors } = await graphql(router.graphqlUrl, { query: '{ events(first: 2) { edges { node { title organizer { displayName } } } } }' });
    expect(errors).toEqual([]);
    expect(status).toBe(200);
    expect(data).toEqual({ events: { edges: [0, 1].map((n) => ({ node: { title: `Event ${n}`, organizer: { displayName: `Person 00${n}` } } })) } });
  });

  it('knows nobody without a token and somebody with one', async () => {
    expect((await graphql(router.graphqlUrl, { query: '{ me { id } }' })).data).toEqual({ me: null });
    expect((await graphql(router.graphqlUrl, { query: '{ me { id } }', token: await router.tokenOf() })).data).toEqual({ me: { id: standInId('a', 1) } });
  });
});
