import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY_MS, draft, isoIn, person, startEventsSubgraph } from './events-subgraph.ts';
import type { EventsSubgraph } from './events-subgraph.ts';

const CREATE = 'mutation($input: CreateEventInput!) { createEvent(input: $input) { event { id version title topics startsAt organizer { __typename id } icsUrl attendeeCount viewerHasLiked viewerAttendance } } }';
const UPDATE = 'mutation($input: UpdateEventInput!) { updateEvent(input: $input) { event { id version title capacity } } }';
const EVENT = 'query($id: ID!) { event(id: $id) { id version title status cancelReason } }';

let events: EventsSubgraph;
beforeAll(async () => {
  events = await startEventsSubgraph();
});
afterAll(() => events[Symbol.asyncDispose]());

describe('creating an event', () => {
  it('answers the event, organised by the viewer', async () => {
    const organizer = person();
    const { createEvent } = await events.data(organizer, CREATE, { input: draft({ topics: [' Music ', 'music', 'Outdoors'] }) });
    expect(createEvent.event).toMatchObject({
      version: 1, title: 'Jazz in the park', topics: ['music', 'outdoors'], organizer: { __typename: 'User', id: organizer.id }, attendeeCount: 0, viewerHasLiked: false, viewerAttendance: null,
    });
    expect(createEvent.event.icsUrl).toBe(`${events.environment['PUBLIC_URL']}/events/${createEvent.event.id}.ics`);
  });

  it.each([
    ['title', { title: '  ' }],
    ['title', { title: 'x'.repeat(141) }],
    ['topics', { topics: [] }],
    ['startsAt', { startsAt: '2020-01-01T00:00:00Z' }],
    ['endsAt', { endsAt: isoIn(DAY_MS) }],
    ['place.name', { place: { name: '' } }],
    ['place.coordinates.latitude', { place: { name: 'Nowhere', coordinates: { latitude: 91, longitude: 0 } } }],
    ['place.coordinates.longitude', { place: { name: 'Nowhere', coordinates: { latitude: 0, longitude: -181 } } }],
    ['capacity', { capacity: 0 }],
  ])('refuses a bad %s by name', async (field, changes) => {
    const { errors } = await events.ask(person(), CREATE, { input: draft(changes) });
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });

  it('needs a verified address', async () => {
    const { errors } = await events.ask(person({ verified: false }), CREATE, { input: draft() });
    expect(errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('editing an event', () => {
  it('raises its version', async () => {
    const organizer = person();
    const id = await events.createEvent(organizer);
    const { updateEvent } = await events.data(organizer, UPDATE, { input: { id, version: 1, title: 'Swing in the park' } });
    expect(updateEvent.event).toEqual({ id, version: 2, title: 'Swing in the park', capacity: null });
  });

  it('refuses a stale version', async () => {
    const organizer = person();
    const id = await events.createEvent(organizer);
    await events.data(organizer, UPDATE, { input: { id, version: 1, title: 'First' } });
    const { errors } = await events.ask(organizer, UPDATE, { input: { id, version: 1, title: 'Second' } });
    expect(errors[0]?.extensions).toMatchObject({ code: 'CONFLICT' });
  });

  it('happens though people like the event meanwhile', async () => {
    const organizer = person();
    const id = await events.createEvent(organizer);
    const likes = Array.from({ length: 20 }, () => events.data(person(), 'mutation($id: ID!) { likeEvent(input: { eventId: $id }) { event { id } } }', { id }));
    const [edited] = await Promise.all([events.data(organizer, UPDATE, { input: { id, version: 1, title: 'Liked' } }), ...likes]);
    expect(edited['updateEvent'].event).toMatchObject({ version: 2, title: 'Liked' });
    expect((await events.data(null, 'query($id: ID!) { event(id: $id) { title likeCount } }', { id }))['event']).toEqual({ title: 'Liked', likeCount: 20 });
  });

  it('follows on what the same operation did before', async () => {
    const organizer = person();
    const id = await events.createEvent(organizer);
    const operation = `mutation($id: ID!) {
      one: updateEvent(input: { id: $id, version: 1, title: "One" }) { event { version } }
      two: updateEvent(input: { id: $id, version: 2, title: "Two" }) { event { version } }
      three: cancelEvent(input: { id: $id }) { event { version title } }
      gone: deleteEvent(input: { eventId: $id }) { id }
    }`;
    const { one, two, three } = await events.data(organizer, operation, { id });
    expect([one.event.version, two.event.version, three.event]).toEqual([2, 3, { version: 4, title: 'Two' }]);
  });

  it('is for its organiser and admins', async () => {
    const id = await events.createEvent(person());
    const { errors } = await events.ask(person(), UPDATE, { input: { id, version: 1, title: 'Mine now' } });
    expect(errors[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    const { updateEvent } = await events.data(person({ role: 'ADMIN' }), UPDATE, { input: { id, version: 1, title: 'Moderated' } });
    expect(updateEvent.event.title).toBe('Moderated');
  });

  it('cannot name what does not exist', async () => {
    const { errors } = await events.ask(person(), UPDATE, { input: { id: 'nonsense', version: 1, title: 'x' } });
    expect(errors[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('ending an event', () => {
  it('keeps a cancelled event visible with its reason', async () => {
    const organizer = person();
    const id = await events.createEvent(organizer);
    await events.data(organizer, 'mutation($id: ID!) { cancelEvent(input: { id: $id, reason: "Rain" }) { event { id } } }', { id });
    expect((await events.data(null, EVENT, { id }))['event']).toMatchObject({ status: 'CANCELLED', cancelReason: 'Rain', version: 2 });
  });

  it('makes a deleted event nobody’s', async () => {
    const organizer = person();
    const id = await events.createEvent(organizer);
    await events.data(organizer, 'mutation($id: ID!) { deleteEvent(input: { eventId: $id }) { id } }', { id });
    expect((await events.data(null, EVENT, { id }))['event']).toBeNull();
  });
});
