import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#platform/ids.ts';
import { wishFor } from '#tests/support/notifications.ts';
import { HOUR_MS, inFuture, openScene } from './scene.ts';
import type { Person, Scene } from './scene.ts';

const LIST = `query ($filter: NotificationsFilter, $first: Int, $after: String) {
  notifications(filter: $filter, first: $first, after: $after) { edges { node { id kind status recipient { id } } cursor } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount }
}`;

let scene: Scene;
let admin: Person;
beforeAll(async () => {
  scene = await openScene();
  admin = await scene.person({}, { role: 'ADMIN' });
});
afterAll(() => scene[Symbol.asyncDispose]());

let created = Date.now();

/** Each a millisecond after the one before, so that they have an order. */
async function store(person: Person, changes: Parameters<typeof wishFor>[0] = {}): Promise<string> {
  created += 1;
  const wish = wishFor({ recipientId: person.id, toEmail: person.address, scheduledAt: new Date(Date.now() + HOUR_MS), ...changes });
  const [notification] = await scene.store.insert([wish], new Date(created));
  return notification?._id ?? '';
}

describe('my notifications', () => {
  it('come newest first, page by page, each once', async () => {
    const ana = await scene.person();
    const ids: string[] = [];
    for (let index = 0; index < 7; index += 1) ids.unshift(await store(ana));
    const seen: string[] = [];
    let after: string | null = null;
    let hasNext = true;
    while (hasNext) {
      const { notifications }: { notifications: { edges: { node: { id: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string }; totalCount: number } } = (await scene.ask(ana, LIST, { first: 3, after })).data;
      expect(notifications.totalCount).toBe(7);
      seen.push(...notifications.edges.map(({ node }) => node.id));
      ({ hasNextPage: hasNext, endCursor: after } = notifications.pageInfo);
    }
    expect(seen).toEqual(ids);
  });

  it.each([[{ first: 101 }, 'first'], [{ first: -1 }, 'first'], [{ after: 'nonsense' }, 'after']])('refuse the page %j', async (page, field) => {
    expect((await scene.ask(await scene.person(), LIST, page)).errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });

  it('can be told apart by event, kind and status', async () => {
    const ana = await scene.person();
    const eventId = await scene.event();
    const reminder = await store(ana, { kind: 'REMINDER', eventId });
    const due = await store(ana, { scheduledAt: new Date(Date.now() - HOUR_MS) });
    const withdrawn = await store(ana);
    await scene.queue.withdraw([withdrawn], 'a test', new Date());
    const listed = async (filter: object) => (await scene.ask(ana, LIST, { filter })).data.notifications.edges.map(({ node }: { node: { id: string } }) => node.id);
    expect(await listed({ eventId })).toEqual([reminder]);
    expect(await listed({ eventId: 'nonsense' })).toEqual([]);
    expect(await listed({ kind: ['REMINDER'] })).toEqual([reminder]);
    expect(await listed({ status: ['WAITING'] })).toEqual([due]);
    expect(await listed({ status: ['SCHEDULED', 'WITHDRAWN'] })).toEqual([withdrawn, reminder]);
  });

  it('say why they ended', async () => {
    const ana = await scene.person();
    const id = await store(ana);
    await scene.queue.withdraw([id], 'the event was cancelled', new Date());
    const { data } = await scene.ask(ana, `{ notification(id: "${id}") { status statusReason forecast { risk } } }`);
    expect(data.notification).toEqual({ status: 'WITHDRAWN', statusReason: 'the event was cancelled', forecast: null });
  });
});

describe('what is somebody else\'s', () => {
  const mutations = [
    ['rescheduleNotification', 'RescheduleNotificationInput', { scheduledAt: inFuture(HOUR_MS) }],
    ['snoozeNotification', 'SnoozeNotificationInput', { by: 'PT1H' }],
    ['changeNotificationEmail', 'ChangeNotificationEmailInput', { toEmail: 'eve@example.org' }],
    ['deleteNotification', 'NotificationIdInput', {}],
  ] as const;

  it.each(mutations)('does not exist for %s', async (field, type, input) => {
    const bob = await scene.person();
    const id = await store(bob);
    const query = `mutation ($input: ${type}!) { ${field}(input: $input) { __typename } }`;
    for (const wrong of [id, newId(), 'nonsense']) {
      expect((await scene.ask(await scene.person(), query, { input: { id: wrong, ...input } })).errors[0]?.extensions?.['code']).toBe('NOT_FOUND');
    }
    expect(await scene.store.get(id)).toMatchObject({ revision: 1, state: 'PENDING' });
    expect((await scene.ask(null, query, { input: { id, ...input } })).errors[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
  });

  it('is null when asked for, and never in a list', async () => {
    const bob = await scene.person();
    const id = await store(bob);
    const eve = await scene.person();
    expect((await scene.ask(eve, `{ notification(id: "${id}") { id } }`)).data).toEqual({ notification: null });
    expect((await scene.ask(eve, '{ notification(id: "nonsense") { id } }')).data).toEqual({ notification: null });
    expect((await scene.ask(eve, LIST, { filter: { recipientId: bob.id } })).errors[0]?.extensions?.['code']).toBe('FORBIDDEN');
    expect((await scene.ask(null, LIST)).errors[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
    expect((await scene.ask(null, `{ notification(id: "${id}") { id } }`)).errors[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
  });

  it('is open to admins', async () => {
    const bob = await scene.person();
    const id = await store(bob);
    expect((await scene.ask(admin, `{ notification(id: "${id}") { toEmail } }`)).data.notification).toEqual({ toEmail: bob.address });
    expect((await scene.ask(admin, LIST, { filter: { recipientId: bob.id } })).data.notifications.totalCount).toBe(1);
  });
});

describe('what other subgraphs hang on us', () => {
  const ENTITIES = 'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Event { id viewerReminders { id } } ... on User { id notificationsExport } } }';

  it('gives each event the viewer\'s own pending reminders, and nobody else\'s', async () => {
    const [ana, bob] = [await scene.person(), await scene.person()];
    const eventIds = await Promise.all(Array.from({ length: 50 }, () => newId()));
    const [first = ''] = eventIds;
    const later = await store(ana, { kind: 'REMINDER', eventId: first, scheduledAt: new Date(Date.now() + 2 * HOUR_MS) });
    const sooner = await store(ana, { kind: 'REMINDER', eventId: first });
    await store(bob, { kind: 'REMINDER', eventId: first });
    const representations = eventIds.map((id) => ({ __typename: 'Event', id }));
    const asAna = (await scene.ask(ana, ENTITIES, { representations })).data['_entities'];
    expect(asAna).toHaveLength(50);
    expect(asAna[0].viewerReminders).toEqual([{ id: sooner }, { id: later }]);
    expect(asAna[1].viewerReminders).toEqual([]);
    const asNobody = await scene.ask(null, ENTITIES, { representations });
    expect(asNobody.errors).toEqual([]);
    expect(asNobody.data['_entities'][0].viewerReminders).toBeNull();
  });

  it('exports what is held of a person to the person and to admins, without secrets', async () => {
    const ana = await scene.person();
    const id = await store(ana, { variables: { token: 'a-secret' } });
    const representations = [{ __typename: 'User', id: ana.id }];
    for (const reader of [ana, admin]) {
      const { data } = await scene.ask(reader, ENTITIES, { representations });
      const held = data['_entities'][0].notificationsExport;
      expect(held).toMatchObject({ recipient: { emails: [{ address: ana.address }] }, likes: [], attendances: [], notifications: [{ id, toEmail: ana.address }] });
      expect(JSON.stringify(held)).not.toContain('a-secret');
    }
    const eve = await scene.ask(await scene.person(), ENTITIES, { representations });
    expect(eve.data['_entities'][0].notificationsExport).toBeNull();
    expect(eve.errors[0]?.extensions?.['code']).toBe('FORBIDDEN');
    expect((await scene.ask(null, ENTITIES, { representations })).errors[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
  });
});
