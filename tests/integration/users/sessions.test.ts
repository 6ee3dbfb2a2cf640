import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uniqueName } from '#tests/support/unique-name.ts';
import { PASSWORD, REFRESH, SIGN_IN, SIGN_OUT, SIGN_UP, codeOf, dataOf, startUsers } from './users-process.ts';
import type { Person, Stored, UsersProcess } from './users-process.ts';

let users: UsersProcess;
beforeAll(async () => {
  users = await startUsers();
});
afterAll(() => users[Symbol.asyncDispose]());

const refresh = (refreshToken: string) => users.nobody(REFRESH, { input: { refreshToken } });
const signIn = (person: Person, password = PASSWORD) => users.nobody(SIGN_IN, { input: { email: person.email, password } });
const newToken = (answer: Awaited<ReturnType<typeof refresh>>) => JSON.stringify(answer.data).match(/"refreshToken":"([^"]+)"/)?.[1] ?? '';
const sessionsOf = (person: Person) => users.db.collection('sessions').countDocuments({ userId: person.id });

describe('signing up', () => {
  test('200 at once with one address make exactly one account', async () => {
    const email = `${uniqueName('crowd')}@example.org`;
    const input = { email, password: PASSWORD, displayName: 'One of many' };
    const answers = await Promise.all(Array.from({ length: 200 }, () => users.nobody(SIGN_UP, { input })));
    expect(answers.filter(({ errors }) => errors.length === 0)).toHaveLength(1);
    expect(new Set(answers.map(codeOf))).toEqual(new Set([null, 'CONFLICT']));
    expect(await users.db.collection<Stored>('users').countDocuments({ 'emails.address': email })).toBe(1);
  });

  test.each([
    ['password', { password: 'short' }],
    ['password', { password: 'x'.repeat(201) }],
    ['password', { password: 'Password123' }],
    ['password', { password: '1234567890' }],
    ['displayName', { displayName: '   ' }],
    ['displayName', { displayName: 'x'.repeat(101) }],
    ['displayName', { displayName: 'two\nlines' }],
    ['email', { email: `${'x'.repeat(65)}@example.org` }],
  ])('refuses a wrong %s by name', async (field, wrong) => {
    const input = { email: `${uniqueName('wrong')}@example.org`, password: PASSWORD, displayName: 'Ana', ...wrong };
    const [error] = (await users.nobody(SIGN_UP, { input })).errors;
    expect(error?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });

  test('shows the new person their own private fields in the same answer', async () => {
    const email = `${uniqueName('own')}@example.org`;
    const answer = await users.nobody(SIGN_UP, { input: { email, password: PASSWORD, displayName: 'Ana' } });
    expect(dataOf(answer)).toMatchObject({ signUp: { user: { email, role: 'USER', emails: [{ address: email, verified: false, primary: true }] } } });
  });
});

describe('signing in', () => {
  test('tells a wrong password and an unknown address in the same words', async () => {
    const person = await users.signUp();
    const wrong = await signIn(person, 'not the password');
    const unknown = await users.nobody(SIGN_IN, { input: { email: `${uniqueName('nobody')}@example.org`, password: PASSWORD } });
    expect(wrong.errors).toEqual(unknown.errors);
    expect(codeOf(wrong)).toBe('UNAUTHENTICATED');
  });

  test('access tokens name the person, the session and the moment', async () => {
    const before = Date.now();
    const person = await users.signUp();
    const claims = await users.claimsOf(person.accessToken);
    expect(claims).toMatchObject({ sub: person.id, sid: person.sessionId });
    expect(claims.at).toBeGreaterThanOrEqual(before);
  });
});

describe('refreshing', () => {
  test('gives new tokens of the same session each time', async () => {
    const person = await users.signUp();
    const first = await refresh(person.refreshToken);
    const second = await refresh(newToken(first));
    expect(dataOf(second)).toMatchObject({ refreshSession: { user: { id: person.id } } });
    expect(newToken(second)).not.toBe(newToken(first));
    expect(await sessionsOf(person)).toBe(1);
  });

  test('a token used twice ends its session, with the access tokens of it', async () => {
    const person = await users.signUp();
    const stolen = newToken(await refresh(person.refreshToken));
    expect(codeOf(await refresh(person.refreshToken))).toBe('UNAUTHENTICATED');
    expect(codeOf(await refresh(stolen))).toBe('UNAUTHENTICATED');
    expect(await users.records.isSessionRevoked(person.sessionId)).toBe(true);
  });

  test('200 at once with one token never leave two sessions', async () => {
    const person = await users.signUp();
    const answers = await Promise.all(Array.from({ length: 200 }, () => refresh(person.refreshToken)));
    const winners = answers.filter(({ errors }) => errors.length === 0);
    expect(winners.length).toBeLessThanOrEqual(1);
    expect(await sessionsOf(person)).toBe(0);
    expect(await users.records.isSessionRevoked(person.sessionId)).toBe(true);
    for (const winner of winners) expect(codeOf(await refresh(newToken(winner)))).toBe('UNAUTHENTICATED');
  });

  test('a reused token ends no other session of the person', async () => {
    const person = await users.signUp();
    const elsewhere = newToken(await signIn(person));
    dataOf(await refresh(person.refreshToken));
    await refresh(person.refreshToken);
    expect(codeOf(await refresh(elsewhere))).toBeNull();
  });

  test.each(['', 'nonsense', 'a.b', 'a.b.c', '01890000-0000-7000-8000-000000000000.secret', 'x'.repeat(10_000), '💥.💥'])('refuses %j', async (token) => {
    expect(codeOf(await refresh(token))).toBe('UNAUTHENTICATED');
  });

  test('brings back what the router knew, where Redis lost it', async () => {
    const person = await users.signUp();
    await users.redis.del(`${users.environment['REDIS_PREFIX']}:viewer:${person.id}`);
    dataOf(await refresh(person.refreshToken));
    expect(await users.records.get(person.id)).toMatchObject({ id: person.id, disabled: false });
  });

  test('refuses an expired session', async () => {
    const person = await users.signUp();
    await users.db.collection('sessions').updateOne({ userId: person.id }, { $set: { expiresAt: new Date(0) } });
    expect(codeOf(await refresh(person.refreshToken))).toBe('UNAUTHENTICATED');
  });
});

describe('signing out', () => {
  test('here ends this session and no other', async () => {
    const person = await users.signUp();
    const elsewhere = newToken(await signIn(person));
    expect(dataOf(await users.nobody(SIGN_OUT, { input: { refreshToken: person.refreshToken } }))).toEqual({ signOut: { signedOut: 1 } });
    expect(await users.records.isSessionRevoked(person.sessionId)).toBe(true);
    expect(codeOf(await refresh(person.refreshToken))).toBe('UNAUTHENTICATED');
    expect(codeOf(await refresh(elsewhere))).toBeNull();
  });

  test('everywhere ends all of them, and every access token issued before', async () => {
    const person = await users.signUp();
    const elsewhere = newToken(await signIn(person));
    const { at } = await users.claimsOf(person.accessToken);
    expect(dataOf(await users.nobody(SIGN_OUT, { input: { refreshToken: elsewhere, everywhere: true } }))).toEqual({ signOut: { signedOut: 2 } });
    expect((await users.records.get(person.id))?.tokensValidFrom).toBeGreaterThan(at);
    expect(codeOf(await refresh(person.refreshToken))).toBe('UNAUTHENTICATED');
  });

  test('with a token that is no longer the latest ends that session all the same', async () => {
    const person = await users.signUp();
    dataOf(await refresh(person.refreshToken));
    expect(codeOf(await users.nobody(SIGN_OUT, { input: { refreshToken: person.refreshToken } }))).toBe('UNAUTHENTICATED');
    expect(await sessionsOf(person)).toBe(0);
  });
});
