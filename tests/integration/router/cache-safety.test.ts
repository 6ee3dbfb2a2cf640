import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertCacheSafety } from '#tests/support/cache-safety.ts';
import { everyQuery } from '#tests/support/every-query.ts';
import { graphql } from '#tests/support/graphql-client.ts';
import { startRouter } from '#tests/support/router-under-test.ts';
import type { RouterUnderTest } from '#tests/support/router-under-test.ts';
import { standInId } from '#tests/support/stand-ins.ts';

const { queries, reachable } = everyQuery(await readFile('supergraph.graphql', 'utf8'));

let kept: RouterUnderTest;
let plain: RouterUnderTest;
beforeAll(async () => {
  [kept, plain] = await Promise.all([startRouter(), startRouter({ RESPONSE_CACHE: 'false' })]);
});
afterAll(() => Promise.all([kept[Symbol.asyncDispose](), plain[Symbol.asyncDispose]()]));

describe('the response cache', () => {
  it('is asked for every field that a query can reach', () => {
    expect([...new Set(queries.flatMap(({ fields }) => fields))].toSorted()).toEqual([...reachable].toSorted());
  });

  it('is tested with an answer for every field, for an admin at least', async () => {
    plain.standIns.isGenerous = true;
    const token = await plain.tokenOf({ sub: standInId('a', 2) });
    const empty = [];
    for (const { selection } of queries) {
      const { data, errors } = await graphql(plain.graphqlUrl, { query: `{ ${selection} }`, token });
      if (errors.length > 0 || JSON.stringify(data).includes('null')) empty.push({ selection, data, errors });
    }
    expect(empty).toEqual([]);
  });

  it('never gives anybody an answer that they would not have got without it', async () => {
    await assertCacheSafety({ kept, plain, queries, count: 3_000 });
    const metrics = await (await fetch(`${kept.url}/metrics`)).text();
    expect(Number(/router_response_cache_total\{[^}]*result="hit"[^}]*\} (\d+)/.exec(metrics)?.[1])).toBeGreaterThan(100);
  }, 120_000);
});
