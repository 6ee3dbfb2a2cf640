import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '#platform/identity.ts';
import { DAY_MS, isoIn, person, startEventsSubgraph } from './events-subgraph.ts';
import type { EventsSubgraph } from './events-subgraph.ts';

const LIST = 'query($filter: EventsFilter, $first: Int, $after: String) { events(filter: $filter, first: $first, after: $after) { edges { node { id title distanceKm } cursor } pageInfo { hasNextPage endCursor } totalCount } }';
const MADRID = { latitude: 40.4168, longitude: -3.7038 };
const TOLEDO = { latitude: 39.8628, longitude: -4.0273 };

let events: EventsSubgraph;
const organizer = person();
beforeAll(async () => {
  events = await startEventsSubgraph();
  await events.createEvent(organizer, { title: 'Café y jazz', topics: ['music', 'coffee'], startsAt: isoIn(3 * DAY_MS), place: { name: 'Café Central', coordinates: MADRID } });
  await events.createEvent(organizer, { title: 'River run', description: 'After that: jazz!', topics: ['sports'], startsAt: isoIn(2 * DAY_MS), place: { name: 'Tajo', coordinates: TOLEDO } });
  await events.createEvent(person(), { title: 'Chess', description: '', topics: ['games', 'coffee'], startsAt: isoIn(1 * DAY_MS), place: { name: 'Online' } });
});
afterAll(() => events[Symbol.asyncDispose]());

const titles = async (filter: object, { order, who = null }: { order?: string; who?: Viewer | null } = {}): Promise<string[]> => {
  const query = order === undefined ? LIST : LIST.replace('first: $first', `orderBy: ${order}, first: $first`);
  const answer = await events.data(who, query, { filter });
  return answer['events'].edges.map((edge: { node: { title: string } }) => edge.node.title);
};

describe('discovering events', () => {
  it('lists what is still to start, the next first', async () => {
    expect(await titles({})).toEqual(['Chess', 'River run', 'Café y jazz']);
  });

  it.each([
    ['any topic', { anyTopic: ['Music', 'sports'] }, ['River run', 'Café y jazz']],
    ['all topics', { allTopics: ['music', 'coffee'] }, ['Café y jazz']],
    ['a time range', { startsFrom: isoIn(1.5 * DAY_MS), startsBefore: isoIn(2.5 * DAY_MS) }, ['River run']],
    ['a strict radius', { near: { coordinates: MADRID, radiusKm: 10 } }, ['Café y jazz']],
    ['an organiser', { organizerId: organizer.id }, ['River run', 'Café y jazz']],
    ['nothing called off', { status: 'CANCELLED' }, []],
  ])('narrows down by %s', async (_name, filter, expected) => {
    expect(await titles(filter)).toEqual(expected);
  });

  it('finds words by their beginnings, whatever their case and accents, titles first', async () => {
    expect(await titles({ text: 'JAZ' })).toEqual(['Café y jazz', 'River run']);
    expect(await titles({ text: 'cafe jazz' })).toEqual(['Café y jazz']);
    expect(await titles({ text: 'jaz' }, { order: 'START_TIME' })).toEqual(['River run', 'Café y jazz']);
  });

  it('orders by distance from the point', async () => {
    const near = { near: { coordinates: TOLEDO, radiusKm: 200 } };
    expect(await titles(near, { order: 'DISTANCE' })).toEqual(['River run', 'Café y jazz']);
  });

  it('orders by newest and by popularity', async () => {
    expect(await titles({}, { order: 'NEWEST' })).toEqual(['Chess', 'River run', 'Café y jazz']);
    expect(await titles({}, { order: 'POPULARITY' })).toHaveLength(3);
  });

  it('knows the viewer’s home', async () => {
    expect(await titles({ nearHomeKm: 5 }, { who: person({ home: MADRID }) })).toEqual(['Café y jazz']);
    expect((await events.ask(person(), LIST, { filter: { nearHomeKm: 5 } })).errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'nearHomeKm' });
    expect((await events.ask(null, LIST, { filter: { nearHomeKm: 5 } })).errors[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('goes on after a cursor and counts when asked', async () => {
    const first = await events.data(null, LIST, { first: 2 });
    expect(first['events']).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const second = await events.data(null, LIST, { first: 2, after: first['events'].pageInfo.endCursor });
    expect(second['events'].edges.map((edge: { node: { title: string } }) => edge.node.title)).toEqual(['Café y jazz']);
  });

  it('refuses the cursor of another order', async () => {
    const { events: newest } = await events.data(null, '{ events(orderBy: NEWEST, first: 1) { pageInfo { endCursor } } }');
    const { errors } = await events.ask(null, LIST, { first: 1, after: newest.pageInfo.endCursor });
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' });
  });

  it.each([{ first: 101 }, { first: -1 }, { after: 'nonsense' }])('refuses the page %o', async (page) => {
    expect((await events.ask(null, LIST, page)).errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('counts the upcoming events of each topic', async () => {
    const { topics } = await events.data(null, '{ topics { name upcomingEventCount } }');
    expect(topics).toEqual([
      { name: 'coffee', upcomingEventCount: 2 }, { name: 'games', upcomingEventCount: 1 }, { name: 'music', upcomingEventCount: 1 }, { name: 'sports', upcomingEventCount: 1 },
    ]);
  });
});
