import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphql, graphqlData } from '#tests/support/graphql-client.ts';
import { mailbox } from '#tests/support/mailbox.ts';
import { PASSWORD, join, signIn, signInAsAdmin, signUp } from '#tests/support/people.ts';
import { startStack } from '#tests/support/processes.ts';
import type { RunningStack } from '#tests/support/processes.ts';
import { uniqueName } from '#tests/support/unique-name.ts';

let stack: RunningStack;
beforeAll(async () => {
  stack = await startStack();
}, 120_000);
afterAll(() => stack[Symbol.asyncDispose]());

const NEW_PASSWORD = 'a quite different phrase';
const EVENT = { title: 'A picnic', description: 'Bring fruit.', topics: ['food'], startsAt: new Date(Date.now() + 86_400_000).toISOString(), timeZone: 'UTC', place: { name: 'The park' } };
const CREATE = 'mutation ($input: CreateEventInput!) { createEvent(input: $input) { event { id } } }';
const ask = (query: string, variables: Readonly<Record<string, unknown>> = {}, token?: string) => graphql(stack.graphqlUrl, { query, variables, token });
const must = (query: string, variables: Readonly<Record<string, unknown>> = {}, token?: string) => graphqlData<unknown>(stack.graphqlUrl, { query, variables, token });
const codeOf = async (answer: ReturnType<typeof ask>) => (await answer).errors[0]?.extensions?.['code'] ?? null;
const newAddress = () => `${uniqueName('other')}@example.org`;

/** The token of the link in a mail that really arrived. */
async function mailedToken(to: string, { subject, path }: { readonly subject: RegExp; readonly path: string }): Promise<string> {
  const { text = '' } = await mailbox().waitFor({ to, subject }, { timeoutMs: 30_000 });
  return decodeURIComponent(new RegExp(`${path}\\?token=([^\\s"<)]+)`).exec(text)?.[1] ?? '');
}

const confirm = async (email: string) => must('mutation ($token: String!) { confirmEmail(input: { token: $token }) { user { id } } }', { token: await mailedToken(email, { subject: /confirm/i, path: 'confirm-email' }) });

test('until the address is confirmed nothing is organised; from then on it is, with the same token', async () => {
  const person = await signUp(stack);
  const [refusal] = (await ask(CREATE, { input: EVENT }, person.token)).errors;
  expect(refusal).toMatchObject({ message: expect.stringMatching(/confirm/i), extensions: { code: 'FORBIDDEN' } });
  await confirm(person.email);
  expect(await codeOf(ask(CREATE, { input: EVENT }, person.token))).toBeNull();
});

test('a forgotten password is replaced by the mailed token, and whoever was signed in no longer is', async () => {
  const person = await join(stack);
  await must('mutation ($email: EmailAddress!) { requestPasswordReset(input: { email: $email }) { accepted } }', { email: person.email });
  const token = await mailedToken(person.email, { subject: /password/i, path: 'reset-password' });
  await must('mutation ($token: String!, $newPassword: String!) { resetPassword(input: { token: $token, newPassword: $newPassword }) { accepted } }', { token, newPassword: NEW_PASSWORD });
  expect(await codeOf(ask('{ me { id } }', {}, person.token))).toBe('UNAUTHENTICATED');
  expect((await signIn(stack, { email: person.email, password: NEW_PASSWORD })).id).toBe(person.id);
});

test('the primary address changes once the new one is confirmed, and the old one is told', async () => {
  const person = await join(stack);
  const next = newAddress();
  await must('mutation ($email: EmailAddress!) { requestEmailChange(input: { email: $email }) { user { email } } }', { email: next }, person.token);
  const told = await mailbox().waitFor({ to: person.email, subject: /being changed/i }, { timeoutMs: 30_000 });
  expect(told.text).toContain(next);
  expect(await must('{ me { email } }', {}, person.token)).toEqual({ me: { email: person.email } });
  await confirm(next);
  expect(await must('{ me { email emails { address verified } } }', {}, person.token)).toEqual({ me: { email: next, emails: [{ address: next, verified: true }] } });
});

describe('an access token dies at once', () => {
  const isAlive = async (token: string) => (await codeOf(ask('{ me { id } }', {}, token))) === null;

  test('when its session is signed out, and only then', async () => {
    const person = await join(stack);
    const elsewhere = await signIn(stack, person);
    await must('mutation ($refreshToken: String!) { signOut(input: { refreshToken: $refreshToken }) { signedOut } }', { refreshToken: person.refreshToken });
    expect(await isAlive(person.token)).toBe(false);
    expect(await isAlive(elsewhere.token)).toBe(true);
  });

  test('when the person signs out everywhere', async () => {
    const person = await join(stack);
    const elsewhere = await signIn(stack, person);
    await must('mutation ($refreshToken: String!) { signOut(input: { refreshToken: $refreshToken, everywhere: true }) { signedOut } }', { refreshToken: person.refreshToken });
    expect([await isAlive(person.token), await isAlive(elsewhere.token)]).toEqual([false, false]);
    expect(await isAlive((await signIn(stack, person)).token)).toBe(true);
  });

  test('when its refresh token is used a second time', async () => {
    const person = await join(stack);
    const refresh = () => ask('mutation ($refreshToken: String!) { refreshSession(input: { refreshToken: $refreshToken }) { session { accessToken } } }', { refreshToken: person.refreshToken });
    expect(await codeOf(refresh())).toBeNull();
    expect(await isAlive(person.token)).toBe(true);
    expect(await codeOf(refresh())).toBe('UNAUTHENTICATED');
    expect(await isAlive(person.token)).toBe(false);
  });

  test('when the password is changed in another session', async () => {
    const person = await join(stack);
    const elsewhere = await signIn(stack, person);
    const input = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    await must('mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { user { id } } }', { input }, elsewhere.token);
    expect([await isAlive(person.token), await isAlive(elsewhere.token)]).toEqual([false, true]);
  });

  test('when an admin disables the account', async () => {
    const [person, admin] = [await join(stack), await signInAsAdmin(stack)];
    await must('mutation ($input: DisableAccountInput!) { disableAccount(input: $input) { user { disabledAt } } }', { input: { userId: person.id, reason: 'a test' } }, admin.token);
    expect(await isAlive(person.token)).toBe(false);
  });
});

test('everything held about a person comes in one answer, from all three parts', async () => {
  const person = await join(stack);
  await must(CREATE, { input: EVENT }, person.token);
  const { me } = (await must('{ me { accountExport eventsExport notificationsExport } }', {}, person.token)) as { me: Readonly<Record<string, unknown>> };
  expect(JSON.stringify(me['accountExport'])).toContain(person.email);
  expect(JSON.stringify(me['eventsExport'])).toContain(EVENT.title);
  expect(JSON.stringify(me['notificationsExport'])).toContain('WELCOME');
});
