/** Hides the check that a router with a response cache answers nobody otherwise than one without, whatever is asked in whatever order. */
import fc from 'fast-check';
import { graphql } from './graphql-client.ts';
import type { FieldQuery } from './every-query.ts';
import type { RouterUnderTest } from './router-under-test.ts';
import { standInId } from './stand-ins.ts';

/** Asked at once: answers under way are shared, too. */
const AT_ONCE = 50;
const BATCH = 500;
const MAX_SELECTIONS = 3;

export type CacheSafetyOptions = {
  readonly kept: RouterUnderTest;
  readonly plain: RouterUnderTest;
  readonly queries: readonly FieldQuery[];
  /** Random queries, of nobody, a person and an admin. */
  readonly count: number;
};

/** Rejects, with the query, when an answer differs from the uncached one. */
export async function assertCacheSafety({ kept, plain, queries, count }: CacheSafetyOptions): Promise<void> {
  for (const { standIns } of [kept, plain]) standIns.isGenerous = true;
  const callers = async (router: RouterUnderTest) => [undefined, await router.tokenOf(), await router.tokenOf({ sub: standInId('a', 2) })];
  const tokens = { kept: await callers(kept), plain: await callers(plain) };
  const expected = new Map<string, Promise<string>>();

  const compare = async ({ selections, caller }: { readonly selections: readonly number[]; readonly caller: number }) => {
    const query = `{ ${selections.map((index, place) => `a${place}: ${queries[index]?.selection ?? ''}`).join(' ')} }`;
    const uncached = expected.get(`${caller} ${query}`) ?? answerOf(plain, query, tokens.plain[caller]);
    expected.set(`${caller} ${query}`, uncached);
    const answer = await answerOf(kept, query, tokens.kept[caller]);
    if (answer !== (await uncached)) throw new Error(`Caller ${caller} asked ${query} and was answered ${answer} instead of ${await uncached}.`);
  };
  // One at a time mostly, and each query again and again, or nothing would be found in the cache.
  const together = fc.integer({ min: 0, max: queries.length - 1 }).chain((first) => fc.constantFrom([first], [first], [first, (first * 7 + 1) % queries.length], [first, (first * 5 + 2) % queries.length, (first * 3 + 1) % queries.length].slice(0, MAX_SELECTIONS)));
  const step = fc.record({ selections: together, caller: fc.nat(2) });
  const property = fc.asyncProperty(fc.array(step, { minLength: BATCH, maxLength: BATCH }), async (steps) => {
    for (let start = 0; start < steps.length; start += AT_ONCE) await Promise.all(steps.slice(start, start + AT_ONCE).map(compare));
  });
  await fc.assert(property, { numRuns: Math.ceil(count / BATCH), endOnFailure: true });
}

/** The answer without what differs from request to request. */
async function answerOf(router: RouterUnderTest, query: string, token: string | undefined): Promise<string> {
  const { status, data, errors } = await graphql(router.graphqlUrl, { query, token });
  return JSON.stringify({ status, data, errors }).replaceAll(/"requestId":"[^"]*"/g, '"requestId":""');
}
