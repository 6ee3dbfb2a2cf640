import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '#tests/support/eventually.ts';
import { graphqlData } from '#tests/support/graphql-client.ts';
import { mailbox } from '#tests/support/mailbox.ts';
import { join } from '#tests/support/people.ts';
import type { Person } from '#tests/support/people.ts';
import { startStack } from '#tests/support/processes.ts';
import type { RunningStack } from '#tests/support/processes.ts';
import { uniqueName } from '#tests/support/unique-name.ts';

const CREATE = 'mutation ($input: CreateEventInput!) { createEvent(input: $input) { event { id } } }';
const FIND = `query ($filter: EventsFilter!) { events(filter: $filter, orderBy: DISTANCE) { edges { node { id title distanceKm } } } }`;
const REMIND = 'mutation ($input: ScheduleReminderInput!) { scheduleReminder(input: $input) { notification { id status toEmail scheduledAt forecast { risk estimatedSendAt } } } }';
const SNOOZE = 'mutation ($input: RescheduleNotificationInput!) { rescheduleNotification(input: $input) { notification { id revision status } } }';
const GET = 'query ($id: ID!) { notification(id: $id) { status sentAt toEmail attempts { outcome } forecast { risk } event { id title } recipient { displayName } } }';
const REMINDERS = 'query ($id: ID!) { event(id: $id) { viewerReminders { id } } }';

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack({ MAIL_QUOTA: '12/hour,300/day' });
}, 120_000);
afterAll(() => stack[Symbol.asyncDispose]());

// oxlint-disable-next-line typescript/no-explicit-any -- the shape of an answer is the test's own question
const ask = (person: Person | undefined, query: string, variables: object = {}): Promise<any> => graphqlData(stack.graphqlUrl, { query, variables: { ...variables }, token: person?.token });

describe('the main job, through the router', () => {
  it('goes from signing up to a reminder in the mailbox', async () => {
    const [ana, bob] = await Promise.all([join(stack, 'Ana'), join(stack, 'Bob')]);

    const topic = uniqueName('jazz').replace('_', '-');
    const startsAt = new Date(Date.now() + 3 * 3_600_000);
    const { createEvent } = await ask(ana, CREATE, {
      input: {
        title: 'Jazz in the park', description: 'Bring a blanket.', topics: [topic], startsAt: startsAt.toISOString(), timeZone: 'Europe/Madrid',
        place: { name: 'Retiro', coordinates: { latitude: 40.4153, longitude: -3.6845 } },
      },
    });
    const { id: eventId } = createEvent.event;

    const found = await ask(bob, FIND, {
      filter: {
        anyTopic: [topic], startsFrom: new Date().toISOString(), startsBefore: new Date(Date.now() + 86_400_000).toISOString(),
        near: { coordinates: { latitude: 40.4168, longitude: -3.7038 }, radiusKm: 5 },
      },
    });
    expect(found.events.edges).toMatchObject([{ node: { id: eventId, title: 'Jazz in the park' } }]);
    expect(found.events.edges[0].node.distanceKm).toBeLessThan(5);

    const { scheduleReminder } = await ask(bob, REMIND, { input: { eventId, before: 'PT2H' } });
    const { id } = scheduleReminder.notification;
    expect(scheduleReminder.notification).toMatchObject({ status: 'SCHEDULED', toEmail: bob.email, forecast: { risk: 'ON_TIME' } });
    expect((await ask(bob, REMINDERS, { id: eventId })).event.viewerReminders).toEqual([{ id }]);
    expect(await jobState(id, 1)).toBe('delayed');

    const due = await ask(bob, SNOOZE, { input: { id, scheduledAt: new Date(Date.now() + 1_000).toISOString() } });
    expect(due.rescheduleNotification.notification.revision).toBe(2);
    const mail = await mailbox().waitFor({ to: bob.email, subject: /Jazz in the park/ }, { timeoutMs: 60_000 });
    expect(mail.text).toContain('Retiro');
    expect(mail.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');

    const sent = await eventually(async () => {
      const { notification } = await ask(bob, GET, { id });
      expect(notification.status).toBe('SENT');
      return notification;
    }, { timeoutMs: 30_000 });
    expect(sent).toMatchObject({ toEmail: bob.email, attempts: [{ outcome: 'ACCEPTED' }], forecast: null, event: { id: eventId, title: 'Jazz in the park' }, recipient: { displayName: 'Bob' } });
    expect((await ask(ana, GET, { id })).notification).toBeNull();
    expect(await mailbox().all({ to: bob.email, subject: /Jazz in the park/ })).toHaveLength(1);
  }, 180_000);
});

/** What Redis says of the job that stands for a notification. */
async function jobState(id: string, revision: number): Promise<string> {
  const connection = new Redis(stack.environment['REDIS_URL'] ?? '', { maxRetriesPerRequest: null });
  const queue = new Queue('mail', { connection, prefix: stack.environment['REDIS_PREFIX'] ?? '' });
  try {
    return await queue.getJobState(`${id}.${revision}`);
  } finally {
    await queue.close();
    connection.disconnect();
  }
}
