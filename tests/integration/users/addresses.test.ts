import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uniqueName } from '#tests/support/unique-name.ts';
import { CONFIRM_EMAIL, PASSWORD, SIGN_IN, SIGN_UP, codeOf, dataOf, startUsers } from './users-process.ts';
import type { Person, Stored, UsersProcess } from './users-process.ts';

let users: UsersProcess;
beforeAll(async () => {
  users = await startUsers();
});
afterAll(() => users[Symbol.asyncDispose]());

const FIELDS = '{ user { email emails { address verified primary suppressedReason } } }';
const mutation = (name: string) => `mutation ($input: EmailInput!) { ${name}(input: $input) ${FIELDS} }`;
const RESEND = 'mutation ($input: EmailInput!) { resendVerification(input: $input) { accepted } }';
const SUPPRESS = 'mutation ($input: SuppressEmailInput!) { suppressEmail(input: $input) { accepted } }';
const newAddress = () => `${uniqueName('other')}@example.org`;
const ask = (person: Person, name: string, email: string) => users.viewer(person)(mutation(name), { input: { email } });
const emailsOf = async (person: Person) => dataOf(await users.viewer(person)(`{ me { email emails { address verified primary suppressedReason } } }`))['me'];
const confirm = async (email: string, nth?: number) => {
  const { token } = await users.mail('EMAIL_VERIFICATION', email, nth);
  return users.nobody(CONFIRM_EMAIL, { input: { token } });
};
const age = (address: string) => users.db.collection<Stored>('users').updateOne({ 'emails.address': address }, { $set: { 'emails.$.claimedAt': new Date(Date.now() - 25 * 3_600_000) } });

describe('confirming', () => {
  test('works once', async () => {
    const person = await users.signUp();
    dataOf(await confirm(person.email));
    expect((await confirm(person.email)).errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'token' });
  });

  test('needs a token that still holds', async () => {
    const person = await users.signUp();
    await users.mail('EMAIL_VERIFICATION', person.email);
    await users.db.collection<Stored>('users').updateOne({ _id: person.id }, { $set: { 'tokens.0.expiresAt': new Date(0) } });
    expect(codeOf(await confirm(person.email))).toBe('BAD_USER_INPUT');
  });

  test('can be asked for again, whoever asks', async () => {
    const person = await users.signUp();
    const first = await users.mail('EMAIL_VERIFICATION', person.email);
    dataOf(await users.nobody(RESEND, { input: { email: person.email } }));
    dataOf(await users.nobody(RESEND, { input: { email: newAddress() } }));
    const { token } = await users.mail('EMAIL_VERIFICATION', person.email, 2);
    expect(token).not.toBe(first.token);
    dataOf(await users.nobody(CONFIRM_EMAIL, { input: { token } }));
  });
});

describe('an account without a verified address', () => {
  test.each(['addEmail', 'requestEmailChange'])('may not %s, and is told why', async (name) => {
    const person = await users.signUp();
    const [error] = (await ask(person, name, newAddress())).errors;
    expect(error).toMatchObject({ message: expect.stringContaining('Confirm your email address'), extensions: { code: 'FORBIDDEN' } });
  });
});

describe('secondary addresses', () => {
  test('are added, confirmed, made primary and removed', async () => {
    const person = await users.verified();
    const second = newAddress();
    dataOf(await ask(person, 'addEmail', second));
    expect(await emailsOf(person)).toMatchObject({ email: person.email, emails: [{ verified: true }, { address: second, verified: false, primary: false }] });
    expect((await ask(person, 'makeEmailPrimary', second)).errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'email' });
    dataOf(await confirm(second));
    dataOf(await ask(person, 'makeEmailPrimary', second));
    dataOf(await ask(person, 'removeEmail', person.email));
    expect(await emailsOf(person)).toEqual({ email: second, emails: [{ address: second, verified: true, primary: true, suppressedReason: null }] });
    expect((await ask(person, 'removeEmail', second)).errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('open the account only once confirmed', async () => {
    const person = await users.verified();
    const second = newAddress();
    dataOf(await ask(person, 'addEmail', second));
    const signIn = () => users.nobody(SIGN_IN, { input: { email: second, password: PASSWORD } });
    expect(codeOf(await signIn())).toBe('UNAUTHENTICATED');
    dataOf(await confirm(second));
    expect(codeOf(await signIn())).toBeNull();
  });

  test('belong to one account', async () => {
    const [one, other] = [await users.verified(), await users.verified()];
    expect(codeOf(await ask(one, 'addEmail', other.email.toUpperCase()))).toBe('CONFLICT');
    expect(codeOf(await ask(one, 'addEmail', one.email))).toBe('CONFLICT');
    expect(codeOf(await ask(one, 'removeEmail', other.email))).toBe('NOT_FOUND');
  });
});

describe('changing the primary address', () => {
  test('leaves the old one in force, and tells it, until the new one is confirmed', async () => {
    const person = await users.verified();
    const next = newAddress();
    dataOf(await ask(person, 'requestEmailChange', next));
    expect(await users.mail('EMAIL_CHANGED', person.email)).toMatchObject({ newEmail: next, token: null });
    expect(await emailsOf(person)).toMatchObject({ email: person.email });
    dataOf(await confirm(next));
    expect(await emailsOf(person)).toEqual({ email: next, emails: [{ address: next, verified: true, primary: true, suppressedReason: null }] });
    expect(codeOf(await users.nobody(SIGN_IN, { input: { email: person.email, password: PASSWORD } }))).toBe('UNAUTHENTICATED');
  });

  test('a second change takes the place of the first', async () => {
    const person = await users.verified();
    const [first, second] = [newAddress(), newAddress()];
    dataOf(await ask(person, 'requestEmailChange', first));
    dataOf(await ask(person, 'requestEmailChange', second));
    expect(codeOf(await confirm(first))).toBe('BAD_USER_INPUT');
    dataOf(await confirm(second));
    expect(await emailsOf(person)).toMatchObject({ email: second });
  });
});

describe('an unverified claim', () => {
  test('holds for a day, then gives way with its account', async () => {
    const squatter = await users.signUp();
    const again = () => users.nobody(SIGN_UP, { input: { email: squatter.email, password: PASSWORD, displayName: 'The real one' } });
    expect(codeOf(await again())).toBe('CONFLICT');
    await age(squatter.email);
    dataOf(await again());
    expect(await users.records.get(squatter.id)).toMatchObject({ disabled: true });
    expect(await users.db.collection<Stored>('users').countDocuments({ 'emails.address': squatter.email })).toBe(1);
  });

  test('of a secondary address gives way without its account', async () => {
    const holder = await users.verified();
    const address = newAddress();
    dataOf(await ask(holder, 'addEmail', address));
    await age(address);
    const owner = await users.verified();
    dataOf(await ask(owner, 'addEmail', address));
    expect(JSON.stringify(await emailsOf(holder))).not.toContain(address);
    dataOf(await confirm(address, 2));
    expect(JSON.stringify(await emailsOf(owner))).toContain(address);
  });

  test('that nobody else wants can still be confirmed by a new mail', async () => {
    const person = await users.signUp();
    await age(person.email);
    dataOf(await users.nobody(RESEND, { input: { email: person.email } }));
    expect(codeOf(await confirm(person.email, 2))).toBeNull();
  });

  test('never gives way once verified', async () => {
    const person = await users.verified();
    await age(person.email);
    expect(codeOf(await users.nobody(SIGN_UP, { input: { email: person.email, password: PASSWORD, displayName: 'Late' } }))).toBe('CONFLICT');
  });
});

describe('a suppressed address', () => {
  test('says why until it is confirmed again', async () => {
    const person = await users.verified();
    dataOf(await users.service(SUPPRESS, { input: { address: person.email, reason: 'HARD_BOUNCE' } }));
    expect(await emailsOf(person)).toMatchObject({ emails: [{ suppressedReason: 'HARD_BOUNCE' }] });
    dataOf(await users.nobody(RESEND, { input: { email: person.email } }));
    dataOf(await confirm(person.email, 2));
    expect(await emailsOf(person)).toMatchObject({ emails: [{ suppressedReason: null, verified: true }] });
  });

  test('is nothing that people can make of each other', async () => {
    const person = await users.verified();
    expect(codeOf(await users.viewer(person)(SUPPRESS, { input: { address: person.email, reason: 'x' } }))).toBe('FORBIDDEN');
    expect(codeOf(await users.nobody(SUPPRESS, { input: { address: person.email, reason: 'x' } }))).toBe('UNAUTHENTICATED');
    dataOf(await users.service(SUPPRESS, { input: { address: newAddress(), reason: 'HARD_BOUNCE' } }));
  });
});
