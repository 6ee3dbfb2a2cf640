import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { graphql } from '#tests/support/graphql-client.ts';
import { startRouter } from '#tests/support/router-under-test.ts';
import type { RouterUnderTest } from '#tests/support/router-under-test.ts';

let router: RouterUnderTest;
beforeAll(async () => {
  router = await startRouter({}, { requestTimeoutMs: 300 });
});
afterAll(() => router[Symbol.asyncDispose]());

const HEAD = 'POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n';
const BYTE_EVERY_MS = 20;

/** Sends `head` at once and then a byte at a time for ever; resolves with all that was answered when the connection is ended. */
function trickle(head: string, byte: string): Promise<string> {
  const socket = connect({ port: Number(new URL(router.url).port), host: '127.0.0.1' });
  const answer: string[] = [];
  socket.write(head);
  const timer = setInterval(() => socket.write(byte), BYTE_EVERY_MS);
  socket.setEncoding('utf8').on('data', (text: string) => {
    clearInterval(timer);
    answer.push(text);
  });
  return new Promise((resolve) => {
    socket.on('error', () => {}).on('close', () => {
      clearInterval(timer);
      resolve(answer.join(''));
    });
  });
}

/** A reset, which a byte still on its way causes, may overtake the answer. */
const REFUSED = /^(?:HTTP\/1\.1 408 |$)/;

describe('a client that sends a byte now and then', () => {
  it.each([
    ['of its body', `${HEAD}content-length: 10000\r\n\r\n{"query":"`, 'x'],
    ['of a chunked body', `${HEAD}transfer-encoding: chunked\r\n\r\n`, '1\r\nx\r\n'],
    ['of its headers', `${HEAD}x-slow: `, 'x'],
    ['of its request line', 'POST /graph', 'q'],
  ])('%s is disconnected', async (_name, head, byte) => {
    expect(await trickle(head, byte)).toMatch(REFUSED);
    expect(router.standIns.calls).toEqual([]);
  });

  it('keeps nobody else waiting, however many there are', async () => {
    const slow = Promise.all(Array.from({ length: 100 }, () => trickle(`${HEAD}content-length: 10000\r\n\r\n{`, 'x')));
    for (let n = 0; n < 10; n += 1) {
      const { status, errors } = await graphql(router.graphqlUrl, { query: '{ topics { name } }' });
      expect({ status, errors }).toEqual({ status: 200, errors: [] });
    }
    for (const answer of await slow) expect(answer).toMatch(REFUSED);
  });
});
