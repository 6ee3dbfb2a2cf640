import { afterAll, beforeAll, expect, test } from 'vitest';
import { uniqueName } from '#tests/support/unique-name.ts';
import { PASSWORD, SIGN_IN, SIGN_UP, codeOf, dataOf, startUsers } from './users-process.ts';
import type { UsersProcess } from './users-process.ts';

let users: UsersProcess;
beforeAll(async () => {
  users = await startUsers({ SIGN_UP_LIMIT: '3/minute', SIGN_IN_FAILURE_LIMIT: '4/15minutes', SIGN_IN_CLIENT_LIMIT: '6/15minutes', MAIL_REQUEST_LIMIT: '2/15minutes' });
});
afterAll(() => users[Symbol.asyncDispose]());

const RESET = 'mutation ($input: RequestPasswordResetInput!) { requestPasswordReset(input: $input) { accepted } }';
const RESEND = 'mutation ($input: EmailInput!) { resendVerification(input: $input) { accepted } }';
const signIn = (email: string, password: string, clientAddress: string | null = null) => users.as({ clientAddress })(SIGN_IN, { input: { email, password } });
const repeat = async <T>(times: number, work: () => Promise<T>) => {
  const results: T[] = [];
  for (let n = 0; n < times; n += 1) results.push(await work());
  return results;
};

test('too many wrong passwords close an address for a while, even for the right one', async () => {
  const person = await users.signUp();
  const codes = (await repeat(6, () => signIn(person.email, 'wrong'))).map(codeOf);
  expect(codes).toEqual([...Array.from({ length: 4 }, () => 'UNAUTHENTICATED'), 'RATE_LIMITED', 'RATE_LIMITED']);
  const [error] = (await signIn(person.email, PASSWORD)).errors;
  expect(error?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfter: expect.any(Number) });
  expect(error?.extensions?.['retryAfter']).toBeGreaterThan(0);
  expect(error?.extensions?.['retryAfter']).toBeLessThanOrEqual(900);
});

test('an address that nobody has closes the same way', async () => {
  const email = `${uniqueName('nobody')}@example.org`;
  expect((await repeat(5, () => signIn(email, 'wrong'))).map(codeOf).at(-1)).toBe('RATE_LIMITED');
});

test('many wrong passwords at once get no further than the limit and the few in hand', async () => {
  const person = await users.signUp();
  const answers = await Promise.all(Array.from({ length: 40 }, () => signIn(person.email, 'wrong')));
  expect(answers.filter((answer) => codeOf(answer) === 'UNAUTHENTICATED').length).toBeLessThanOrEqual(5);
});

test('the right password in time opens the address anew', async () => {
  const person = await users.signUp();
  await repeat(3, () => signIn(person.email, 'wrong'));
  dataOf(await signIn(person.email, PASSWORD));
  expect((await repeat(4, () => signIn(person.email, 'wrong'))).map(codeOf)).not.toContain('RATE_LIMITED');
});

test('a client that guesses at many addresses is stopped, and no other', async () => {
  const addresses = Array.from({ length: 7 }, () => `${uniqueName('guess')}@example.org`);
  const codes = [];
  for (const email of addresses) codes.push(codeOf(await signIn(email, 'wrong', '203.0.113.7')));
  expect(codes.at(-1)).toBe('RATE_LIMITED');
  expect(codeOf(await signIn(addresses[0] ?? '', 'wrong', '203.0.113.8'))).toBe('UNAUTHENTICATED');
});

test('sign-ups of one client are counted', async () => {
  const signUp = (clientAddress: string) => users.as({ clientAddress })(SIGN_UP, { input: { email: `${uniqueName('many')}@example.org`, password: PASSWORD, displayName: 'Ana' } });
  expect((await repeat(4, () => signUp('203.0.113.9'))).map(codeOf)).toEqual([null, null, null, 'RATE_LIMITED']);
  expect(codeOf(await signUp('203.0.113.10'))).toBeNull();
  const addresses = ['2001:db8:1:2::1', '2001:db8:1:2::2', '2001:db8:1:2:3::', '2001:db8:1:2:ffff::1'];
  const codes = [];
  for (const address of addresses) codes.push(codeOf(await signUp(address)));
  expect(codes).toEqual([null, null, null, 'RATE_LIMITED']);
});

test.each([['password resets', RESET], ['verification mails', RESEND]])('%s are counted by address, whether or not it exists', async (_name, query) => {
  const person = await users.signUp();
  for (const email of [person.email, `${uniqueName('nobody')}@example.org`])
    expect((await repeat(3, () => users.nobody(query, { input: { email } }))).map(codeOf)).toEqual([null, null, 'RATE_LIMITED']);
});

test('the counters hold no address', async () => {
  const person = await users.signUp();
  await signIn(person.email, 'wrong', '203.0.113.77');
  const keys = (await users.redis.keys(`${users.environment['REDIS_PREFIX']}:limit:*`)).join('\n');
  expect(keys).not.toContain(person.email);
  expect(keys).not.toContain('203.0.113.77');
});
