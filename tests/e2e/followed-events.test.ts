import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '#tests/support/eventually.ts';
import { graphqlData } from '#tests/support/graphql-client.ts';
import { mailbox } from '#tests/support/mailbox.ts';
import { PASSWORD, confirmAddress, join, signInAsAdmin } from '#tests/support/people.ts';
import type { Person } from '#tests/support/people.ts';
import { startStack } from '#tests/support/processes.ts';
import type { RunningStack } from '#tests/support/processes.ts';

const CREATE = 'mutation ($input: CreateEventInput!) { createEvent(input: $input) { event { id version startsAt } } }';
const UPDATE = 'mutation ($input: UpdateEventInput!) { updateEvent(input: $input) { event { id version } } }';
const MINE = 'query ($eventId: ID!) { notifications(filter: { eventId: $eventId }, first: 100) { edges { node { id kind status statusReason before scheduledAt toEmail } } } }';

const DAY_MS = 86_400_000;
/** Five processes start and work beside other tests. */
const PATIENT = { timeoutMs: 40_000 };

type Mine = { readonly id: string; readonly kind: string; readonly status: string; readonly statusReason: string | null; readonly before: string | null; readonly scheduledAt: string; readonly toEmail: string };

let stack: RunningStack;
let [ana, bob]: Person[] = [];
beforeAll(async () => {
  stack = await startStack();
  [ana, bob] = await Promise.all([join(stack, 'Ana'), join(stack, 'Bob')]);
}, 120_000);
afterAll(() => stack[Symbol.asyncDispose]());

// oxlint-disable-next-line typescript/no-explicit-any -- the shape of an answer is the test's own question
const ask = (person: Person | undefined, query: string, variables: object = {}): Promise<any> => graphqlData(stack.graphqlUrl, { query, variables: { ...variables }, token: person?.token });

async function announceEvent(title: string): Promise<{ readonly id: string; readonly version: number; readonly startsAt: string }> {
  const input = {
    title, description: 'Bring a blanket.', topics: ['jazz'], startsAt: new Date(Date.now() + 7 * DAY_MS).toISOString(), timeZone: 'Europe/Madrid',
    place: { name: 'Retiro', coordinates: { latitude: 40.4153, longitude: -3.6845 } },
  };
  return (await ask(ana, CREATE, { input })).createEvent.event;
}

async function mailsOf(person: Person | undefined, eventId: string): Promise<Mine[]> {
  const { notifications } = await ask(person, MINE, { eventId });
  return notifications.edges.map(({ node }: { node: Mine }) => node);
}

describe('following an event', { timeout: 120_000 }, () => {
  it('brings a reminder by preference when it is liked, and takes it back', async () => {
    const { id: eventId } = await announceEvent('Liked');
    await ask(bob, 'mutation ($eventId: ID!) { likeEvent(input: { eventId: $eventId }) { event { viewerHasLiked } } }', { eventId });
    await eventually(async () => expect(await mailsOf(bob, eventId)).toMatchObject([{ kind: 'REMINDER', status: 'SCHEDULED', before: 'P1D' }]), PATIENT);
    await ask(bob, 'mutation ($eventId: ID!) { unlikeEvent(input: { eventId: $eventId }) { event { viewerHasLiked } } }', { eventId });
    await eventually(async () => expect(await mailsOf(bob, eventId)).toMatchObject([{ status: 'WITHDRAWN', statusReason: 'the event is no longer liked or attended' }]), PATIENT);
  });

  it('confirms a place to the attendee and tells the organiser, in their mailboxes', async () => {
    const { id: eventId } = await announceEvent('Attended');
    await ask(bob, 'mutation ($eventId: ID!) { attendEvent(input: { eventId: $eventId }) { event { viewerAttendance } } }', { eventId });
    expect((await mailbox().waitFor({ to: bob?.email ?? '', subject: /You are going: Attended/ }, PATIENT)).text).toContain('Retiro');
    expect((await mailbox().waitFor({ to: ana?.email ?? '', subject: /Somebody joined Attended/ }, PATIENT)).text).toContain('Attended');
  });

  it('moves reminders when the event moves, and tells of it', async () => {
    const { id: eventId, version } = await announceEvent('Moved');
    await ask(bob, 'mutation ($eventId: ID!) { scheduleReminder(input: { eventId: $eventId, before: "PT2H" }) { notification { id } } }', { eventId });
    const startsAt = new Date(Math.floor(Date.now() / 1_000) * 1_000 + 9 * DAY_MS).toISOString();
    await ask(ana, UPDATE, { input: { id: eventId, version, startsAt } });
    await eventually(async () => {
      const mails = await mailsOf(bob, eventId);
      expect(Date.parse(mails.find(({ kind }) => kind === 'REMINDER')?.scheduledAt ?? '')).toBe(Date.parse(startsAt) - 2 * 3_600_000);
      expect(mails.filter(({ kind }) => kind === 'EVENT_CHANGED')).toHaveLength(1);
    }, PATIENT);
  });

  it('ends with one mail when the event is cancelled', async () => {
    const { id: eventId } = await announceEvent('Cancelled');
    await ask(bob, 'mutation ($eventId: ID!) { scheduleReminder(input: { eventId: $eventId, before: "PT2H" }) { notification { id } } }', { eventId });
    await ask(ana, 'mutation ($id: ID!) { cancelEvent(input: { id: $id, reason: "rain" }) { event { status } } }', { id: eventId });
    const mail = await mailbox().waitFor({ to: bob?.email ?? '', subject: /Cancelled: Cancelled/ }, PATIENT);
    expect(mail.text).toContain('rain');
    await eventually(async () => expect((await mailsOf(bob, eventId)).find(({ kind }) => kind === 'REMINDER')).toMatchObject({ status: 'WITHDRAWN', statusReason: 'the event was cancelled' }), PATIENT);
    expect(await mailbox().all({ to: bob?.email ?? '', subject: /Cancelled: Cancelled/ })).toHaveLength(1);
  });

  it('ends with one mail that still says what it was when the event is deleted', async () => {
    const { id: eventId } = await announceEvent('Deleted');
    await ask(bob, 'mutation ($eventId: ID!) { scheduleReminder(input: { eventId: $eventId, before: "PT2H" }) { notification { id } } }', { eventId });
    await ask(ana, 'mutation ($eventId: ID!) { deleteEvent(input: { eventId: $eventId }) { id } }', { eventId });
    const mail = await mailbox().waitFor({ to: bob?.email ?? '', subject: /Cancelled: Deleted/ }, PATIENT);
    expect(mail.text).toContain('Retiro');
  });
});

describe('an account and its pending mail', { timeout: 120_000 }, () => {
  it('goes to a new primary address once that is confirmed', async () => {
    const eve = await join(stack, 'Eve');
    const { id: eventId } = await announceEvent('Readdressed');
    await ask(eve, 'mutation ($eventId: ID!) { scheduleReminder(input: { eventId: $eventId, before: "PT2H" }) { notification { id } } }', { eventId });
    const address = `new-${eve.email}`;
    await ask(eve, 'mutation ($email: EmailAddress!) { requestEmailChange(input: { email: $email }) { user { id } } }', { email: address });
    await confirmAddress(stack, address);
    await eventually(async () => expect(await mailsOf(eve, eventId)).toMatchObject([{ toEmail: address }]), PATIENT);
  });

  it('is withdrawn and forgotten with the account', async () => {
    const eve = await join(stack, 'Eve');
    const { id: eventId } = await announceEvent('Forgotten');
    const { scheduleReminder } = await ask(eve, 'mutation ($eventId: ID!) { scheduleReminder(input: { eventId: $eventId, before: "PT2H" }) { notification { id } } }', { eventId });
    await ask(eve, `mutation { deleteAccount(input: { password: "${PASSWORD}" }) { accepted } }`);
    const admin = await signInAsAdmin(stack);
    await eventually(async () => {
      const { notification } = await ask(admin, 'query ($id: ID!) { notification(id: $id) { id } }', { id: scheduleReminder.notification.id });
      expect(notification).toBeNull();
    }, PATIENT);
  });
});
