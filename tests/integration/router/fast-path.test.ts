import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { graphql } from '#tests/support/graphql-client.ts';
import { startRouter } from '#tests/support/router-under-test.ts';
import type { RouterUnderTest } from '#tests/support/router-under-test.ts';
import { standInId } from '#tests/support/stand-ins.ts';

let router: RouterUnderTest;
beforeAll(async () => {
  router = await startRouter({ CORS_ORIGINS: 'https://ours.example', PUBLIC_URL: 'https://ours.example' });
});
afterAll(() => router[Symbol.asyncDispose]());

const question = (n: number) => JSON.stringify({ query: `{ event(id: "${standInId('e', n)}") { title } }` });
const head = (body: string, headers: readonly string[]) => ['POST /graphql HTTP/1.1', 'host: 127.0.0.1', ...headers, `content-length: ${Buffer.byteLength(body)}`, '', ''].join('\r\n');
const JSON_BODY = 'content-type: application/json';
/** With a parameter the type is the same, but the request goes the usual way. */
const JSON_BODY_THE_USUAL_WAY = 'content-type: application/json; charset=utf-8';

function connectionTo({ url }: Pick<RouterUnderTest, 'url'>): Socket {
  return connect({ port: Number(new URL(url).port), host: '127.0.0.1' });
}

/** All that is answered on one connection, which the last request has closed. The router gets to see each piece by itself. */
async function answersOf(asked: Pick<RouterUnderTest, 'url'>, ...pieces: readonly string[]): Promise<string> {
  const socket = connectionTo(asked).setNoDelay(true);
  for (const piece of pieces) {
    await new Promise((sent) => socket.write(piece, sent));
    await fetch(`${asked.url}/health/live`);
  }
  return text(socket);
}

/** A question on a connection of its own. */
const asking = (body: string, headers: readonly string[] = [JSON_BODY]) => head(body, [...headers, 'connection: close']);
const ask = (body: string, headers?: readonly string[]) => answersOf(router, asking(body, headers), body);

/** Status and headers, without those that differ from answer to answer: a request's id where the router gave it, date and age. */
function headersOf(answer: string): readonly string[] {
  const lines = answer.slice(0, answer.indexOf('\r\n\r\n')).split('\r\n').map((line) => line.replace(/^[^:]*/, (name) => name.toLowerCase()));
  return lines.filter((line) => !/^(?:x-request-id: [0-9a-f-]{36}$|date:|age:)/.test(line)).toSorted();
}

const bodyOf = (answer: string) => answer.slice(answer.indexOf('\r\n\r\n') + 4);

describe('a kept answer', () => {
  it.each([
    ['nobody of a web page', []],
    ['a page of ours', ['origin: https://ours.example']],
    ['a page of Apollo', ['origin: https://studio.apollographql.com']],
    ['a page of somebody else', ['origin: https://evil.example']],
    ['a client that names its request', ['x-request-id: checkout-17']],
  ])('for %s is the same on the fast path as on the usual way', async (_who, headers) => {
    const body = question(1);
    await ask(body);
    const fast = await ask(body, [JSON_BODY, ...headers]);
    const usual = await ask(body, [JSON_BODY_THE_USUAL_WAY, ...headers]);
    expect(fast).toMatch(/\r\nage: \d+\r\n/);
    expect(headersOf(fast)).toEqual(headersOf(usual));
    expect(bodyOf(fast)).toBe(bodyOf(usual));
  });

  it('in gzip says that it depends on the encoding, too', async () => {
    const list = { query: '{ events(first: 20) { edges { node { id title description startsAt timeZone topics place { name } } } } }' };
    const worked = await graphql(router.graphqlUrl, list);
    expect([worked.headers.get('content-encoding'), worked.headers.get('vary')]).toEqual(['gzip', 'Origin, accept-encoding']);
    const { headers } = await vi.waitUntil(async () => {
      const answer = await graphql(router.graphqlUrl, list);
      return answer.headers.get('content-encoding') === 'gzip' && answer;
    });
    expect(headers.get('age')).toMatch(/^\d+$/);
    expect(headers.get('vary')).toBe('Origin, accept-encoding');
  });

  it.each([{ which: 'kept', n: 2, asksBefore: 1 }, { which: 'not kept', n: 3, asksBefore: 0 }])('to a question that comes in pieces is right where it is $which', async ({ n, asksBefore }) => {
    const body = question(n);
    for (let count = 0; count < asksBefore; count += 1) await ask(body);
    const answer = await answersOf(router, asking(body), body.slice(0, 9), body.slice(9, 20), body.slice(20));
    expect(JSON.parse(bodyOf(answer))).toMatchObject({ data: { event: { title: `Event ${n}` } } });
  });

  it('is not taken for that to a question that only begins in the same way', async () => {
    const body = question(7);
    await ask(body);
    expect(await answersOf(router, asking(`${body}!`), body, '!')).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('keeps its place among questions asked one after the other without waiting', async () => {
    const [kept, other] = [question(4), question(5)];
    await ask(kept);
    const all = await answersOf(router, `${head(other, [JSON_BODY])}${other}${head(kept, [JSON_BODY])}${kept}${asking(kept)}${kept}`);
    expect(all.match(/Event \d/g)).toEqual(['Event 5', 'Event 4', 'Event 4']);
  });

  it('to a question too long for the fast path goes the usual way', async () => {
    const query = `{ topics { name } } #${'x'.repeat(17_000)}`;
    await graphql(router.graphqlUrl, { query });
    const { status, headers } = await graphql(router.graphqlUrl, { query });
    expect(status).toBe(200);
    expect(headers.get('age')).toMatch(/^\d+$/);
  });

  it('is not given to somebody whose token does not hold', async () => {
    const query = '{ topics { name } }';
    await graphql(router.graphqlUrl, { query });
    expect((await graphql(router.graphqlUrl, { query, token: 'nonsense' })).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
  });

  it('is not waited for by a client that goes away while it asks', async () => {
    const body = question(6);
    const socket = connectionTo(router);
    await new Promise((sent) => socket.write(head(body, [JSON_BODY]) + body.slice(0, 10), sent));
    socket.destroy();
    expect((await graphql(router.graphqlUrl, { query: '{ topics { name } }' })).status).toBe(200);
  });
});

describe('where every page may ask', () => {
  it.each([[[]], [['origin: https://anybody.example']], [['origin: ']]])('a kept answer with %j is the same on the fast path as on the usual way', async (headers) => {
    await using open = await startRouter({ CORS_ORIGINS: '*' });
    const body = question(1);
    const askOpen = (type: string) => answersOf(open, asking(body, [type, ...headers]), body);
    await askOpen(JSON_BODY);
    expect(headersOf(await askOpen(JSON_BODY))).toEqual(headersOf(await askOpen(JSON_BODY_THE_USUAL_WAY)));
  });
});

describe('a router that stops', () => {
  it('still answers a question of which it has seen the beginning, and then ends the connection', async () => {
    const stopping = await startRouter();
    const body = question(8);
    const socket = connectionTo(stopping).setNoDelay(true);
    await new Promise((sent) => socket.write(head(body, [JSON_BODY]) + body.slice(0, 10), sent));
    await fetch(`${stopping.url}/health/live`);
    const stopped = stopping[Symbol.asyncDispose]();
    await vi.waitUntil(() => fetch(`${stopping.url}/health/live`).then(() => false, () => true));
    socket.write(body.slice(10));
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 /);
    await stopped;
  });

  it('ends connections whose answers were under way', async () => {
    const stopping = await startRouter();
    const body = question(9);
    stopping.standIns.delayMs = 200;
    const socket = connectionTo(stopping);
    socket.write(head(body, [JSON_BODY]) + body);
    await vi.waitUntil(() => stopping.standIns.calls.length > 0);
    const stopped = stopping[Symbol.asyncDispose]();
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 /);
    await stopped;
  });
});

describe('a client that asks for what is kept ten times as often as it may ask at all', () => {
  it('is told when to come back, and nobody else is', async () => {
    await using strict = await startRouter({ CLIENT_RATE_LIMIT: '2/minute', CLIENT_RATE_LIMIT_ON_LOOPBACK: 'true', TRUSTED_PROXIES: '1' });
    const from = (client: string) => graphql(strict.graphqlUrl, { query: '{ topics { name } }', headers: { 'x-forwarded-for': client } });
    const statuses = [];
    for (let n = 0; n < 20; n += 1) statuses.push((await from('203.0.113.1')).status);
    const refused = await from('203.0.113.1');
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await from('203.0.113.2')).status).toBe(200);
  });
});
