import { MongoClient } from 'mongodb';
import type { Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IDENTITY_HEADER, NOBODY, createIdentitySigner } from '#platform/identity.ts';
import { createServices } from '#subgraphs/events/services.ts';
import { openCollections } from '#subgraphs/events/collections.ts';
import { createContext } from '#subgraphs/events/context.ts';
import { permissions } from '#subgraphs/events/permissions.ts';
import { resolvers } from '#subgraphs/events/resolvers.ts';
import { createLog } from '#platform/log.ts';
import { createRedis } from '#platform/redis.ts';
import { createSubgraphSchema } from '#platform/subgraph.ts';
import { graphql } from 'graphql';
import { backingServices } from '#tests/support/backing-services.ts';
import { DAY_MS, SERVICE, isoIn, person, startEventsSubgraph } from './events-subgraph.ts';
import type { EventsSubgraph } from './events-subgraph.ts';

const ENTITIES = 'query($representations: [_Any!]!) { _entities(representations: $representations) { ... on Event { id title organizer { id } viewerHasLiked viewerAttendance } } }';

let events: EventsSubgraph;
let client: MongoClient;
const viewer = person();
const ids: string[] = [];
const organizers = Array.from({ length: 50 }, () => person());
beforeAll(async () => {
  events = await startEventsSubgraph();
  client = await MongoClient.connect(backingServices().mongodbUrl, { monitorCommands: true });
  for (const [index, organizer] of organizers.entries()) ids.push(await events.createEvent(organizer, { title: `Event ${index}` }));
});
afterAll(async () => {
  await client.close();
  await events[Symbol.asyncDispose]();
});

/** Runs an operation about entities in this process; gives them and which collections were queried. */
async function askInProcess(source: string, representations: readonly object[], asking = viewer) {
  const queries: string[] = [];
  const record = ({ commandName, command }: { commandName: string; command: Document }) => {
    if (commandName === 'find' || commandName === 'aggregate') queries.push(command[commandName]);
  };
  const redis = createRedis(backingServices().redisUrl);
  const services = createServices({
    env: { PUBLIC_URL: 'http://localhost:4000', LINK_SECRET: 'x'.repeat(32), REDIS_PREFIX: 'unused' },
    log: createLog({ name: 'test', level: 'silent' }),
    collections: await openCollections(client.db(`${events.environment['MONGODB_DATABASE_PREFIX']}_events`)),
    redis,
    publisher: { publish: () => Promise.resolve(), close: () => Promise.resolve() },
    now: () => new Date(),
  });
  const schema = await createSubgraphSchema({ schemaUrl: new URL('../../../subgraphs/events/schema.graphql', import.meta.url), resolvers, permissions });
  client.on('commandStarted', record);
  const answer = await graphql({ schema, source, variableValues: { representations }, contextValue: createContext(services, { ...NOBODY, viewer: asking }) });
  client.off('commandStarted', record);
  redis.disconnect();
  expect(answer.errors).toBeUndefined();
  return { entities: Object(JSON.parse(JSON.stringify(answer.data)))._entities, queries: queries.toSorted() };
}

describe('answering other subgraphs', () => {
  it('reads 50 events and what concerns the viewer in one query each', async () => {
    const { entities, queries } = await askInProcess(ENTITIES, ids.map((id) => ({ __typename: 'Event', id })));
    expect(entities).toHaveLength(50);
    expect(queries).toEqual(['attendances', 'events', 'likes']);
  });

  it('reads the attendees of all events of an organiser in one query', async () => {
    const organizer = person();
    const own = await Promise.all([1, 2, 3].map((days) => events.createEvent(organizer, { startsAt: isoIn(days * DAY_MS) })));
    const guests = [person(), person()];
    for (const id of own) for (const guest of guests) await events.data(guest, 'mutation($id: ID!) { attendEvent(input: { eventId: $id }) { event { id } } }', { id });
    const query = 'query($representations: [_Any!]!) { _entities(representations: $representations) { ... on Event { attendees(first: 1) { edges { node { id } } pageInfo { hasNextPage } totalCount } } } }';
    const { entities, queries } = await askInProcess(query, own.map((id) => ({ __typename: 'Event', id })), organizer);
    expect(entities).toEqual(own.map(() => ({ attendees: { edges: [{ node: { id: guests[0]?.id } }], pageInfo: { hasNextPage: true }, totalCount: 2 } })));
    expect(queries).toEqual(['events', 'events']);
  });

  it('reads what 50 people organise in one query for the lists and one for the events', async () => {
    const query = 'query($representations: [_Any!]!) { _entities(representations: $representations) { ... on User { organizedEvents { edges { node { id } } totalCount } } } }';
    const { entities, queries } = await askInProcess(query, organizers.map(({ id }) => ({ __typename: 'User', id })));
    expect(entities).toEqual(ids.map((id) => ({ organizedEvents: { edges: [{ node: { id } }], totalCount: 1 } })));
    expect(queries).toEqual(['events', 'events']);
  });

  it('lists what a person organises page by page', async () => {
    const organizer = person();
    const own = [];
    for (const days of [3, 1, 2]) own[days - 1] = await events.createEvent(organizer, { startsAt: isoIn(days * DAY_MS) });
    const query = 'query($r: [_Any!]!, $after: String) { _entities(representations: $r) { ... on User { organizedEvents(first: 2, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } } } } }';
    const pageAfter = async (after: string | null) => (await events.data(null, query, { r: [{ __typename: 'User', id: organizer.id }], after }))['_entities'][0].organizedEvents;
    const first = await pageAfter(null);
    const second = await pageAfter(first.pageInfo.endCursor);
    expect([...first.edges, ...second.edges].map((edge: { node: { id: string } }) => edge.node.id)).toEqual(own);
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
  });

  it('says nothing of people but who they are', async () => {
    const { _entities } = await events.data(person(), 'query($representations: [_Any!]!) { _entities(representations: $representations) { ... on User { __typename id organizedEvents { edges { node { id } } } } } }', {
      representations: [{ __typename: 'User', id: viewer.id }],
    });
    expect(_entities).toEqual([{ __typename: 'User', id: viewer.id, organizedEvents: { edges: [] } }]);
  });

  it('gives facts and calendar files to services alone', async () => {
    const query = 'query($representations: [_Any!]!) { _entities(representations: $representations) { ... on Event { facts ics } } }';
    const representations = [{ __typename: 'Event', id: ids[0] }];
    const { _entities } = await events.data(SERVICE, query, { representations });
    expect(_entities[0].facts).toMatchObject({ version: 1, title: 'Event 0', status: 'SCHEDULED', topics: ['music'] });
    expect(_entities[0].ics).toContain(`UID:${ids[0]}@`);
    const refused = await events.ask(person({ role: 'ADMIN' }), query, { representations });
    expect(refused.errors.map(({ extensions }) => extensions?.['code'])).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  });

  it('answers nobody without a signed identity', async () => {
    const response = await fetch(`${events.process.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: '{ topics { name } }' }) });
    expect(response.status).toBe(401);
    const forged = await createIdentitySigner('another secret of sufficient length!')(NOBODY, 'events');
    const again = await fetch(`${events.process.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', [IDENTITY_HEADER]: forged }, body: JSON.stringify({ query: '{ topics { name } }' }) });
    expect(again.status).toBe(401);
  });

  it.each([
    ['a public list', '{ events { edges { node { id title organizer { id } place { coordinates { latitude } } } } } }', 'max-age=60, public'],
    ['what concerns the viewer', '{ events { edges { node { id viewerHasLiked } } } }', 'no-store'],
    ['a search by the viewer’s days', '{ events(filter: { when: TODAY }) { edges { node { id } } } }', 'no-store'],
    ['a search by given days', '{ events(filter: { when: TODAY, timeZone: "Europe/Madrid" }) { edges { node { id } } } }', 'max-age=60, public'],
    ['recommendations', '{ recommendedEvents { edges { reason } } }', 'no-store'],
  ])('says who may keep %s', async (_name, query, expected) => {
    expect((await events.ask(viewer, query)).headers.get('cache-control')).toBe(expected);
  });
});
