import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '#platform/ids.ts';
import { createNotification } from '#subgraphs/notifications/desk.ts';
import { eventually } from '#tests/support/eventually.ts';
import { DAY_MS, HOUR_MS, inFuture, openScene } from './scene.ts';
import type { Scene } from './scene.ts';

const FIELDS = 'id revision kind status statusReason subject content toEmail scheduledAt deadline before sentAt attempts { at } forecast { estimatedSendAt risk } event { id } recipient { id }';
const CREATE = `mutation ($input: CreateNotificationInput!) { createNotification(input: $input) { notification { ${FIELDS} } } }`;
const REMIND = `mutation ($input: ScheduleReminderInput!) { scheduleReminder(input: $input) { notification { ${FIELDS} } } }`;

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

describe('asking for a mail of one\'s own words', () => {
  it('answers with a forecast that waits for the end of quiet hours', async () => {
    const clock = (ms: number) => new Date(Date.now() + ms).toISOString().slice(11, 16);
    const quietHours = { from: clock(-HOUR_MS), to: clock(2 * HOUR_MS) };
    const ana = await scene.person({ timeZone: 'UTC', preferences: { reminderBefore: [], mutedKinds: [], mutedTopics: [], quietHours } });
    const ask = async (): Promise<number> => {
      const { data } = await scene.ask(ana, CREATE, { input: { subject: 'Later', content: 'Quiet.', scheduledAt: new Date().toISOString() } });
      return Date.parse(data.createNotification.notification.forecast.estimatedSendAt);
    };
    // The picture of all pending mail may be a moment old.
    await eventually(async () => expect(await ask()).toBeGreaterThan(Date.now() + HOUR_MS), { intervalMs: 250 });
  });

  it('answers with a forecast, and one job waits for its time', async () => {
    const ana = await scene.person();
    const scheduledAt = inFuture(HOUR_MS);
    const { data, errors } = await scene.ask(ana, CREATE, { input: { subject: ' Buy bread ', content: 'Two loaves.', scheduledAt } });
    expect(errors).toEqual([]);
    const { notification } = data.createNotification;
    expect(notification).toMatchObject({
      kind: 'CUSTOM', status: 'SCHEDULED', subject: 'Buy bread', content: 'Two loaves.', toEmail: ana.address, scheduledAt, sentAt: null, attempts: [],
      forecast: { risk: 'ON_TIME' }, event: null, recipient: { id: ana.id }, revision: 1,
    });
    expect(Date.parse(notification.deadline)).toBe(Date.parse(scheduledAt) + DAY_MS);
    expect(await scene.jobsOf(notification.id)).toEqual([`${notification.id}.1`]);
  });

  it('waits for quota once it is due', async () => {
    const { data } = await scene.ask(await scene.person(), CREATE, { input: { subject: 'Now', content: 'Now.', scheduledAt: new Date().toISOString() } });
    expect(data.createNotification.notification).toMatchObject({ status: 'WAITING', statusReason: 'due, and waiting for the mail quota' });
  });

  it.each([
    ['subject', { subject: ' ' }],
    ['subject', { subject: 'x'.repeat(201) }],
    ['subject', { subject: 'Hello\r\nBcc: eve@example.org' }],
    ['content', { content: '' }],
    ['scheduledAt', { scheduledAt: '2020-01-01T00:00:00Z' }],
    ['scheduledAt', { scheduledAt: '2120-01-01T00:00:00Z' }],
  ])('refuses a bad %s, naming it', async (field, change) => {
    const input = { subject: 'A', content: 'B', scheduledAt: inFuture(HOUR_MS), ...change };
    const { errors } = await scene.ask(await scene.person(), CREATE, { input });
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });

  it('is of no use after the event it is about has started', async () => {
    const eventId = await scene.event({ startsAt: inFuture(2 * HOUR_MS) });
    const ana = await scene.person();
    const good = await scene.ask(ana, CREATE, { input: { subject: 'A', content: 'B', eventId, scheduledAt: inFuture(HOUR_MS) } });
    expect(good.data.createNotification.notification.event).toEqual({ id: eventId });
    const late = await scene.ask(ana, CREATE, { input: { subject: 'A', content: 'B', eventId, scheduledAt: inFuture(3 * HOUR_MS) } });
    expect(late.errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'scheduledAt' });
  });
});

describe('nobody makes this a relay', () => {
  const addresses = (own: string) => [
    { address: own, verified: true, primary: true, suppressedReason: null },
    { address: `second-${own}`, verified: true, primary: false, suppressedReason: null },
    { address: `new-${own}`, verified: false, primary: false, suppressedReason: null },
    { address: `dead-${own}`, verified: true, primary: false, suppressedReason: 'HARD_BOUNCE' },
  ];
  const own = `${newId()}@example.org`;
  const input = (toEmail: string) => ({ input: { subject: 'A', content: 'B', scheduledAt: inFuture(HOUR_MS), toEmail } });

  it('sends to any verified address of the caller, however it is spelt', async () => {
    const ana = await scene.person({ emails: addresses(own) });
    const { data } = await scene.ask(ana, CREATE, input(`Second-${own.toUpperCase()}`));
    expect(data.createNotification.notification.toEmail).toBe(`second-${own}`);
  });

  it.each([['somebody else\'s', 'eve@example.org'], ['an unverified', `new-${own}`], ['a suppressed', `dead-${own}`]])('refuses %s address', async (_whose, toEmail) => {
    const ana = await scene.person({ emails: addresses(own) });
    const { errors } = await scene.ask(ana, CREATE, input(toEmail));
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'toEmail' });
    expect(await scene.mailsOf(ana)).toEqual([]);
  });

  it('refuses a person without any verified address', async () => {
    const ana = await scene.person({ emails: [{ address: own, verified: false, primary: true, suppressedReason: null }] }, { verified: false });
    const { errors } = await scene.ask(ana, CREATE, { input: { subject: 'A', content: 'B', scheduledAt: inFuture(HOUR_MS) } });
    expect(errors[0]?.extensions?.['code']).toBe('FORBIDDEN');
  });

  it('refuses the verified address of another account', async () => {
    const bob = await scene.person();
    const { errors } = await scene.ask(await scene.person(), CREATE, input(bob.address));
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'toEmail' });
  });
});

describe('asking for a reminder', () => {
  it('comes so long before the start, and says the event', async () => {
    const startsAt = inFuture(3 * DAY_MS);
    const eventId = await scene.event({ startsAt });
    const { data, errors } = await scene.ask(await scene.person(), REMIND, { input: { eventId, before: 'PT1H30M' } });
    expect(errors).toEqual([]);
    const { notification } = data.scheduleReminder;
    expect(notification).toMatchObject({ kind: 'REMINDER', subject: 'Jazz in the park', before: 'PT1H30M', event: { id: eventId } });
    expect(Date.parse(notification.scheduledAt)).toBe(Date.parse(startsAt) - 1.5 * HOUR_MS);
    expect(Date.parse(notification.deadline)).toBe(Date.parse(startsAt) - 10 * 60_000);
    expect(await scene.jobsOf(notification.id)).toHaveLength(1);
  });

  it('can be asked for several times an event, and the same one again is the one there is', async () => {
    const eventId = await scene.event();
    const ana = await scene.person();
    const ids = [];
    for (const before of ['PT1H', 'P1D', 'PT1H']) ids.push((await scene.ask(ana, REMIND, { input: { eventId, before } })).data.scheduleReminder.notification.id);
    expect(new Set(ids).size).toBe(2);
    expect(ids[2]).toBe(ids[0]);
  });

  it.each([
    ['both of at and before', { at: inFuture(HOUR_MS), before: 'PT1H' }, 'at'],
    ['neither at nor before', {}, 'at'],
    ['a time after the start', { at: inFuture(8 * DAY_MS) }, 'at'],
    ['a duration that has passed', { before: 'P30D' }, 'before'],
  ])('refuses %s', async (_what, change, field) => {
    const { errors } = await scene.ask(await scene.person(), REMIND, { input: { eventId: await scene.event(), ...change } });
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });

  it.each([['reminders', { mutedKinds: ['REMINDER'] }], ['the event\'s topic', { mutedTopics: ['jazz'] }]])('promises none to whom has muted %s', async (_what, muted) => {
    const ana = await scene.person({ preferences: { reminderBefore: [], mutedKinds: [], mutedTopics: [], quietHours: null, ...muted } });
    const { errors } = await scene.ask(ana, REMIND, { input: { eventId: await scene.event({ topics: ['jazz'] }), before: 'PT1H' } });
    expect(errors[0]?.extensions?.['code']).toBe('CONFLICT');
  });

  it('refuses events that are cancelled, have started or do not exist', async () => {
    const ana = await scene.person();
    const remind = async (eventId: string) => (await scene.ask(ana, REMIND, { input: { eventId, before: 'PT0S' } })).errors[0]?.extensions;
    expect(await remind(await scene.event({ status: 'CANCELLED' }))).toMatchObject({ code: 'BAD_USER_INPUT', field: 'eventId' });
    expect(await remind(await scene.event({ startsAt: '2020-01-01T00:00:00.000Z' }))).toMatchObject({ code: 'BAD_USER_INPUT', field: 'eventId' });
    expect(await remind('no-id')).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('an account that is deleted while its mail is being made', () => {
  it('keeps nothing', async () => {
    const ana = await scene.person();
    const viewer = ana.viewer;
    const lookup = { ...scene.lookup, recipients: { ...scene.lookup.recipients, get: async (id: string) => {
      const known = await scene.lookup.recipients.get(id);
      await scene.react({ type: 'user.deleted', id, version: 9, requestId: null, facts: null });
      return known;
    } } };
    const input = { subject: 'A', content: 'B', scheduledAt: new Date(Date.now() + HOUR_MS) };
    await expect(createNotification({ ...scene, lookup }, viewer, input)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await scene.mailsOf(ana)).toEqual([]);
    expect(JSON.stringify(await scene.db.collection('notifications').find().toArray())).not.toContain(ana.address);
  });
});
