import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '#tests/support/eventually.ts';
import { graphql, graphqlData } from '#tests/support/graphql-client.ts';
import { mailbox } from '#tests/support/mailbox.ts';
import type { Mail } from '#tests/support/mailbox.ts';
import { join } from '#tests/support/people.ts';
import type { Person } from '#tests/support/people.ts';
import { startStack } from '#tests/support/processes.ts';
import type { RunningStack } from '#tests/support/processes.ts';

const CREATE = 'mutation ($input: CreateEventInput!) { createEvent(input: $input) { event { id } } }';
const REMIND = 'mutation ($input: ScheduleReminderInput!) { scheduleReminder(input: $input) { notification { id } } }';
const MINE = 'query ($eventId: ID!) { notifications(filter: { eventId: $eventId, kind: [REMINDER] }) { edges { node { id status statusReason scheduledAt } } } }';

let stack: RunningStack;
let ana: Person;
beforeAll(async () => {
  stack = await startStack();
  ana = await join(stack, 'Ana');
}, 120_000);
afterAll(() => stack[Symbol.asyncDispose]());

// oxlint-disable-next-line typescript/no-explicit-any -- the shape of an answer is the test's own question
const ask = (query: string, variables: object): Promise<any> => graphqlData(stack.graphqlUrl, { query, variables: { ...variables }, token: ana.token });

async function announceEvent(title: string): Promise<string> {
  const startsAt = new Date(Date.now() + 6 * 3_600_000).toISOString();
  const input = { title, description: 'Bring a blanket.', topics: ['jazz'], startsAt, timeZone: 'UTC', place: { name: 'Retiro' } };
  return (await ask(CREATE, { input })).createEvent.event.id;
}

/** A reminder that has come by mail. */
async function reminded(eventId: string, title: string): Promise<Mail> {
  await ask(REMIND, { input: { eventId, at: new Date().toISOString() } });
  return mailbox().waitFor({ to: ana.email, subject: new RegExp(title) }, { timeoutMs: 30_000 });
}

async function remindersOf(eventId: string): Promise<{ readonly status: string; readonly statusReason: string | null; readonly scheduledAt: string }[]> {
  return (await ask(MINE, { eventId })).notifications.edges.map(({ node }: { node: object }) => node);
}

describe('the links in a reminder', () => {
  it('let it come again later: opening the page changes nothing, its button makes one more reminder', async () => {
    const eventId = await announceEvent('Snoozed');
    const mail = await reminded(eventId, 'Snoozed');
    const link = /https?:\/\/\S+\/snooze\?token=[\w.%-]+/.exec(mail.text ?? '')?.[0] ?? '';
    expect((await fetch(link)).status).toBe(200);
    expect(await remindersOf(eventId)).toHaveLength(1);
    for (let press = 0; press < 2; press += 1) expect((await fetch(link, { method: 'POST', body: new URLSearchParams({ by: 'PT1H' }) })).status).toBe(200);
    const [again, first, ...more] = await remindersOf(eventId);
    expect(more).toEqual([]);
    expect(first?.status).toBe('SENT');
    expect(again?.status).toBe('SCHEDULED');
    expect(Math.abs(Date.parse(again?.scheduledAt ?? '') - Date.now() - 3_600_000)).toBeLessThan(60_000);
  });

  it('end all reminders with one click (RFC 8058), those that are pending too', async () => {
    const eventId = await announceEvent('Unsubscribed');
    const mail = await reminded(eventId, 'Unsubscribed');
    expect(mail.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
    const link = /<([^>]+)>/.exec(String(mail.headers['list-unsubscribe']))?.[1] ?? '';
    const soon = new Date(Date.now() + 10_000).toISOString();
    await ask(REMIND, { input: { eventId, at: soon } });
    expect((await fetch(link, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) })).status).toBe(200);
    await eventually(async () => expect((await remindersOf(eventId)).find(({ scheduledAt }) => scheduledAt === soon)).toMatchObject({ status: 'WITHDRAWN', statusReason: 'the recipient muted this kind of mail' }), { timeoutMs: 40_000 });
    const refused = await graphql(stack.graphqlUrl, { query: REMIND, variables: { input: { eventId, before: 'PT1H' } }, token: ana.token });
    expect(refused.errors[0]?.extensions?.['code']).toBe('CONFLICT');
    expect(await mailbox().all({ to: ana.email, subject: /Unsubscribed/ })).toHaveLength(1);
  }, 90_000);
});
