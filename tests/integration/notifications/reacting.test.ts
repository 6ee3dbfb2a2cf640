import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDeliveryStore } from '#mail/delivery-store.ts';
import type { Notification } from '#mail/notification.ts';
import type { EventFacts, RecipientFacts } from '#mail/read-model.ts';
import type { DomainEvent } from '#platform/facts.ts';
import { newId } from '#platform/ids.ts';
import { wishFor } from '#tests/support/notifications.ts';
import { DAY_MS, HOUR_MS, eventFacts, inFuture, openScene, recipientFacts } from './scene.ts';
import type { Person, Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

const changed = (id: string, version: number, facts: Partial<EventFacts>): DomainEvent => ({ type: 'event.changed', id, version, requestId: null, facts: eventFacts(facts) });
const deleted = (id: string, version: number, facts: Partial<EventFacts> = {}): DomainEvent => ({ type: 'event.deleted', id, version, requestId: null, facts: eventFacts(facts) });
const moved = (person: Person, version: number, facts: Partial<RecipientFacts>): DomainEvent => ({ type: 'user.changed', id: person.id, version, requestId: null, facts: recipientFacts(person.address, facts) });
const likes = (eventId: string, { id }: Person, [version, liked]: readonly [number, boolean]): DomainEvent => ({
  type: 'like.changed', id: `${eventId}.${id}`, version, requestId: null, facts: { eventId, userId: id, liked },
});
const attends = (eventId: string, { id }: Person, [version, attendance]: readonly [number, 'GOING' | 'WAITLISTED' | 'LEFT']): DomainEvent => ({
  type: 'attendance.changed', id: `${eventId}.${id}`, version, requestId: null, facts: { eventId, userId: id, attendance },
});
const announced = (eventId: string, subject: string): DomainEvent => ({
  type: 'announcement.created', id: newId(), version: 1, requestId: null, facts: { eventId, organizerId: newId(), subject, content: `All about ${subject}.` },
});

async function remind(person: Person, eventId: string, input: object): Promise<string> {
  const { data, errors } = await scene.ask(person, 'mutation ($input: ScheduleReminderInput!) { scheduleReminder(input: $input) { notification { id } } }', { input: { eventId, ...input } });
  if (errors.length > 0) throw new Error(errors[0]?.message);
  return data.scheduleReminder.notification.id;
}

async function pending(person: Person): Promise<Notification[]> {
  return (await scene.mailsOf(person)).filter(({ state }) => state === 'PENDING');
}

async function kindsOf(person: Person): Promise<string[]> {
  return (await pending(person)).map(({ kind }) => kind).sort();
}

async function expectOneJobEach(person: Person): Promise<void> {
  for (const { _id, revision } of await pending(person)) expect(await scene.jobsOf(_id)).toEqual([`${_id}.${revision}`]);
}

/** As if the worker had sent it. */
async function send({ _id: id, revision }: Notification): Promise<void> {
  const deliveries = createDeliveryStore(scene.db);
  await deliveries.claim([{ id, revision }], 'smtp', new Date());
  await deliveries.record([{ id, revision, at: new Date(), provider: 'smtp', detail: null, outcome: 'ACCEPTED' }]);
}

const ORGANIZER_PREFERENCES = { reminderBefore: ['P1D', 'PT1H'], mutedKinds: [], mutedTopics: [], quietHours: null };

describe('an account\'s mail', () => {
  const request = (person: Person, id: string): DomainEvent => ({
    type: 'account-mail.requested', id, version: 1, requestId: 'request-1',
    facts: { kind: 'EMAIL_VERIFICATION', userId: person.id, toEmail: person.address, displayName: 'Ana', language: 'ES', timeZone: 'UTC', token: 'secret-token', newEmail: null, expiresAt: inFuture(DAY_MS) },
  });

  it('is urgent, carries its secret, and is made once however often it is asked for', async () => {
    const ana = await scene.person();
    const id = newId();
    await Promise.all([scene.react(request(ana, id)), scene.react(request(ana, id))]);
    await scene.react(request(ana, id));
    const [mail, ...more] = await scene.mailsOf(ana);
    expect(more).toEqual([]);
    expect(mail).toMatchObject({ kind: 'EMAIL_VERIFICATION', lane: 'urgent', toEmail: ana.address, requestId: 'request-1', variables: { token: 'secret-token', language: 'ES' } });
    expect(await scene.queue.queues.urgent.getJob(`${mail?._id}.1`)).not.toBeUndefined();
  });

  it('shows its secret to nobody and keeps it no longer than needed', async () => {
    const ana = await scene.person();
    await scene.react(request(ana, newId()));
    const [mail] = await scene.mailsOf(ana);
    const { data } = await scene.ask(ana, `{ notification(id: "${mail?._id}") { subject content statusReason } }`);
    expect(JSON.stringify(data)).not.toContain('secret-token');
    if (mail !== undefined) await send(mail);
    expect((await scene.store.get(mail?._id ?? '')).variables).not.toHaveProperty('token');
  });
});

describe('an event that moves', () => {
  it('takes its reminders along and tells each person once', async () => {
    const [ana, bob] = [await scene.person(), await scene.person()];
    const eventId = await scene.event({ startsAt: inFuture(7 * DAY_MS) });
    const anchored = await remind(ana, eventId, { before: 'P1D' });
    const fixedAt = inFuture(DAY_MS);
    const fixed = await remind(ana, eventId, { at: fixedAt });
    await scene.react(attends(eventId, bob, [1, 'WAITLISTED']));
    const startsAt = inFuture(9 * DAY_MS);
    await scene.react(changed(eventId, 2, { startsAt }));

    expect((await scene.store.get(anchored)).scheduledAt.getTime()).toBe(Date.parse(startsAt) - DAY_MS);
    expect((await scene.store.get(fixed)).scheduledAt.toISOString()).toBe(fixedAt);
    for (const id of [anchored, fixed]) expect((await scene.store.get(id)).deadline.getTime()).toBe(Date.parse(startsAt) - 10 * 60_000);
    expect(await kindsOf(ana)).toEqual(['EVENT_CHANGED', 'REMINDER', 'REMINDER']);
    expect(await kindsOf(bob)).toEqual(['ATTENDANCE_WAITLISTED', 'EVENT_CHANGED']);
    await expectOneJobEach(ana);
    await expectOneJobEach(bob);
  });

  it('several times writes one mail that says where and when at last', async () => {
    const ana = await scene.person();
    const eventId = await scene.event();
    await remind(ana, eventId, { before: 'PT1H' });
    for (const [version, name] of [[2, 'Retiro'], [3, 'Plaza Mayor'], [4, 'Casa de Campo']] as const) {
      await scene.react(changed(eventId, version, { place: { name, address: null, coordinates: null } }));
    }
    const mails = (await pending(ana)).filter(({ kind }) => kind === 'EVENT_CHANGED');
    expect(mails).toHaveLength(1);
    expect(mails[0]?.content).toContain('Casa de Campo');
    await expectOneJobEach(ana);
  });

  it('and moves back before anybody was told writes none', async () => {
    const ana = await scene.person();
    const facts = { startsAt: inFuture(7 * DAY_MS) };
    const eventId = await scene.event(facts);
    await remind(ana, eventId, { before: 'PT1H' });
    await scene.react(changed(eventId, 2, { startsAt: inFuture(8 * DAY_MS) }));
    await scene.react(changed(eventId, 3, facts));
    expect(await kindsOf(ana)).toEqual(['REMINDER']);
  });

  it('again after people were told tells them again', async () => {
    const ana = await scene.person();
    const eventId = await scene.event();
    await remind(ana, eventId, { before: 'PT1H' });
    await scene.react(changed(eventId, 2, { startsAt: inFuture(8 * DAY_MS) }));
    for (const mail of await pending(ana)) if (mail.kind === 'EVENT_CHANGED') await send(mail);
    await scene.react(changed(eventId, 3, { startsAt: inFuture(9 * DAY_MS) }));
    expect(await kindsOf(ana)).toEqual(['EVENT_CHANGED', 'REMINDER']);
  });

  it('tells also those whose reminder went out with the old time', async () => {
    const ana = await scene.person();
    const eventId = await scene.event();
    const id = await remind(ana, eventId, { before: 'PT1H' });
    await send(await scene.store.get(id));
    await scene.react(changed(eventId, 2, { place: { name: 'Retiro', address: null, coordinates: null } }));
    expect(await kindsOf(ana)).toEqual(['EVENT_CHANGED']);
  });

  it('later reminds once more those who were reminded too early', async () => {
    const ana = await scene.person();
    const eventId = await scene.event({ startsAt: inFuture(2 * DAY_MS) });
    for (const before of ['P1D', 'PT1H']) {
      const id = await remind(ana, eventId, { before });
      if (before === 'P1D') await send(await scene.store.get(id));
    }
    for (const [version, days] of [[2, 5], [3, 6]] as const) await scene.react(changed(eventId, version, { startsAt: inFuture(days * DAY_MS) }));
    const reminders = (await pending(ana)).filter(({ kind }) => kind === 'REMINDER');
    expect(reminders.map(({ anchor }) => anchor?.before).sort()).toEqual(['P1D', 'PT1H']);
    expect(reminders.every(({ scheduledAt }) => scheduledAt.getTime() > Date.now() + 4 * DAY_MS)).toBe(true);
    await expectOneJobEach(ana);
  });

  it('says nothing of other changes, but reminders take the new title', async () => {
    const ana = await scene.person();
    const facts = { startsAt: inFuture(7 * DAY_MS) };
    const eventId = await scene.event(facts);
    const id = await remind(ana, eventId, { before: 'PT1H' });
    await scene.react(changed(eventId, 2, { ...facts, title: 'Swing in the park' }));
    expect(await kindsOf(ana)).toEqual(['REMINDER']);
    expect((await scene.store.get(id)).subject).toBe('Swing in the park');
  });

  it('ignores news that is older than what is known, and the same news again', async () => {
    const ana = await scene.person();
    const eventId = await scene.event();
    const id = await remind(ana, eventId, { before: 'PT1H' });
    const startsAt = inFuture(9 * DAY_MS);
    await scene.react(changed(eventId, 3, { startsAt }));
    const { revision } = await scene.store.get(id);
    await scene.react(changed(eventId, 2, { startsAt: inFuture(8 * DAY_MS) }));
    await scene.react(changed(eventId, 3, { startsAt }));
    expect(await scene.store.get(id)).toMatchObject({ revision, scheduledAt: new Date(Date.parse(startsAt) - HOUR_MS) });
    expect(await kindsOf(ana)).toEqual(['EVENT_CHANGED', 'REMINDER']);
  });

  it('re-anchors many reminders at once, one job each', { timeout: 90_000 }, async () => {
    const people = await Promise.all(Array.from({ length: 50 }, () => scene.person()));
    const eventId = await scene.event();
    await Promise.all(people.flatMap((person) => ['PT1H', 'PT2H', 'P1D', 'P2D'].map((before) => remind(person, eventId, { before }))));
    const startsAt = inFuture(20 * DAY_MS);
    await scene.react(changed(eventId, 2, { startsAt }));
    const reminders = (await scene.store.pendingOf({ eventIds: [eventId] })).filter(({ kind }) => kind === 'REMINDER');
    expect(reminders).toHaveLength(200);
    expect(reminders.every(({ scheduledAt, revision }) => revision === 2 && scheduledAt.getTime() >= Date.parse(startsAt) - 2 * DAY_MS)).toBe(true);
    expect(await scene.queue.missing(reminders)).toEqual([]);
    expect(await scene.queue.missing(reminders.map((reminder) => ({ ...reminder, revision: 1 })))).toHaveLength(200);
  });
});

describe('an event that does not take place', () => {
  it.each([
    ['cancelled', (id: string) => changed(id, 2, { status: 'CANCELLED', cancelReason: 'rain' })],
    ['deleted', (id: string) => deleted(id, 2)],
  ])('%s: what was pending is withdrawn and followers get one mail', async (how, news) => {
    const [ana, bob, eve] = [await scene.person(), await scene.person(), await scene.person()];
    const eventId = await scene.event();
    const reminders = [await remind(ana, eventId, { before: 'PT1H' }), await remind(ana, eventId, { before: 'P1D' })];
    await scene.react(attends(eventId, bob, [1, 'GOING']));
    await scene.react(attends(eventId, eve, [1, 'GOING']));
    await scene.react(attends(eventId, eve, [2, 'LEFT']));
    await scene.react(news(eventId));
    await scene.react(news(eventId));
    for (const id of reminders) {
      expect(await scene.store.get(id)).toMatchObject({ state: 'WITHDRAWN', stateReason: `the event was ${how}` });
      expect(await scene.jobsOf(id)).toEqual([]);
    }
    expect(await kindsOf(ana)).toEqual(['EVENT_CANCELLED']);
    expect(await kindsOf(bob)).toEqual(['EVENT_CANCELLED']);
    expect(await kindsOf(eve)).toEqual([]);
  });

  it('is told once though it is cancelled and then deleted', async () => {
    const ana = await scene.person();
    const eventId = await scene.event();
    await remind(ana, eventId, { before: 'PT1H' });
    await scene.react(changed(eventId, 2, { status: 'CANCELLED' }));
    await scene.react(deleted(eventId, 3, { status: 'CANCELLED' }));
    expect(await kindsOf(ana)).toEqual(['EVENT_CANCELLED']);
  });

  it('stays gone whatever comes late', async () => {
    const ana = await scene.person({ preferences: ORGANIZER_PREFERENCES });
    const eventId = await scene.event();
    await scene.react(deleted(eventId, 5));
    await scene.react(changed(eventId, 4, {}));
    await scene.react(likes(eventId, ana, [1, true]));
    expect(await scene.mailsOf(ana)).toEqual([]);
    await expect(remind(ana, eventId, { before: 'PT1H' })).rejects.toThrow('No such event');
  });
});

describe('liking and attending', () => {
  it('brings the reminders that the person prefers, save those too late, and takes them back', async () => {
    const ana = await scene.person({ preferences: { ...ORGANIZER_PREFERENCES, reminderBefore: ['P30D', 'P1D', 'PT1H'] } });
    const eventId = await scene.event();
    await scene.react(likes(eventId, ana, [1, true]));
    await scene.react(likes(eventId, ana, [1, true]));
    expect((await pending(ana)).map(({ anchor }) => anchor?.before).sort()).toEqual(['P1D', 'PT1H']);
    await expectOneJobEach(ana);
    await scene.react(likes(eventId, ana, [2, false]));
    expect(await pending(ana)).toEqual([]);
    await scene.react(likes(eventId, ana, [3, true]));
    expect(await pending(ana)).toHaveLength(2);
  });

  it('keeps them while either holds, and never doubles them', async () => {
    const ana = await scene.person({ preferences: ORGANIZER_PREFERENCES });
    const eventId = await scene.event();
    await scene.react(likes(eventId, ana, [1, true]));
    await scene.react(attends(eventId, ana, [1, 'GOING']));
    expect(await kindsOf(ana)).toEqual(['ATTENDANCE_CONFIRMED', 'REMINDER', 'REMINDER']);
    await scene.react(likes(eventId, ana, [2, false]));
    expect(await kindsOf(ana)).toEqual(['ATTENDANCE_CONFIRMED', 'REMINDER', 'REMINDER']);
    await scene.react(attends(eventId, ana, [2, 'LEFT']));
    expect(await kindsOf(ana)).toEqual([]);
  });

  it('leaves alone what the person asked for by name', async () => {
    const ana = await scene.person({ preferences: ORGANIZER_PREFERENCES });
    const eventId = await scene.event();
    const own = await remind(ana, eventId, { before: 'P2D' });
    await scene.react(likes(eventId, ana, [1, true]));
    await scene.react(likes(eventId, ana, [2, false]));
    expect((await pending(ana)).map(({ _id }) => _id)).toEqual([own]);
  });

  it('makes none for a muted kind or topic, nor for an unverified address', async () => {
    const eventId = await scene.event({ topics: ['jazz'] });
    for (const facts of [
      { preferences: { ...ORGANIZER_PREFERENCES, mutedKinds: ['REMINDER'] } },
      { preferences: { ...ORGANIZER_PREFERENCES, mutedTopics: ['jazz'] } },
      { preferences: ORGANIZER_PREFERENCES, emails: [{ address: `${newId()}@example.org`, verified: false, primary: true, suppressedReason: null }] },
      { preferences: ORGANIZER_PREFERENCES, emails: [{ address: `${newId()}@example.org`, verified: true, primary: true, suppressedReason: 'COMPLAINT' }] },
    ]) {
      const person = await scene.person(facts);
      await scene.react(likes(eventId, person, [1, true]));
      expect(await scene.mailsOf(person)).toEqual([]);
    }
  });

  it('brings them once the address is confirmed, where it was not yet', async () => {
    const address = `${newId()}@example.org`;
    const facts = (verified: boolean) => ({ preferences: ORGANIZER_PREFERENCES, emails: [{ address, verified, primary: true, suppressedReason: null }] });
    const ana = await scene.person(facts(false));
    const [liked, unliked] = [await scene.event(), await scene.event()];
    for (const eventId of [liked, unliked]) await scene.react(likes(eventId, ana, [1, true]));
    await scene.react(likes(unliked, ana, [2, false]));
    expect(await scene.mailsOf(ana)).toEqual([]);
    for (let turn = 0; turn < 2; turn += 1) await scene.react(moved(ana, 2, facts(true)));
    expect((await pending(ana)).map(({ eventId, anchor }) => `${eventId} ${anchor?.before}`).sort()).toEqual([`${liked} P1D`, `${liked} PT1H`]);
  });

  it('tells the organiser and the attendee how things stand', async () => {
    const [organizer, ana] = [await scene.person(), await scene.person()];
    const eventId = await scene.event({ organizerId: organizer.id });
    await scene.react(attends(eventId, ana, [1, 'WAITLISTED']));
    expect(await kindsOf(ana)).toEqual(['ATTENDANCE_WAITLISTED']);
    expect(await kindsOf(organizer)).toEqual([]);
    await scene.react(attends(eventId, ana, [2, 'GOING']));
    expect(await kindsOf(ana)).toEqual(['ATTENDANCE_CONFIRMED']);
    expect(await kindsOf(organizer)).toEqual(['ATTENDEE_JOINED']);
    for (const mail of await pending(organizer)) await send(mail);
    await scene.react(attends(eventId, ana, [3, 'LEFT']));
    expect(await kindsOf(ana)).toEqual([]);
    expect(await kindsOf(organizer)).toEqual(['ATTENDEE_LEFT']);
  });

  it('spares the organiser word of somebody who came and went unheard', async () => {
    const [organizer, ana] = [await scene.person(), await scene.person()];
    const eventId = await scene.event({ organizerId: organizer.id });
    await scene.react(attends(eventId, ana, [1, 'GOING']));
    await scene.react(attends(eventId, ana, [2, 'LEFT']));
    expect(await kindsOf(organizer)).toEqual([]);
  });

  it('does not write to an organiser about their own place', async () => {
    const organizer = await scene.person();
    const eventId = await scene.event({ organizerId: organizer.id });
    await scene.react(attends(eventId, organizer, [1, 'GOING']));
    expect(await kindsOf(organizer)).toEqual(['ATTENDANCE_CONFIRMED']);
  });
});

describe('an announcement', () => {
  it('reaches those who attend, in one mail until it goes out', async () => {
    const [ana, bob] = [await scene.person(), await scene.person()];
    const eventId = await scene.event();
    await scene.react(attends(eventId, ana, [1, 'GOING']));
    await scene.react(likes(eventId, bob, [1, true]));
    const [parking, food] = [announced(eventId, 'Parking'), announced(eventId, 'Food')];
    for (const news of [parking, food, parking, food]) await scene.react(news);
    const mails = (await pending(ana)).filter(({ kind }) => kind === 'ANNOUNCEMENT');
    expect(mails).toHaveLength(1);
    expect(mails[0]?.subject).toBe('Parking · Food');
    expect(mails[0]?.content.match(/All about/g)).toHaveLength(2);
    expect(await kindsOf(bob)).toEqual([]);
    for (const mail of mails) await send(mail);
    await scene.react(parking);
    expect((await pending(ana)).filter(({ kind }) => kind === 'ANNOUNCEMENT')).toEqual([]);
    await scene.react(announced(eventId, 'Music'));
    expect((await pending(ana)).filter(({ kind }) => kind === 'ANNOUNCEMENT')).toHaveLength(1);
    await expectOneJobEach(ana);
  });
});

describe('a person', () => {
  const address = () => `${newId()}@example.org`;

  it('who gets a new primary address gets everything pending there', async () => {
    const ana = await scene.person();
    const eventId = await scene.event();
    const id = await remind(ana, eventId, { before: 'PT1H' });
    const primary = address();
    await scene.react(moved(ana, 2, { emails: [{ address: primary, verified: true, primary: true, suppressedReason: null }] }));
    expect(await scene.store.get(id)).toMatchObject({ toEmail: primary, revision: 2 });
    expect(await scene.jobsOf(id)).toEqual([`${id}.2`]);
  });

  it('who removes a secondary address gets what went there at the primary one; the rest stays', async () => {
    const [primary, second, third] = [address(), address(), address()];
    const email = (at: string) => ({ address: at, verified: true, primary: at === primary, suppressedReason: null });
    const ana = await scene.person({ emails: [email(primary), email(second), email(third)] });
    const eventId = await scene.event();
    const [toSecond, toThird] = [await remind(ana, eventId, { before: 'PT1H', toEmail: second }), await remind(ana, eventId, { before: 'PT1H', toEmail: third })];
    await scene.react(moved(ana, 2, { emails: [email(primary), email(third)] }));
    expect((await scene.store.get(toSecond)).toEmail).toBe(primary);
    expect((await scene.store.get(toThird)).toEmail).toBe(third);
  });

  it.each([['lifts', null], ['moves', { from: '01:00', to: '02:00' }]])('who %s quiet hours has what they put off looked at again at once', async (_how, quietHours) => {
    const preferences = { reminderBefore: [], mutedKinds: [], mutedTopics: [], quietHours: { from: '00:00', to: '23:59' } };
    const ana = await scene.person({ preferences });
    const scheduledAt = new Date(Date.now() - 1_000);
    const wishes = [scheduledAt, new Date(inFuture(HOUR_MS))].map((at) => wishFor({ recipientId: ana.id, toEmail: ana.address, scheduledAt: at, deadline: new Date(Date.now() + DAY_MS) }));
    const [late, ahead] = await scene.store.insert(wishes, new Date());
    const putOff = { id: late?._id ?? '', revision: 1 };
    await createDeliveryStore(scene.db).postpone(putOff, new Date(Date.now() + HOUR_MS), new Date());
    await createDeliveryStore(scene.db).postpone(putOff, new Date(Date.now() + 2 * HOUR_MS), new Date());
    await scene.react({ type: 'user.changed', id: ana.id, version: 2, requestId: null, facts: recipientFacts(ana.address, { preferences: { ...preferences, quietHours } }) });
    expect(await scene.store.get(putOff.id)).toMatchObject({ revision: 2, scheduledAt });
    expect(await scene.store.get(ahead?._id ?? '')).toMatchObject({ revision: 1, scheduledAt: ahead?.scheduledAt });
    expect(await scene.jobsOf(putOff.id)).toEqual([`${putOff.id}.2`]);
  });

  it('who deletes the account leaves nothing behind', async () => {
    const ana = await scene.person({ preferences: ORGANIZER_PREFERENCES });
    const eventId = await scene.event();
    const id = await remind(ana, eventId, { before: 'PT2H' });
    await scene.react(likes(eventId, ana, [1, true]));
    await scene.react(attends(eventId, ana, [1, 'GOING']));
    await scene.react({ type: 'user.deleted', id: ana.id, version: 7, requestId: null, facts: null });
    expect(await scene.mailsOf(ana)).toEqual([]);
    expect(await scene.jobsOf(id)).toEqual([]);
    expect(await scene.store.get(id)).toMatchObject({ state: 'WITHDRAWN', stateReason: 'the account was deleted', toEmail: '', subject: '', content: '' });
    const held = [];
    for (const { name } of await scene.db.listCollections().toArray()) held.push(...(await scene.db.collection(name).find({ _id: { $ne: ana.id as never } }).toArray()));
    expect(JSON.stringify(held)).not.toContain(ana.id);
    expect(JSON.stringify(held)).not.toContain(ana.address);

    await scene.react(moved(ana, 6, {}));
    await scene.react(likes(eventId, ana, [2, true]));
    await scene.react(changed(eventId, 2, { startsAt: inFuture(9 * DAY_MS) }));
    expect(await scene.mailsOf(ana)).toEqual([]);
    expect(await scene.readModel.recipients.get(ana.id)).toEqual({ state: 'deleted' });
  });
});
