import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import ICAL from 'ical.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDomainEventPublisher } from '#platform/domain-events.ts';
import type { DomainEvent } from '#platform/facts.ts';
import { createLinkVerifier } from '#platform/signed-link.ts';
import { backingServices } from '#tests/support/backing-services.ts';
import { eventually } from '#tests/support/eventually.ts';
import { SERVICE, person, startEventsSubgraph } from './events-subgraph.ts';
import type { EventsSubgraph } from './events-subgraph.ts';
import type { Viewer } from '#platform/identity.ts';

const mutation = (name: string) => `mutation($id: ID!) { ${name}(input: { eventId: $id }) { event { id } } }`;
const EVENT = 'query($id: ID!) { event(id: $id) { status cancelReason organizer { id } attendeeCount likeCount } }';

let events: EventsSubgraph;
let redis: Redis;
let queue: Queue<DomainEvent>;
beforeAll(async () => {
  events = await startEventsSubgraph();
  redis = new Redis(backingServices().redisUrl, { maxRetriesPerRequest: null });
  queue = new Queue<DomainEvent>('domain-events', { connection: redis, prefix: events.environment['REDIS_PREFIX'] ?? '' });
});
afterAll(async () => {
  await queue.close();
  redis.disconnect();
  await events[Symbol.asyncDispose]();
});

const published = async (id: string): Promise<readonly DomainEvent[]> => (await queue.getJobs()).map(({ data }) => data).filter((event) => event.id.startsWith(id)).toSorted((one, other) => one.version - other.version);
const entity = async (who: Viewer, id: string, field: string) => (await events.data(who, `query($r: [_Any!]!) { _entities(representations: $r) { ... on User { ${field} } } }`, { r: [{ __typename: 'User', id }] }))['_entities'][0][field];

describe('domain events', () => {
  it('follow an event from its creation to its end', async () => {
    const organizer = person();
    const id = await events.createEvent(organizer);
    await events.data(organizer, 'mutation($id: ID!) { updateEvent(input: { id: $id, version: 1, title: "Moved" }) { event { id } } }', { id });
    await events.data(organizer, 'mutation($id: ID!) { deleteEvent(input: { eventId: $id }) { id } }', { id });
    expect((await published(id)).map(({ type, version, facts }) => [type, version, facts !== null && 'title' in facts ? facts.title : null])).toEqual([
      ['event.changed', 1, 'Jazz in the park'], ['event.changed', 2, 'Moved'], ['event.deleted', 3, 'Moved'],
    ]);
  });

  it('tell of likes, places and promotions', async () => {
    const id = await events.createEvent(person(), { capacity: 1 });
    const [first, second] = [person(), person()];
    await events.data(first, mutation('likeEvent'), { id });
    await events.data(first, mutation('attendEvent'), { id });
    await events.data(second, mutation('attendEvent'), { id });
    await events.data(first, mutation('leaveEvent'), { id });
    await eventually(async () => {
      const facts = (await published(`${id}.`)).map((event) => (event.type === 'attendance.changed' ? [event.facts.userId, event.facts.attendance] : [event.type]));
      expect(facts).toEqual(expect.arrayContaining([['like.changed'], [first.id, 'GOING'], [second.id, 'WAITLISTED'], [first.id, 'LEFT'], [second.id, 'GOING']]));
    });
  });

  it('carry announcements', async () => {
    const organizer = person();
    const id = await events.createEvent(organizer);
    const ANNOUNCE = 'mutation($id: ID!) { announce(input: { eventId: $id, subject: " New  time ", content: "An hour later." }) { accepted } }';
    expect((await events.data(organizer, ANNOUNCE, { id }))['announce']).toEqual({ accepted: true });
    const announcement = (await queue.getJobs()).map(({ data }) => data).find((event) => event.type === 'announcement.created');
    expect(announcement?.facts).toEqual({ eventId: id, organizerId: organizer.id, subject: 'New time', content: 'An hour later.' });
    expect((await events.ask(person(), ANNOUNCE, { id })).errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('are announced to the router’s cache before a mutation answers', async () => {
    const subscriber = redis.duplicate();
    const heard: string[] = [];
    subscriber.on('message', (_channel, message) => heard.push(message));
    await subscriber.subscribe(`${events.environment['REDIS_PREFIX']}:changed`);
    const id = await events.createEvent(person());
    await events.data(person(), mutation('likeEvent'), { id });
    await eventually(() => expect(heard.filter((message) => message.includes(`Event:${id}`))).toHaveLength(2));
    subscriber.disconnect();
  });
});

describe('what belongs to a person', () => {
  it('is exported whole, to themselves alone', async () => {
    const somebody = person();
    const own = await events.createEvent(somebody);
    const other = await events.createEvent(person());
    await events.data(somebody, mutation('likeEvent'), { id: other });
    await events.data(somebody, mutation('attendEvent'), { id: other });
    expect(await entity(somebody, somebody.id, 'eventsExport')).toMatchObject({
      organizedEvents: [{ _id: own, title: 'Jazz in the park' }], likes: [{ eventId: other, liked: true }], attendances: [{ eventId: other, attendance: 'GOING' }],
    });
    const { errors } = await events.ask(person(), 'query($r: [_Any!]!) { _entities(representations: $r) { ... on User { eventsExport calendarFeedUrl } } }', { r: [{ __typename: 'User', id: somebody.id }] });
    expect(errors.map(({ extensions }) => extensions?.['code'])).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  });

  it('is in a calendar feed whose secret can be renewed', async () => {
    const somebody = person();
    const id = await events.createEvent(person());
    await events.data(somebody, mutation('attendEvent'), { id });
    const verify = createLinkVerifier(events.environment['LINK_SECRET'] ?? '');
    const linkOf = async () => verify(/\/calendar\/(.+)\.ics$/.exec(await entity(somebody, somebody.id, 'calendarFeedUrl'))?.[1] ?? '');
    const feedOf = async (link: object) => (await events.data(SERVICE, 'query($userId: ID!, $secret: String!) { calendarFeed(userId: $userId, secret: $secret) }', { ...link }))['calendarFeed'];
    const link = await linkOf();
    expect(link).toMatchObject({ purpose: 'calendar', userId: somebody.id });
    expect(await linkOf()).toEqual(link);
    expect(new ICAL.Component(ICAL.parse(await feedOf(link))).getAllSubcomponents('vevent')).toHaveLength(1);
    expect((await events.data(somebody, 'mutation { renewCalendarFeed { user { id } } }'))['renewCalendarFeed'].user.id).toBe(somebody.id);
    expect(await feedOf(link)).toBeNull();
    expect(await feedOf(await linkOf())).toContain('BEGIN:VCALENDAR');
    expect((await events.ask(somebody, 'query { calendarFeed(userId: "x", secret: "y") }')).errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });

  it('is gone once their account is: places given on, events called off and nobody’s', async () => {
    const [leaver, waiting] = [person(), person()];
    const own = await events.createEvent(leaver);
    const other = await events.createEvent(person(), { capacity: 1 });
    for (const who of [leaver, waiting]) await events.data(who, mutation('attendEvent'), { id: other });
    await events.data(leaver, mutation('likeEvent'), { id: other });
    const publisher = createDomainEventPublisher({ redisUrl: backingServices().redisUrl, prefix: events.environment['REDIS_PREFIX'] ?? '' });
    await publisher.publish([{ type: 'user.deleted', id: leaver.id, version: 2, requestId: null, facts: null }]);
    await eventually(async () => {
      expect((await events.data(null, EVENT, { id: own }))['event']).toMatchObject({ status: 'CANCELLED', organizer: null, cancelReason: expect.stringContaining('closed') });
      expect((await events.data(null, EVENT, { id: other }))['event']).toMatchObject({ attendeeCount: 1, likeCount: 0 });
      expect(await entity(person({ role: 'ADMIN' }), leaver.id, 'eventsExport')).toEqual({ organizedEvents: [], likes: [], attendances: [], announcements: [], hasCalendarFeed: false });
    });
    expect((await events.data(waiting, 'query($id: ID!) { event(id: $id) { viewerAttendance } }', { id: other }))['event'].viewerAttendance).toBe('GOING');
    await publisher.close();
  });
});

describe('recommendations', () => {
  it('leave out what the viewer knows already, and say why the rest is there', async () => {
    const fan = person({ interests: ['origami'] });
    const [liked, wanted] = [await events.createEvent(person(), { topics: ['origami'] }), await events.createEvent(person(), { topics: ['origami'], title: 'Fold a crane' })];
    await events.createEvent(fan, { topics: ['origami'] });
    await events.data(fan, mutation('likeEvent'), { id: liked });
    const LIST = 'query($after: String) { recommendedEvents(first: 1, after: $after) { edges { node { id } reason } pageInfo { hasNextPage endCursor } } }';
    const { recommendedEvents } = await events.data(fan, LIST);
    expect(recommendedEvents.edges).toEqual([{ node: { id: wanted }, reason: 'Because you are interested in origami.' }]);
    const next = (await events.data(fan, LIST, { after: recommendedEvents.pageInfo.endCursor }))['recommendedEvents'];
    expect(next.edges[0]?.node.id).not.toBe(wanted);
    expect((await events.ask(null, LIST)).errors[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
