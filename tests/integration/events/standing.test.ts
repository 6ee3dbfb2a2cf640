import { MongoClient } from 'mongodb';
import type { Db } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '#platform/identity.ts';
import { backingServices } from '#tests/support/backing-services.ts';
import { eventually } from '#tests/support/eventually.ts';
import { person, startEventsSubgraph } from './events-subgraph.ts';
import type { EventsSubgraph } from './events-subgraph.ts';

const operation = (name: string) => `mutation($id: ID!) { ${name}(input: { eventId: $id }) { event { id attendeeCount waitlistCount likeCount viewerHasLiked viewerAttendance } } }`;
const [ATTEND, LEAVE, LIKE, UNLIKE] = ['attendEvent', 'leaveEvent', 'likeEvent', 'unlikeEvent'].map(operation) as [string, string, string, string];
const COUNTS = 'query($id: ID!) { event(id: $id) { attendeeCount waitlistCount likeCount } }';
const STANDING = 'query($id: ID!) { event(id: $id) { viewerAttendance viewerHasLiked } }';
const CLIENTS = 50;

let events: EventsSubgraph;
let client: MongoClient;
beforeAll(async () => {
  events = await startEventsSubgraph();
  client = await MongoClient.connect(backingServices().mongodbUrl);
});
afterAll(async () => {
  await client.close();
  await events[Symbol.asyncDispose]();
});

const databaseOf = (subgraph: EventsSubgraph): Db => client.db(`${subgraph.environment['MONGODB_DATABASE_PREFIX']}_events`);

/** What the documents say, whatever the event's own counts are. */
async function countDocuments(subgraph: EventsSubgraph, eventId: string) {
  const database = databaseOf(subgraph);
  const attendances = database.collection('attendances');
  const [attendeeCount, waitlistCount, likeCount] = await Promise.all([
    attendances.countDocuments({ eventId, attendance: 'GOING' }),
    attendances.countDocuments({ eventId, attendance: 'WAITLISTED' }),
    database.collection('likes').countDocuments({ eventId, liked: true }),
  ]);
  return { attendeeCount, waitlistCount, likeCount };
}

/** Does the work for each item, at most so many at once. */
async function eachOf<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>, atOnce = CLIENTS): Promise<void> {
  const left = [...items];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
    }),
  );
}

const standingOf = async (who: Viewer, id: string): Promise<string | null> => (await events.data(who, STANDING, { id }))['event'].viewerAttendance;

describe('liking', () => {
  it('counts once, however often', async () => {
    const fan = person({ verified: false });
    const id = await events.createEvent(person());
    await events.data(fan, LIKE, { id });
    expect((await events.data(fan, LIKE, { id }))['likeEvent'].event).toMatchObject({ likeCount: 1, viewerHasLiked: true });
    await events.data(fan, UNLIKE, { id });
    expect((await events.data(fan, UNLIKE, { id }))['unlikeEvent'].event).toMatchObject({ likeCount: 0, viewerHasLiked: false });
  });

  it('is seen as it is after each of several mutations of one operation', async () => {
    const id = await events.createEvent(person());
    const both = `mutation($id: ID!) { ${['likeEvent', 'unlikeEvent'].map((name) => `${name}(input: { eventId: $id }) { event { viewerHasLiked } }`).join(' ')} }`;
    expect(await events.data(person(), both, { id })).toEqual({ likeEvent: { event: { viewerHasLiked: true } }, unlikeEvent: { event: { viewerHasLiked: false } } });
  });

  it('counts exactly under 1,000 likes and unlikes at once', async () => {
    const id = await events.createEvent(person());
    const fans = Array.from({ length: 100 }, () => person());
    await eachOf(Array.from({ length: 1_000 }, (_, index) => index), (index) => events.data(fans[index % 100] ?? null, index % 3 === 2 ? UNLIKE : LIKE, { id }));
    expect((await events.data(null, COUNTS, { id }))['event']).toEqual(await countDocuments(events, id));
  });

  it('needs somebody', async () => {
    const id = await events.createEvent(person());
    expect((await events.ask(null, LIKE, { id })).errors[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

describe('attending', () => {
  it('gives exactly 100 places to 1,000 people at once, and the line to the rest', async () => {
    const id = await events.createEvent(person(), { capacity: 100 });
    await eachOf(Array.from({ length: 1_000 }, () => person()), (who) => events.data(who, ATTEND, { id }));
    const counts = { attendeeCount: 100, waitlistCount: 900, likeCount: 0 };
    expect((await events.data(null, COUNTS, { id }))['event']).toEqual(counts);
    expect(await countDocuments(events, id)).toEqual(counts);
  });

  it('gives a place that somebody leaves to the first in line', async () => {
    const id = await events.createEvent(person(), { capacity: 1 });
    const [first, second, third] = [person(), person(), person()];
    for (const who of [first, second, third]) await events.data(who, ATTEND, { id });
    expect(await Promise.all([first, second, third].map((who) => standingOf(who, id)))).toEqual(['GOING', 'WAITLISTED', 'WAITLISTED']);
    await events.data(first, LEAVE, { id });
    expect(await Promise.all([first, second, third].map((who) => standingOf(who, id)))).toEqual([null, 'GOING', 'WAITLISTED']);
  });

  it('gives new places to those in line when the capacity is raised', async () => {
    const organizer = person();
    const id = await events.createEvent(organizer, { capacity: 1 });
    const people = [person(), person(), person(), person()];
    for (const who of people) await events.data(who, ATTEND, { id });
    const { updateEvent } = await events.data(organizer, 'mutation($id: ID!) { updateEvent(input: { id: $id, version: 1, capacity: 3 }) { event { attendeeCount waitlistCount } } }', { id });
    expect(updateEvent.event).toEqual({ attendeeCount: 3, waitlistCount: 1 });
    expect(await Promise.all(people.map((who) => standingOf(who, id)))).toEqual(['GOING', 'GOING', 'GOING', 'WAITLISTED']);
  });

  it('takes no place away by a lower capacity', async () => {
    const organizer = person();
    const id = await events.createEvent(organizer, { capacity: 2 });
    for (const who of [person(), person()]) await events.data(who, ATTEND, { id });
    const { errors } = await events.ask(organizer, 'mutation($id: ID!) { updateEvent(input: { id: $id, version: 1, capacity: 1 }) { event { id } } }', { id });
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'capacity' });
  });

  it('is over once the event is called off', async () => {
    const organizer = person();
    const id = await events.createEvent(organizer);
    await events.data(organizer, 'mutation($id: ID!) { cancelEvent(input: { id: $id }) { event { id } } }', { id });
    expect((await events.ask(person(), ATTEND, { id })).errors[0]?.extensions).toMatchObject({ code: 'CONFLICT' });
  });

  it('shows whom each of several mutations in one operation leaves', async () => {
    const organizer = person();
    const id = await events.createEvent(organizer);
    const step = (name: string) => `${name}(input: { eventId: $id }) { event { attendees { edges { node { id } } } } }`;
    const of = (ids: readonly string[]) => ({ event: { attendees: { edges: ids.map((id) => ({ node: { id } })) } } });
    expect(await events.data(organizer, `mutation($id: ID!) { ${step('attendEvent')} ${step('leaveEvent')} }`, { id })).toEqual({ attendEvent: of([organizer.id]), leaveEvent: of([]) });
  });

  it('shows attendees in order to the organiser alone, as references', async () => {
    const organizer = person();
    const id = await events.createEvent(organizer);
    const people = [person(), person(), person()];
    for (const who of people) await events.data(who, ATTEND, { id });
    const query = 'query($id: ID!, $after: String) { event(id: $id) { attendees(first: 2, after: $after) { edges { node { __typename id } } pageInfo { hasNextPage endCursor } totalCount } } }';
    const first = (await events.data(organizer, query, { id }))['event'].attendees;
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const second = (await events.data(organizer, query, { id, after: first.pageInfo.endCursor }))['event'].attendees;
    expect([...first.edges, ...second.edges].map((edge: { node: object }) => edge.node)).toEqual(people.map((who) => ({ __typename: 'User', id: who.id })));
    const stranger = await events.ask(person(), query, { id });
    expect(stranger.data?.['event'].attendees).toBeNull();
    expect(stranger.errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('after a kill -9 amid likes and places', () => {
  it('every count is that of the documents, and nobody answered is forgotten', async () => {
    let running = await startEventsSubgraph();
    const id = await running.createEvent(person(), { capacity: 40 });
    const attended = new Set<string>();
    const liked = new Set<string>();
    /** Whose like was taken back: asked for at least, and for certain. */
    const unliking = new Set<string>();
    const unliked = new Set<string>();
    const people = Array.from({ length: 400 }, (_, number) => ({ ...person(), isFickle: number % 3 === 0 }));
    for (const group of [people.slice(0, 200), people.slice(200)]) {
      const unlikedBefore = unliked.size;
      const work = eachOf(group, async ({ isFickle, ...who }) => {
        const { attendEvent } = await running.data(who, ATTEND, { id });
        if (attendEvent.event.viewerAttendance !== null) attended.add(who.id);
        await running.data(who, LIKE, { id });
        liked.add(who.id);
        if (!isFickle) return;
        unliking.add(who.id);
        await running.data(who, UNLIKE, { id });
        unliked.add(who.id);
      }).catch(() => 'cut off');
      await eventually(() => expect(unliked.size).toBeGreaterThan(unlikedBefore + 10));
      running.process.kill('SIGKILL');
      await running.process.exited;
      await work;
      running = await startEventsSubgraph({ environment: running.environment, port: running.process.port });
    }
    await using last = running;
    await eventually(async () => {
      const stored = await databaseOf(last).collection('events').findOne({ _id: id as never });
      expect(stored).not.toHaveProperty('operation');
      expect(stored).not.toHaveProperty('promotionDue');
    });
    const documents = await countDocuments(last, id);
    expect((await last.data(null, COUNTS, { id }))['event']).toEqual(documents);
    expect(documents.attendeeCount).toBe(40);
    const attending = new Set(await databaseOf(last).collection('attendances').distinct('userId', { eventId: id, attendance: { $ne: 'LEFT' } }));
    const liking = new Set(await databaseOf(last).collection('likes').distinct('userId', { eventId: id, liked: true }));
    expect(attended.isSubsetOf(attending)).toBe(true);
    expect(liked.difference(unliking).isSubsetOf(liking)).toBe(true);
    expect(unliked.isDisjointFrom(liking)).toBe(true);
  }, 120_000);
});
