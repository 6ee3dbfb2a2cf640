import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDeliveryStore } from '#mail/delivery-store.ts';
import { createDigestStore } from '#mail/digest-store.ts';
import { eventually } from '#tests/support/eventually.ts';
import { wishFor } from '#tests/support/notifications.ts';
import { DAY_MS, HOUR_MS, inFuture, openScene } from './scene.ts';
import type { Person, Scene } from './scene.ts';

const RESCHEDULE = 'mutation ($input: RescheduleNotificationInput!) { rescheduleNotification(input: $input) { notification { id revision status scheduledAt deadline before } } }';
const SNOOZE = 'mutation ($input: SnoozeNotificationInput!) { snoozeNotification(input: $input) { notification { id revision status scheduledAt before } } }';
const READDRESS = 'mutation ($input: ChangeNotificationEmailInput!) { changeNotificationEmail(input: $input) { notification { id toEmail } } }';
const DELETE = 'mutation ($input: NotificationIdInput!) { deleteNotification(input: $input) { id } }';
const REMIND = 'mutation ($input: ScheduleReminderInput!) { scheduleReminder(input: $input) { notification { id } } }';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

/** A mail in the state before sending that its name says, with its job where a job is then. */
const before = {
  scheduled: (person: Person) => stored(person, new Date(Date.now() + HOUR_MS)),
  'waiting for quota': async (person: Person) => {
    const id = await stored(person, new Date(Date.now() - 1_000));
    await eventually(async () => {
      if ((await scene.queue.queues.ordinary.getJobState(`${id}.1`)) !== 'prioritized') throw new Error('its job does not wait yet');
    });
    return id;
  },
  'without its job': async (person: Person) => {
    const id = await stored(person, new Date(Date.now() + HOUR_MS));
    await scene.queue.queues.ordinary.remove(`${id}.1`);
    return id;
  },
  'in a digest that waits for quota': async (person: Person) => {
    const id = await stored(person, new Date(Date.now() - 1_000));
    const digestId = await stored(person, new Date(Date.now() - 1_000), { kind: 'DIGEST' });
    await scene.queue.remove(await createDigestStore(scene.db).carry(digestId, [{ id, revision: 1 }], new Date()));
    return id;
  },
} as const;
const places = ['scheduled', 'waiting for quota', 'without its job', 'in a digest that waits for quota'] as const;

async function stored(person: Person, scheduledAt: Date, changes: Parameters<typeof wishFor>[0] = {}): Promise<string> {
  const wish = wishFor({ recipientId: person.id, toEmail: person.address, scheduledAt, deadline: new Date(scheduledAt.getTime() + DAY_MS), ...changes });
  const [notification] = await scene.store.insert([wish], new Date());
  if (notification === undefined) throw new Error('nothing was stored');
  await scene.queue.schedule([notification], new Date());
  return notification._id;
}

describe.each(places)('a notification %s', (place) => {
  it('can be put off and on, and one job stands for it', async () => {
    const ana = await scene.person();
    const id = await before[place](ana);
    const scheduledAt = inFuture(2 * DAY_MS);
    const { data } = await scene.ask(ana, RESCHEDULE, { input: { id, scheduledAt } });
    expect(data.rescheduleNotification.notification).toMatchObject({ revision: 2, status: 'SCHEDULED', scheduledAt });
    expect(Date.parse(data.rescheduleNotification.notification.deadline)).toBe(Date.parse(scheduledAt) + DAY_MS);
    expect(await scene.jobsOf(id)).toEqual([`${id}.2`]);
    await scene.ask(ana, RESCHEDULE, { input: { id, scheduledAt: new Date().toISOString() } });
    expect(await scene.jobsOf(id)).toEqual([`${id}.3`]);
  });

  it('can be snoozed from the later of now and its time', async () => {
    const ana = await scene.person();
    const id = await before[place](ana);
    const from = Math.max(Date.now(), (await scene.store.get(id)).scheduledAt.getTime());
    const { data } = await scene.ask(ana, SNOOZE, { input: { id, by: 'PT2H' } });
    const snoozed = Date.parse(data.snoozeNotification.notification.scheduledAt) - from;
    expect(snoozed).toBeGreaterThanOrEqual(2 * HOUR_MS);
    expect(snoozed).toBeLessThan(2 * HOUR_MS + 10_000);
    expect(await scene.jobsOf(id)).toEqual([`${id}.2`]);
  });

  it('can be sent to another verified address, and to no other', async () => {
    const ana = await scene.person();
    await scene.react({
      type: 'user.changed', id: ana.id, version: 2, requestId: null,
      facts: {
        displayName: 'Ana', language: 'EN', timeZone: 'UTC', disabled: false, preferences: { reminderBefore: [], mutedKinds: [], mutedTopics: [], quietHours: null },
        emails: [{ address: ana.address, verified: true, primary: true, suppressedReason: null }, { address: `b-${ana.address}`, verified: true, primary: false, suppressedReason: null }],
      },
    });
    const id = await before[place](ana);
    const { data } = await scene.ask(ana, READDRESS, { input: { id, toEmail: `b-${ana.address}` } });
    expect(data.changeNotificationEmail.notification.toEmail).toBe(`b-${ana.address}`);
    expect(await scene.jobsOf(id)).toEqual([`${id}.2`]);
    const { errors } = await scene.ask(ana, READDRESS, { input: { id, toEmail: 'eve@example.org' } });
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'toEmail' });
    expect((await scene.store.get(id)).toEmail).toBe(`b-${ana.address}`);
  });

  it('can be deleted, with its job and its words', async () => {
    const ana = await scene.person();
    const id = await before[place](ana);
    expect((await scene.ask(ana, DELETE, { input: { id } })).data.deleteNotification).toEqual({ id });
    expect(await scene.jobsOf(id)).toEqual([]);
    expect((await scene.ask(ana, `{ notification(id: "${id}") { id } }`)).data).toEqual({ notification: null });
    expect(await scene.store.get(id)).toMatchObject({ state: 'WITHDRAWN', stateReason: 'deleted by its recipient', subject: '', content: '', toEmail: '' });
    expect((await scene.ask(ana, DELETE, { input: { id } })).errors[0]?.extensions?.['code']).toBe('NOT_FOUND');
  });
});

describe('a notification on its way or beyond', () => {
  it.each([
    ['reschedule', RESCHEDULE, { scheduledAt: inFuture(HOUR_MS) }],
    ['snooze', SNOOZE, { by: 'PT1H' }],
    ['delete', DELETE, {}],
  ])('answers CONFLICT to %s', async (_name, mutation, input) => {
    const ana = await scene.person();
    const id = await before['waiting for quota'](ana);
    expect(await createDeliveryStore(scene.db).claim([{ id, revision: 1 }], 'smtp', new Date())).toContain(id);
    const { errors } = await scene.ask(ana, mutation, { input: { id, ...input } });
    expect(errors[0]?.extensions?.['code']).toBe('CONFLICT');
  });
});

describe('mail about the account', () => {
  it('goes out as it is', async () => {
    const ana = await scene.person();
    await scene.react({
      type: 'account-mail.requested', id: `mail-${ana.id}`, version: 1, requestId: null,
      facts: { kind: 'PASSWORD_RESET', userId: ana.id, toEmail: ana.address, displayName: 'Ana', language: 'EN', timeZone: 'UTC', token: 'a-secret', newEmail: null, expiresAt: inFuture(HOUR_MS) },
    });
    const [mail] = await scene.mailsOf(ana);
    for (const [mutation, input] of [[SNOOZE, { by: 'PT1H' }], [DELETE, {}], [READDRESS, { toEmail: ana.address }]] as const) {
      expect((await scene.ask(ana, mutation, { input: { id: mail?._id, ...input } })).errors[0]?.extensions?.['code']).toBe('CONFLICT');
    }
  });
});

describe('snoozing', () => {
  it.each(['PT0S', '-PT1H', 'P2Y'])('refuses %s', async (by) => {
    const ana = await scene.person();
    const { errors } = await scene.ask(ana, SNOOZE, { input: { id: await before.scheduled(ana), by } });
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('leaves one job after many at once', { timeout: 90_000 }, async () => {
    const ana = await scene.person();
    const id = await before['waiting for quota'](ana);
    await Promise.all(Array.from({ length: 200 }, (_, index) => scene.ask(ana, SNOOZE, { input: { id, by: `PT${index + 1}M` } })));
    const { revision } = await scene.store.get(id);
    expect(revision).toBe(201);
    expect(await scene.jobsOf(id)).toEqual([`${id}.201`]);
  });

  it('keeps a reminder tied to its event, from nearer by', async () => {
    const ana = await scene.person();
    const eventId = await scene.event({ startsAt: inFuture(5 * DAY_MS) });
    const { id } = (await scene.ask(ana, REMIND, { input: { eventId, before: 'P1D' } })).data.scheduleReminder.notification;
    const { data } = await scene.ask(ana, SNOOZE, { input: { id, by: 'PT10H' } });
    expect(data.snoozeNotification.notification.before).toBe('PT14H');
  });

  it('cannot go beyond the event', async () => {
    const ana = await scene.person();
    const eventId = await scene.event({ startsAt: inFuture(5 * DAY_MS) });
    const { id } = (await scene.ask(ana, REMIND, { input: { eventId, before: 'PT1H' } })).data.scheduleReminder.notification;
    expect((await scene.ask(ana, SNOOZE, { input: { id, by: 'PT2H' } })).errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'by' });
  });
});

describe('snoozing a mail that was sent', () => {
  /** A reminder as if the worker had sent it. */
  async function sent(person: Person, changes: Parameters<typeof wishFor>[0] = {}): Promise<string> {
    const id = await stored(person, new Date(Date.now() - 1_000), { kind: 'REMINDER', ...changes });
    await markSent(id);
    return id;
  }

  async function markSent(id: string): Promise<void> {
    const deliveries = createDeliveryStore(scene.db);
    const { revision } = await scene.store.get(id);
    await deliveries.claim([{ id, revision }], 'smtp', new Date());
    await deliveries.record([{ id, revision, at: new Date(), provider: 'smtp', detail: null, outcome: 'ACCEPTED' }]);
  }

  it('makes one more, however often the button is pressed', async () => {
    const ana = await scene.person();
    const eventId = await scene.event({ startsAt: inFuture(DAY_MS) });
    const id = await sent(ana, { eventId });
    const answers = await Promise.all(Array.from({ length: 20 }, () => scene.ask(ana, SNOOZE, { input: { id, by: 'PT1H' } })));
    const ids = new Set(answers.map(({ data }) => data.snoozeNotification.notification.id));
    expect(ids.size).toBe(1);
    const [again = ''] = ids;
    expect(again).not.toBe(id);
    const notification = await scene.store.get(again);
    expect(notification).toMatchObject({ kind: 'REMINDER', state: 'PENDING', eventId, toEmail: ana.address });
    expect(notification.scheduledAt.getTime()).toBeLessThanOrEqual(Date.now() + HOUR_MS);
    expect(await scene.jobsOf(again)).toEqual([`${again}.${notification.revision}`]);
    expect((await scene.store.get(id)).state).toBe('SENT');
  });

  it('follows on from the one that was sent last', async () => {
    const ana = await scene.person();
    const first = await sent(ana);
    const snooze = async (id: string) => (await scene.ask(ana, SNOOZE, { input: { id, by: 'PT1H' } })).data.snoozeNotification.notification.id;
    const second = await snooze(first);
    await markSent(second);
    const third = await snooze(first);
    expect(new Set([first, second, third]).size).toBe(3);
    expect(await snooze(second)).toBe(third);
  });

  it('does not outlast the event', async () => {
    const ana = await scene.person();
    const id = await sent(ana, { eventId: await scene.event({ startsAt: inFuture(HOUR_MS) }) });
    expect((await scene.ask(ana, SNOOZE, { input: { id, by: 'PT3H' } })).errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'by' });
    const off = await sent(ana, { eventId: await scene.event({ status: 'CANCELLED' }) });
    expect((await scene.ask(ana, SNOOZE, { input: { id: off, by: 'PT1H' } })).errors[0]?.extensions?.['code']).toBe('CONFLICT');
  });

  it('goes to the primary address where the former one is no longer theirs', async () => {
    const ana = await scene.person();
    const id = await sent(ana, { toEmail: 'former@example.org' });
    const { data } = await scene.ask(ana, SNOOZE, { input: { id, by: 'PT1H' } });
    expect((await scene.store.get(data.snoozeNotification.notification.id)).toEmail).toBe(ana.address);
  });
});
