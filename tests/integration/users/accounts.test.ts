import { afterAll, beforeAll, expect, test } from 'vitest';
import { CONFIRM_EMAIL, PASSWORD, SIGN_IN, dataOf, startUsers } from './users-process.ts';
import type { UsersProcess } from './users-process.ts';

let users: UsersProcess;
beforeAll(async () => {
  users = await startUsers();
});
afterAll(() => users[Symbol.asyncDispose]());

test('a person signs up, confirms the address by the mailed token, signs in and is who they are', async () => {
  const person = await users.signUp({ displayName: 'Ana' });
  const welcome = await users.mail('WELCOME', person.email);
  expect(welcome).toMatchObject({ displayName: 'Ana', language: 'EN', timeZone: 'Europe/Madrid', token: null });
  expect(await users.records.get(person.id)).toMatchObject({ verified: false, disabled: false, role: 'USER', timeZone: 'Europe/Madrid' });

  const { token } = await users.mail('EMAIL_VERIFICATION', person.email);
  dataOf(await users.nobody(CONFIRM_EMAIL, { input: { token } }));
  expect(await users.records.get(person.id)).toMatchObject({ verified: true });

  dataOf(await users.nobody(SIGN_IN, { input: { email: person.email.toUpperCase(), password: PASSWORD } }));
  const answer = await users.viewer(person)('{ me { id displayName email emails { address verified primary suppressedReason } preferences { reminderBefore mutedKinds quietHours { from to } } accountExport } }');
  expect(dataOf(answer)['me']).toMatchObject({ id: person.id, displayName: 'Ana', email: person.email, emails: [{ verified: true, primary: true, suppressedReason: null }] });
});
