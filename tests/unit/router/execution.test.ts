import { ApolloGateway } from '@apollo/gateway';
import type { GraphQLDataSource } from '@apollo/gateway';
import { graphql, parse } from 'graphql';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { forbidTelemetry } from '#platform/env.ts';
import { createSubgraphSchema } from '#platform/subgraph.ts';
import type { SubgraphName } from '#platform/subgraph.ts';
import { createExecution } from '#router/plans/execution.ts';
import type { Execution } from '#router/plans/execution.ts';
import type { RequestContext } from '#router/request-context.ts';
import { readSupergraph } from '#router/supergraph.ts';
import { createStandIns, standInId, standInResolvers } from '#tests/support/stand-ins.ts';

const names: readonly SubgraphName[] = ['users', 'events', 'notifications'];
const event = standInId('e', 1);

/** Queries whose plans the router carries out itself. */
const OWN = [
  `{ event(id: "${event}") { title } }`,
  `{ event(id: "${event}") { __typename id kind: __typename organizer { id } } }`,
  '{ events(first: 3) { edges { node { id title topics place { name coordinates { latitude } } organizer { displayName email } } cursor } pageInfo { hasNextPage } totalCount } }',
  '{ a: events(first: 2) { edges { node { who: organizer { name: displayName } } } } b: events(first: 1) { edges { node { title } } } topics { name } }',
  `{ event(id: "${event}") { ...e organizer { ...u } } } fragment e on Event { title place { name } ... on Event { likeCount } } fragment u on User { displayName organizedEvents(first: 2) { edges { node { title organizer { displayName } } } } }`,
  `{ event(id: "${event}") { title title place { name } place { address } viewerReminders { id } } }`,
  'query ($id: ID!, $n: Int = 2) { event(id: $id) { title } events(first: $n) { edges { node { id } } } }',
  '{ event(id: "missing") { title organizer { displayName } } }',
  `{ user(id: "${standInId('a', 1)}") { displayName organizedEvents { totalCount } } }`,
  `mutation { likeEvent(input: { eventId: "${event}" }) { event { title organizer { displayName } } } }`,
  'mutation { likeEvent(input: { eventId: "missing" }) { event { title } } }',
];
/** Queries that are left to Apollo's executor. */
const LEFT = ['query ($with: Boolean!) { topics { name @include(if: $with) upcomingEventCount } }', '{ __schema { queryType { name } } topics { name } }', '{ kind: __typename }'];

type Executor = (request: never) => Promise<{ readonly data?: unknown; readonly errors?: readonly { readonly path?: unknown; readonly message: string }[] }>;
let apollo: Executor;
let execution: Execution;
let isDown: SubgraphName | null = null;

beforeAll(async () => {
  forbidTelemetry();
  const sources = new Map(await Promise.all(names.map(async (name) => [name as string, await source(name)] as const)));
  const sourceOf = (name: string) => {
    const found = sources.get(name);
    if (found === undefined) throw new Error(name);
    return found;
  };
  const { sdl } = readSupergraph(readFileSync('supergraph.graphql', 'utf8'), { users: 'http://u', events: 'http://e', notifications: 'http://n' });
  execution = createExecution(() => schema, sourceOf);
  const gateway = new ApolloGateway({ supergraphSdl: sdl, buildService: ({ name }) => sourceOf(name), experimental_didResolveQueryPlan: execution.learn, logger: { debug() {}, info() {}, warn() {}, error() {} } });
  const { schema, executor } = await gateway.load();
  apollo = executor as Executor;
});

async function source(name: SubgraphName): Promise<GraphQLDataSource<RequestContext>> {
  const schema = await createSubgraphSchema({ schemaUrl: new URL(`../../../subgraphs/${name}/schema.graphql`, import.meta.url), resolvers: standInResolvers(name, createStandIns(), () => Promise.resolve()), permissions: {} });
  return {
    process: async ({ request }) => {
      if (isDown === name) throw new Error(`${name} is down`);
      const answer = await graphql({ schema, source: request.query ?? '', variableValues: request.variables, contextValue: { identity: { viewer: null }, name } });
      return JSON.parse(JSON.stringify(answer));
    },
  };
}

function requestFor(query: string, variables: object = {}) {
  return { request: { query, variables }, document: parse(query), queryHash: query, context: {}, metrics: {}, overallCachePolicy: { restrict() {} } } as never;
}

async function bothWays(query: string, variables?: object) {
  const request = requestFor(query, variables);
  const expected = told(await apollo(request));
  const own = execution.execute(request);
  return { expected, own: own && told(await own) };
}

/** What a client would see of it. */
function told({ data, errors = [] }: { readonly data?: unknown; readonly errors?: readonly { readonly path?: unknown; readonly message: string }[] }) {
  return { data: JSON.stringify(data), errors: errors.map(({ path, message }) => ({ path, message })) };
}

describe('carrying out a plan', () => {
  it.each(OWN)('answers as the gateway does: %s', async (query) => {
    const { expected, own } = await bothWays(query, query.includes('$id') ? { id: event } : {});
    expect(own).toEqual(expected);
  });

  it.each(LEFT)('leaves to the gateway what it does not know: %s', async (query) => {
    expect((await bothWays(query, { with: true })).own).toBeUndefined();
  });

  it.each(names)('answers as the gateway does while %s is down', async (name) => {
    const requests = OWN.map((query) => requestFor(query, { id: event }));
    for (const request of requests) await apollo(request);
    isDown = name;
    try {
      for (const request of requests) expect(told((await execution.execute(request)) ?? {})).toEqual(told(await apollo(request)));
    } finally {
      isDown = null;
    }
  });

  it('refuses variables of the wrong type as the gateway does', async () => {
    const query = 'query ($n: Int!) { events(first: $n) { totalCount } }';
    const request = requestFor(query, { n: 1 });
    await apollo(request);
    for (const variables of [{}, { n: 'x' }, { n: null }]) {
      const bad = { ...(request as object), request: { query, variables } } as never;
      expect(told((await execution.execute(bad)) ?? {})).toEqual(told(await apollo(bad)));
    }
  });
});
