import { expect, test } from 'vitest';
import { eventually } from '#tests/support/eventually.ts';
import { graphql, graphqlData } from '#tests/support/graphql-client.ts';
import { everythingStored } from '#tests/support/left-behind.ts';
import type { Stored } from '#tests/support/left-behind.ts';
import { mailbox } from '#tests/support/mailbox.ts';
import { PASSWORD, join, signInAsAdmin } from '#tests/support/people.ts';
import type { Person } from '#tests/support/people.ts';
import { startStack } from '#tests/support/processes.ts';
import { uniqueName } from '#tests/support/unique-name.ts';

const IN_A_MONTH = new Date(Date.now() + 30 * 86_400_000).toISOString();
const EVENT = { title: uniqueName('Picnic'), description: 'Bring fruit.', topics: ['food'], startsAt: IN_A_MONTH, timeZone: 'UTC', place: { name: 'The park' } };

test('a deleted account leaves nothing personal anywhere, and those who would have come to its events are told', async () => {
  await using stack = await startStack();
  const ask = <Data>(person: Person, query: string, variables = {}) => graphqlData<Data>(stack.graphqlUrl, { query, variables, token: person.token });
  const createEvent = async (person: Person) => {
    const data = await ask<{ createEvent: { event: { id: string } } }>(person, 'mutation ($input: CreateEventInput!) { createEvent(input: $input) { event { id } } }', { input: EVENT });
    return data.createEvent.event.id;
  };
  const [leaver, friend, admin] = await Promise.all([join(stack), join(stack), signInAsAdmin(stack)]);
  const [own, others] = [await createEvent(leaver), await createEvent(friend)];
  await ask(leaver, `mutation { likeEvent(input: { eventId: "${others}" }) { event { id } } attendEvent(input: { eventId: "${others}" }) { event { id } } }`);
  await ask(friend, `mutation { likeEvent(input: { eventId: "${own}" }) { event { id } } attendEvent(input: { eventId: "${own}" }) { event { id } } }`);
  await ask(leaver, `mutation { scheduleReminder(input: { eventId: "${others}", before: "PT2H" }) { notification { id } } renewCalendarFeed { user { id } } }`);
  await ask(leaver, `mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { user { id } } }`, { input: { home: { name: 'Home', coordinates: { latitude: 40, longitude: -3 } }, interests: ['food'] } });
  await ask(leaver, `mutation { announce(input: { eventId: "${own}", subject: "Hello", content: "From me." }) { accepted } }`);
  await ask(admin, `mutation { setRole(input: { userId: "${leaver.id}", role: USER }) { user { id } } }`);
  await mailbox().waitFor({ to: leaver.email, subject: /welcome/i }, { timeoutMs: 30_000 });

  await ask(leaver, `mutation { deleteAccount(input: { password: "${PASSWORD}" }) { accepted } }`);

  const after = await graphql(stack.graphqlUrl, { query: '{ me { id } }', token: leaver.token });
  expect(after.errors[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
  expect((await graphql(stack.graphqlUrl, { query: `{ user(id: "${leaver.id}") { id } }` })).data).toEqual({ user: null });
  await eventually(
    async () => {
      const left = (await everythingStored(stack.environment)).filter(({ text }) => [leaver.id, leaver.email, leaver.displayName].some((trace) => text.includes(trace)));
      const isPersonal = (text: string) => text.includes(leaver.email) || text.includes(leaver.displayName);
      expect(left.filter((stored) => !mayNameAnId(stored) || isPersonal(stored.text))).toEqual([]);
    },
    { timeoutMs: 40_000, intervalMs: 500 },
  );
  await mailbox().waitFor({ to: friend.email, subject: /cancel/i }, { timeoutMs: 30_000 });
  expect(await ask(friend, `{ event(id: "${own}") { status organizer { id } } }`)).toEqual({ event: { status: 'CANCELLED', organizer: null } });
  for (const running of [stack.users, stack.events, stack.notifications, stack.worker, stack.router])
    expect(running.output().join('\n')).not.toContain(leaver.email);
}, 150_000);

/** An opaque id may stay in audit records, in the bare tombstone that keeps late news from raising the dead, and in revocations that expire. */
function mayNameAnId({ where, text }: Stored): boolean {
  return where.endsWith('_users.audit_records') || (where.endsWith('_notifications.recipients') && text.includes('"facts":null')) || where.includes(':viewer:');
}
