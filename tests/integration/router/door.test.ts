import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graphql } from '#tests/support/graphql-client.ts';
import { startRouter } from '#tests/support/router-under-test.ts';
import type { RouterUnderTest } from '#tests/support/router-under-test.ts';

let router: RouterUnderTest;
beforeAll(async () => {
  router = await startRouter();
});
afterAll(() => router[Symbol.asyncDispose]());

const query = '{ topics { name } }';

describe('a web page', () => {
  const preflight = (origin: string) => fetch(router.graphqlUrl, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type,authorization' } });

  it.each(['https://studio.apollographql.com', 'https://sandbox.embed.apollographql.com'])('of Apollo (%s) may call the API', async (origin) => {
    const { status, headers } = await preflight(origin);
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe(origin);
    expect(headers.get('access-control-allow-headers')).toMatch(/authorization/);
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('of anybody else may not', async () => {
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
  });

  it('sees the same rule on kept answers', async () => {
    for (let n = 0; n < 2; n += 1) {
      const { headers } = await graphql(router.graphqlUrl, { query, headers: { origin: 'https://studio.apollographql.com' } });
      expect(headers.get('access-control-allow-origin')).toBe('https://studio.apollographql.com');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-request-id')).toMatch(/^[\w-]+$/);
    }
  });

  it('may name its request, if by a plain name', async () => {
    const idOf = async (name: string) => (await graphql(router.graphqlUrl, { query, headers: { 'x-request-id': name } })).headers.get('x-request-id');
    expect(await idOf('checkout-17')).toBe('checkout-17');
    for (const name of ['two words', '{"a":1}', 'x'.repeat(65)]) expect(await idOf(name)).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('a persisted query', () => {
  it('is sent once, then asked for by its hash, by POST and by GET', async () => {
    const text = '{ topics(first: 3) { name upcomingEventCount } }';
    const extensions = { persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(text).digest('hex') } };
    const post = (body: object) => fetch(router.graphqlUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    expect(await (await post({ extensions })).json()).toMatchObject({ errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }] });
    await post({ query: text, extensions });
    expect(await (await post({ extensions })).json()).toMatchObject({ data: { topics: [{ name: 'jazz' }] } });
    const get = await fetch(`${router.graphqlUrl}?extensions=${encodeURIComponent(JSON.stringify(extensions))}`, { headers: { 'apollo-require-preflight': 'x' } });
    expect(await get.json()).toMatchObject({ data: { topics: [{ name: 'jazz' }] } });
  });
});

describe('a safelist', () => {
  it('lets through what is on it and nothing else', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'safelist-'));
    await writeFile(join(folder, 'list.json'), JSON.stringify([query]));
    await using safe = await startRouter({ SAFELIST_FILE: join(folder, 'list.json') });
    expect((await graphql(safe.graphqlUrl, { query })).status).toBe(200);
    const { status, errors } = await graphql(safe.graphqlUrl, { query: '{ topics { name upcomingEventCount } }' });
    expect(status).toBe(403);
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    await rm(folder, { recursive: true });
  });
});

describe('a client that asks too often', () => {
  it('is told when to come back', async () => {
    await using strict = await startRouter({ CLIENT_RATE_LIMIT: '5/minute', CLIENT_RATE_LIMIT_ON_LOOPBACK: 'true', RESPONSE_CACHE: 'false' });
    const answers = [];
    for (let n = 0; n < 6; n += 1) answers.push(await graphql(strict.graphqlUrl, { query }));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    expect(Number(answers[5]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(answers[5]?.errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', retryAfter: expect.any(Number) } }]);
  });

  it('is counted as a person, too, wherever they come from', async () => {
    await using strict = await startRouter({ VIEWER_RATE_LIMIT: '3/minute', CLIENT_RATE_LIMIT_ON_LOOPBACK: 'true', RESPONSE_CACHE: 'false', TRUSTED_PROXIES: '1' });
    const token = await strict.tokenOf();
    const from = async (n: number) => (await graphql(strict.graphqlUrl, { query, token, headers: { 'x-forwarded-for': `203.0.113.${n}` } })).status;
    expect([await from(1), await from(2), await from(3), await from(4)]).toEqual([200, 200, 200, 429]);
    expect((await graphql(strict.graphqlUrl, { query, headers: { 'x-forwarded-for': '203.0.113.4' } })).status).toBe(200);
  });
});

describe('the router', () => {
  it('shows a browser Apollo Sandbox', async () => {
    const response = await fetch(router.graphqlUrl, { headers: { accept: 'text/html,*/*' } });
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('EmbeddedSandbox');
  });

  it('hides its schema when told to', async () => {
    await using closed = await startRouter({ INTROSPECTION: 'false' });
    const { status, errors } = await graphql(closed.graphqlUrl, { query: '{ __schema { types { name } } }' });
    expect(status).toBe(400);
    expect(errors).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  });

  it('counts what it does', async () => {
    await graphql(router.graphqlUrl, { query });
    const metrics = await (await fetch(`${router.url}/metrics`)).text();
    for (const name of ['router_operations_total', 'router_response_cache_total{result="hit"', 'router_subgraph_seconds_bucket', 'router_limited_total', 'router_response_cache_bytes']) expect(metrics).toContain(name);
  });
});
