import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uniqueName } from '#tests/support/unique-name.ts';
import { PASSWORD, REFRESH, SIGN_IN, codeOf, dataOf, startUsers } from './users-process.ts';
import type { Stored, UsersProcess } from './users-process.ts';

let users: UsersProcess;
beforeAll(async () => {
  users = await startUsers();
});
afterAll(() => users[Symbol.asyncDispose]());

const NEW_PASSWORD = 'a quite different phrase';
const CHANGE = 'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { user { id } } }';
const REQUEST = 'mutation ($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) { accepted } }';
const RESET = 'mutation ($input: ResetPasswordInput!) { resetPassword(input: $input) { accepted } }';
const signIn = (email: string, password: string) => users.nobody(SIGN_IN, { input: { email, password } });
const refresh = (refreshToken: string) => users.nobody(REFRESH, { input: { refreshToken } });

describe('changing the password', () => {
  test('ends every other session, and the old password', async () => {
    const person = await users.signUp();
    const other = JSON.stringify((await signIn(person.email, PASSWORD)).data).match(/"refreshToken":"([^"]+)"/)?.[1] ?? '';
    dataOf(await users.viewer(person)(CHANGE, { input: { currentPassword: PASSWORD, newPassword: NEW_PASSWORD } }));
    expect(codeOf(await refresh(other))).toBe('UNAUTHENTICATED');
    expect(codeOf(await refresh(person.refreshToken))).toBeNull();
    expect(codeOf(await signIn(person.email, PASSWORD))).toBe('UNAUTHENTICATED');
    expect(codeOf(await signIn(person.email, NEW_PASSWORD))).toBeNull();
  });

  test.each([
    ['currentPassword', { currentPassword: 'a wrong one', newPassword: NEW_PASSWORD }],
    ['newPassword', { currentPassword: PASSWORD, newPassword: 'short' }],
  ])('refuses a wrong %s by name', async (field, input) => {
    const person = await users.signUp();
    const [error] = (await users.viewer(person)(CHANGE, { input })).errors;
    expect(error?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });
});

describe('resetting the password', () => {
  const requested = async (email: string) => {
    dataOf(await users.nobody(REQUEST, { input: { email } }));
    return (await users.mail('PASSWORD_RESET', email)).token ?? '';
  };

  test('by the mailed token ends every session and confirms the address', async () => {
    const person = await users.signUp();
    const token = await requested(person.email);
    dataOf(await users.nobody(RESET, { input: { token, newPassword: NEW_PASSWORD } }));
    expect(codeOf(await refresh(person.refreshToken))).toBe('UNAUTHENTICATED');
    expect(codeOf(await signIn(person.email, NEW_PASSWORD))).toBeNull();
    expect(await users.records.get(person.id)).toMatchObject({ verified: true });
  });

  test('works once', async () => {
    const person = await users.signUp();
    const token = await requested(person.email);
    const answers = await Promise.all([1, 2, 3].map((n) => users.nobody(RESET, { input: { token, newPassword: `${NEW_PASSWORD} ${n}` } })));
    expect(answers.map(codeOf).sort()).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT', null]);
  });

  test('a weak password does not use the token up', async () => {
    const person = await users.signUp();
    const token = await requested(person.email);
    expect((await users.nobody(RESET, { input: { token, newPassword: 'short' } })).errors[0]?.extensions).toMatchObject({ field: 'newPassword' });
    dataOf(await users.nobody(RESET, { input: { token, newPassword: NEW_PASSWORD } }));
  });

  test('refuses a lapsed token, and one mailed to confirm an address', async () => {
    const person = await users.signUp();
    const verification = (await users.mail('EMAIL_VERIFICATION', person.email)).token;
    const token = await requested(person.email);
    await users.db.collection<Stored>('users').updateOne({ _id: person.id, 'tokens.purpose': 'reset' }, { $set: { 'tokens.1.expiresAt': new Date(0) } });
    for (const given of [token, verification, 'x'])
      expect((await users.nobody(RESET, { input: { token: given, newPassword: NEW_PASSWORD } })).errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'token' });
  });

  test('keeps no secret in the database', async () => {
    const person = await users.signUp();
    const token = await requested(person.email);
    const stored = JSON.stringify(await users.db.collection<Stored>('users').findOne({ _id: person.id }));
    expect(stored).not.toContain(token);
    expect(stored).not.toContain(PASSWORD);
  });

  test('answers the same for an unknown address, and mails nothing', async () => {
    const email = `${uniqueName('nobody')}@example.org`;
    expect(dataOf(await users.nobody(REQUEST, { input: { email } }))).toEqual({ requestPasswordReset: { accepted: true } });
    const person = await users.signUp();
    await requested(person.email);
    expect(JSON.stringify(users.events)).not.toContain(email);
  });
});
