import { request } from 'node:http';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startRouter } from '#tests/support/router-under-test.ts';
import type { RouterUnderTest } from '#tests/support/router-under-test.ts';
import { standInId } from '#tests/support/stand-ins.ts';

let router: RouterUnderTest;
beforeAll(async () => {
  router = await startRouter();
});
afterAll(() => router[Symbol.asyncDispose]());
beforeEach(() => void router.standIns.calls.splice(0));

type Attack = { readonly method?: string; readonly path?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string | Buffer };

const json = (body: unknown): Attack => ({ body: JSON.stringify(body) });
const query = (text: string, variables?: unknown): Attack => json({ query: text, variables });
const times = (count: number, make: (n: number) => string) => Array.from({ length: count }, (_, n) => make(n)).join(' ');
const nested = (levels: number, open: string, inner: string) => `${open.repeat(levels)}${inner}${'}'.repeat(levels * open.split('{').length - levels)}`;
const id = standInId('e', 1);
const bomb = (levels: number) => `{ ...f0 } ${times(levels, (n) => `fragment f${n} on Query { ...f${n + 1} ...f${n + 1} }`)} fragment f${levels} on Query { topics { name } }`;

/** What is sent, the status and the code expected. */
const ATTACKS: Readonly<Record<string, readonly [Attack, number, string]>> = {
  'a query 1,000 levels deep': [query(`{ event(id: "${id}") { ${nested(1_000, 'organizer { organizedEvents { edges { node { ', 'id')} } }`), 400, 'OPERATION_LIMIT_EXCEEDED'],
  'a query 20 levels deep': [query(`{ user(id: "${id}") { ${nested(5, 'organizedEvents { edges { node { organizer { ', 'id')} } }`), 400, 'OPERATION_LIMIT_EXCEEDED'],
  'a query of 5,000 fields': [query(`{ event(id: "${id}") { ${'title '.repeat(5_000)} } }`), 400, 'OPERATION_LIMIT_EXCEEDED'],
  'the same field 500 times': [query(`{ event(id: "${id}") { ${'title '.repeat(500)} } }`), 400, 'OPERATION_LIMIT_EXCEEDED'],
  '10,000 aliases': [query(`{ ${times(10_000, (n) => `a${n}: topics { name }`)} }`), 413, 'BAD_REQUEST'],
  '4,000 aliases': [query(`{ ${times(4_000, (n) => `a${n}: topics { name }`)} }`), 400, 'OPERATION_LIMIT_EXCEEDED'],
  '100 aliases': [query(`{ ${times(100, (n) => `a${n}: topics { name }`)} }`), 400, 'OPERATION_LIMIT_EXCEEDED'],
  '100 aliases hidden in fragments': [query(`{ ...a ...b } fragment a on Query { ${times(50, (n) => `a${n}: topics { name }`)} } fragment b on Query { ${times(50, (n) => `b${n}: topics { name }`)} }`), 400, 'OPERATION_LIMIT_EXCEEDED'],
  '300 directives': [query(`{ topics { name ${'@include(if: true) '.repeat(300)} } }`), 400, 'OPERATION_LIMIT_EXCEEDED'],
  'a cycle of fragments': [query('{ ...a } fragment a on Query { ...b } fragment b on Query { ...a topics { name } }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
  'a fragment in itself': [query('{ ...a } fragment a on Query { ...a }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
  'fragments that double 30 times': [query(bomb(30)), 400, 'OPERATION_LIMIT_EXCEEDED'],
  'fragments that double 60 times': [query(bomb(60)), 400, 'OPERATION_LIMIT_EXCEEDED'],
  'a page of pages of pages': [query('{ events(first: 100) { edges { node { organizer { organizedEvents(first: 100) { edges { node { organizer { organizedEvents(first: 100) { totalCount } } } } } } } } } }'), 400, 'OPERATION_LIMIT_EXCEEDED'],
  'a page whose size comes in a variable': [query('query ($n: Int!) { events(first: $n) { edges { node { id } } } }', { n: 1_000_000 }), 400, 'BAD_USER_INPUT'],
  'a page of a million': [query('{ events(first: 1000000) { edges { node { id } } } }'), 400, 'BAD_USER_INPUT'],
  'an integer beyond 32 bits': [query('{ events(first: 99999999999999999999) { totalCount } }'), 400, 'BAD_USER_INPUT'],
  'an integer beyond 32 bits in a variable': [query('query ($n: Int!) { events(first: $n) { totalCount } }', { n: 2 ** 40 }), 400, 'BAD_USER_INPUT'],
  'a time zone that is none': [query('mutation ($z: TimeZone) { updateProfile(input: { timeZone: $z }) { user { id } } }', { z: 'Mars/Olympus' }), 400, 'BAD_USER_INPUT'],
  'a time zone that is none, written out': [query('mutation { updateProfile(input: { timeZone: "Mars/Olympus" }) { user { id } } }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
  'a moment that is none': [query('query ($d: DateTime) { events(filter: { startsFrom: $d }) { totalCount } }', { d: { $gt: 0 } }), 400, 'BAD_USER_INPUT'],
  'an integer as text': [query('query ($n: Int!) { events(first: $n) { totalCount } }', { n: '5' }), 400, 'BAD_USER_INPUT'],
  'a variable that is missing': [query('query ($id: ID!) { event(id: $id) { id } }'), 400, 'BAD_USER_INPUT'],
  'an object for a text': [query('query ($id: ID!) { event(id: $id) { id } }', { id: { $ne: null } }), 400, 'BAD_USER_INPUT'],
  'a field that does not exist': [query('{ passwords }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
  'a field for services': [query(`{ user(id: "${id}") { facts } }`), 400, 'GRAPHQL_VALIDATION_FAILED'],
  'a mutation for services': [query('mutation { suppressEmail(input: { address: "a@b.c", reason: "x" }) { accepted } }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
  'entities, asked for past the gateway': [query('{ _entities(representations: [{ __typename: "User", id: "1" }]) { ... on User { email } } }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
  'the schema of a subgraph': [query('{ _service { sdl } }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
  'a subscription': [query('subscription { eventChanged { id } }'), 400, 'OPERATION_RESOLUTION_FAILURE'],
  'broken syntax': [query('{ topics { name '), 400, 'GRAPHQL_PARSE_FAILED'],
  'an empty query': [query(''), 400, 'GRAPHQL_PARSE_FAILED'],
  'nothing but a fragment': [query('fragment a on Query { topics { name } }'), 400, 'OPERATION_RESOLUTION_FAILURE'],
  'nothing but a comment': [query('# nothing'), 400, 'GRAPHQL_PARSE_FAILED'],
  'an operation name that is not there': [json({ query: 'query A { topics { name } }', operationName: 'B' }), 400, 'OPERATION_RESOLUTION_FAILURE'],
  'two operations and no name': [json({ query: 'query A { topics { name } } query B { topics { name } }' }), 400, 'OPERATION_RESOLUTION_FAILURE'],
  'an operation name that is no text': [json({ query: '{ topics { name } }', operationName: { a: 1 } }), 400, 'BAD_REQUEST'],
  'variables that are no object': [json({ query: '{ topics { name } }', variables: 'x' }), 400, 'BAD_REQUEST'],
  'a query that is no text': [json({ query: { kind: 'Document' } }), 400, 'BAD_REQUEST'],
  'a batch': [json([{ query: '{ topics { name } }' }, { query: '{ topics { name } }' }]), 400, 'BAD_REQUEST'],
  'an empty batch': [json([]), 400, 'BAD_REQUEST'],
  'an empty object': [json({}), 400, 'BAD_REQUEST'],
  null: [{ body: 'null' }, 400, 'BAD_REQUEST'],
  'no JSON': [{ body: '{query: topics}' }, 400, 'BAD_REQUEST'],
  'no body': [{ body: '' }, 400, 'BAD_REQUEST'],
  'bytes that are no UTF-8': [{ body: Buffer.concat([Buffer.from('{"query":"{ topics { name } } #'), Buffer.from([0xff, 0xfe, 0xc0]), Buffer.from('"}')]) }, 400, 'BAD_REQUEST'],
  'JSON 50,000 levels deep': [{ body: `{"query":"{ topics { name } }","variables":${'['.repeat(50_000)}${']'.repeat(50_000)}}` }, 400, 'BAD_REQUEST'],
  'a body of 10 MB': [query(`{ topics { name } } #${'x'.repeat(10_000_000)}`), 413, 'BAD_REQUEST'],
  'a body of 300 KB': [query(`{ topics { name } } #${'x'.repeat(300_000)}`), 413, 'BAD_REQUEST'],
  'a form': [{ headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'query={topics{name}}' }, 415, 'BAD_REQUEST'],
  'JSON said to be text': [{ headers: { 'content-type': 'text/plain' }, body: '{"query":"{ topics { name } }"}' }, 415, 'BAD_REQUEST'],
  'a mutation by GET': [{ method: 'GET', path: `/graphql?query=${encodeURIComponent('mutation { signOut(input: { refreshToken: "x" }) { signedOut } }')}`, headers: { 'apollo-require-preflight': 'x' } }, 405, 'BAD_REQUEST'],
  'a GET from another site': [{ method: 'GET', path: '/graphql?query={topics{name}}' }, 400, 'BAD_REQUEST'],
  'a GET with the query twice': [{ method: 'GET', path: '/graphql?query={topics{name}}&query={me{id}}', headers: { 'apollo-require-preflight': 'x' } }, 400, 'BAD_REQUEST'],
  'a GET with broken variables': [{ method: 'GET', path: '/graphql?query={topics{name}}&variables={', headers: { 'apollo-require-preflight': 'x' } }, 400, 'BAD_REQUEST'],
  'introspection within introspection': [query(`{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }`), 400, 'OPERATION_LIMIT_EXCEEDED'],
  'the schema 50 times': [query(`{ ${times(50, (n) => `s${n}: __schema { types { name fields { name args { name } type { name } } } }`)} }`), 400, 'OPERATION_LIMIT_EXCEEDED'],
  'a persisted query that nobody sent': [json({ extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } }), 200, 'PERSISTED_QUERY_NOT_FOUND'],
  'a persisted query under a wrong hash': [json({ query: '{ topics { name } }', extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } }), 400, 'BAD_REQUEST'],
  'keys of the prototype as variables': [{ body: `{"query":"query ($id: ID!) { event(id: $id) { id } }","variables":{"__proto__":{"id":"x"},"constructor":{"prototype":{"id":"x"}}}}` }, 400, 'BAD_USER_INPUT'],
};

describe('a hostile request', () => {
  it('comes in at least 40 kinds', () => {
    expect(Object.keys(ATTACKS).length).toBeGreaterThanOrEqual(40);
  });

  it.each(Object.keys(ATTACKS))('%s is refused with a code and reaches no subgraph', async (name) => {
    const [attack, status, code] = ATTACKS[name] ?? [{}, 0, ''];
    const answer = await send(attack);
    expect({ status: answer.status, code: answer.code }).toEqual({ status, code });
    expect(router.standIns.calls).toEqual([]);
  });

  it('does not learn anything of the inside from a refusal', async () => {
    for (const [attack] of Object.values(ATTACKS)) {
      const { text } = await send(attack);
      expect(text).not.toMatch(/node_modules|stacktrace|at Object|\.ts:\d|127\.0\.0\.1/);
    }
  }, 60_000);

  it('is told which input field holds a value of the wrong kind', async () => {
    const text = 'mutation ($i: CreateEventInput!) { createEvent(input: $i) { event { id } } }';
    const input = { title: 'a', description: 'b', topics: ['c'], startsAt: '2030-01-01T00:00:00Z', timeZone: 'UTC', place: { name: 'd' } };
    const fieldOf = async (wrong: object) => fieldIn((await send(query(text, { i: { ...input, ...wrong } }))).text);
    expect(await fieldOf({ timeZone: 'Mars/Olympus' })).toBe('timeZone');
    expect(await fieldOf({ startsAt: 'tomorrow' })).toBe('startsAt');
    expect(await fieldOf({ topics: ['c', 5] })).toBe('topics');
    expect(await fieldOf({ place: { name: 'd', coordinates: { latitude: 'x', longitude: 1 } } })).toBe('place.coordinates.latitude');
    expect(await fieldOf({ place: {} })).toBe('place.name');
    expect(await fieldOf({ title: undefined })).toBe('title');
  });

  it('cannot smuggle a second request behind a first', async () => {
    const answer = await send({ headers: { 'transfer-encoding': 'chunked', 'content-length': '5' }, body: '{"query":"{ topics { name } }"}' }).catch(() => ({ status: 400 }));
    expect(answer.status).toBeGreaterThanOrEqual(400);
  });

  it('leaves room for characters that are written as two escapes', async () => {
    const body = String.raw`{"query":"query ($t: String) { events(filter: { text: $t }) { totalCount } }","variables":{"t":"\ud83d\udca5"}}`;
    expect((await send({ body })).status).toBe(200);
  });

  it('leaves room for what tools ask: the whole schema', async () => {
    const { status, code } = await send(query(getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true, specifiedByUrl: true })));
    expect({ status, code }).toEqual({ status: 200, code: undefined });
  });

  it('leaves room for what people ask: a page of 100 events with all about them', async () => {
    const text = `{ events(first: 100) { edges { node { id version title description topics startsAt endsAt timeZone place { name address coordinates { latitude longitude } } status organizer { id displayName } attendeeCount likeCount viewerHasLiked } } pageInfo { hasNextPage endCursor } totalCount } }`;
    const { status, code } = await send(query(text));
    expect({ status, code }).toEqual({ status: 200, code: undefined });
  });
});

/** Sends exactly those bytes. */
function send({ method = 'POST', path = '/graphql', headers = {}, body = '' }: Attack): Promise<{ readonly status: number; readonly code: unknown; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(`${router.url}${path.replaceAll(/[{}]/g, encodeURIComponent)}`, { method, agent: false, headers: { 'content-type': 'application/json', ...(method === 'POST' && headers['transfer-encoding'] === undefined ? { 'content-length': String(Buffer.byteLength(body)) } : {}), ...headers } }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: incoming.statusCode ?? 0, code: codeIn(text), text });
      });
    });
    if (method === 'GET') outgoing.removeHeader('content-type');
    outgoing.on('error', reject);
    outgoing.end(method === 'GET' ? undefined : body);
  });
}

function codeIn(text: string): unknown {
  return extensionsIn(text)?.code;
}

function fieldIn(text: string): unknown {
  return extensionsIn(text)?.field;
}

function extensionsIn(text: string): { readonly code?: string; readonly field?: string } | undefined {
  const { errors } = JSON.parse(text) as { errors?: { extensions?: { code?: string; field?: string } }[] };
  return errors?.[0]?.extensions;
}
