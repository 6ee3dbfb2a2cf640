import fc from 'fast-check';
import { buildSchema, getNamedType, isCompositeType, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLObjectType } from 'graphql';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRouter } from '#tests/support/router-under-test.ts';
import type { RouterUnderTest } from '#tests/support/router-under-test.ts';
import { standInId } from '#tests/support/stand-ins.ts';

/** Every field of the supergraph that can be queried, each as its own small query. */
const queries = everyField();

let kept: RouterUnderTest;
let plain: RouterUnderTest;
beforeAll(async () => {
  [kept, plain] = await Promise.all([startRouter(), startRouter({ RESPONSE_CACHE: 'false' })]);
});
afterAll(() => Promise.all([kept[Symbol.asyncDispose](), plain[Symbol.asyncDispose]()]));

describe('the response cache', () => {
  it('knows every field of the supergraph', () => {
    expect(queries.length).toBeGreaterThan(120);
  });

  it('never gives anybody an answer that they would not have got without it', async () => {
    const callers = async (router: RouterUnderTest) => [undefined, await router.tokenOf(), await router.tokenOf({ sub: standInId('a', 2) })];
    const tokens = { kept: await callers(kept), plain: await callers(plain) };
    const expected = new Map<string, Promise<string>>();
    const step = fc.record({ query: fc.nat(queries.length - 1), caller: fc.nat(2) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 500, maxLength: 500 }), async (steps) => {
        const compare = async ({ query, caller }: (typeof steps)[number]) => {
          const text = queries[query] ?? '';
          const name = `${query} ${caller}`;
          if (!expected.has(name)) expected.set(name, answer(plain, text, tokens.plain[caller]));
          expect(await answer(kept, text, tokens.kept[caller]), `caller ${caller}: ${text}`).toBe(await expected.get(name));
        };
        // Many at once: answers under way are shared, too.
        for (let start = 0; start < steps.length; start += 50) await Promise.all(steps.slice(start, start + 50).map(compare));
      }),
      { numRuns: 6 },
    );
  }, 120_000);
});

/** The answer without the ids of its request, which differ. */
async function answer(router: RouterUnderTest, query: string, token: string | undefined): Promise<string> {
  const response = await fetch(router.graphqlUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query }),
  });
  return (await response.text()).replaceAll(/"requestId":"[^"]*"/g, '"requestId":""');
}

function everyField(): readonly string[] {
  const schema = buildSchema(readFileSync('supergraph.graphql', 'utf8'), { assumeValid: true });
  const roots: Readonly<Record<string, string>> = {
    event: `event(id: "${standInId('e', 1)}")`, user: `user(id: "${standInId('a', 1)}")`, events: 'events(first: 2)', users: 'users(first: 2)', recommendedEvents: 'recommendedEvents(first: 2)',
    me: 'me', topics: 'topics', notifications: 'notifications', mailQueue: 'mailQueue', notification: `notification(id: "${standInId('e', 1)}")`,
  };
  const query = schema.getQueryType();
  return Object.entries(roots).flatMap(([name, call]) => {
    const type = getNamedType(query?.getFields()[name]?.type);
    return isObjectType(type) ? below(type, 3).map((selection) => `{ ${call} ${selection} }`) : [];
  });
}

/** A selection for each field below, so many levels down. */
function below(type: GraphQLObjectType, levels: number): readonly string[] {
  return Object.values(type.getFields()).filter(isPublic).flatMap((field) => {
    const inner = getNamedType(field.type);
    if (!isCompositeType(inner)) return [`{ ${field.name} }`];
    return levels > 1 && isObjectType(inner) ? below(inner, levels - 1).map((selection) => `{ ${field.name} ${selection} }`) : [];
  });
}

function isPublic(field: GraphQLField<unknown, unknown>): boolean {
  return !field.astNode?.directives?.some(({ name }) => name.value === 'inaccessible');
}
