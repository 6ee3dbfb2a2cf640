import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '#tests/support/eventually.ts';
import { uniqueName } from '#tests/support/unique-name.ts';
import { PASSWORD, REFRESH, SIGN_IN, codeOf, dataOf, startUsers } from './users-process.ts';
import type { Person, Stored, UsersProcess } from './users-process.ts';

let users: UsersProcess;
beforeAll(async () => {
  users = await startUsers();
});
afterAll(() => users[Symbol.asyncDispose]());

const DELETE = 'mutation ($input: DeleteAccountInput!) { deleteAccount(input: $input) { accepted } }';
const DISABLE = 'mutation ($input: DisableAccountInput!) { disableAccount(input: $input) { user { id } } }';
const ENABLE = 'mutation ($input: UserIdInput!) { enableAccount(input: $input) { user { id } } }';
const EXPORT = '{ me { accountExport } }';

const told = (person: Person) => eventually(() => expect(users.events).toContainEqual(expect.objectContaining({ type: 'user.deleted', id: person.id })), { timeoutMs: 20_000 });

/** Everything in this context's database and Redis, as one text. */
async function everything(): Promise<string> {
  const texts: string[] = [];
  for (const { name } of await users.db.listCollections().toArray()) texts.push(name, JSON.stringify(await users.db.collection(name).find().toArray()));
  for (const key of await users.redis.keys(`${users.environment['REDIS_PREFIX']}*`)) texts.push(key, (await users.redis.get(key).catch(() => '')) ?? '');
  return texts.join('\n');
}

test('asks for the password', async () => {
  const person = await users.verified();
  expect((await users.viewer(person)(DELETE, { input: { password: 'wrong' } })).errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'password' });
});

test('leaves nothing personal', async () => {
  const displayName = uniqueName('Somebody');
  const person = await users.signUp({ displayName });
  const admin = await users.admin();
  dataOf(await admin(DISABLE, { input: { userId: person.id, reason: `${displayName} spams` } }));
  dataOf(await admin(ENABLE, { input: { userId: person.id } }));
  await users.nobody(SIGN_IN, { input: { email: person.email, password: 'wrong' } });
  dataOf(await users.nobody(SIGN_IN, { input: { email: person.email, password: PASSWORD } }));
  dataOf(await users.viewer(person)(DELETE, { input: { password: PASSWORD } }));
  await told(person);
  const left = await eventually(async () => {
    const text = await everything();
    expect(text).not.toContain(`"_id":"${person.id}"`);
    return text;
  });
  expect(left).not.toContain(person.email);
  expect(left).not.toContain(displayName);
  expect(left.split('\n').filter((line) => line.includes(person.id) && !line.includes('domain-events')).map((line) => line.replace(person.id, '<id>'))).toEqual([
    expect.stringContaining('"action":"disableAccount"'),
    expect.stringMatching(/:viewer:<id>$/),
    expect.stringContaining('"disabled":true'),
  ]);
});

test('ends every token at once', async () => {
  const person = await users.verified();
  dataOf(await users.viewer(person)(DELETE, { input: { password: PASSWORD } }));
  expect(await users.records.get(person.id)).toMatchObject({ disabled: true });
  expect(codeOf(await users.nobody(REFRESH, { input: { refreshToken: person.refreshToken } }))).toBe('UNAUTHENTICATED');
  expect(codeOf(await users.nobody(SIGN_IN, { input: { email: person.email, password: PASSWORD } }))).toBe('UNAUTHENTICATED');
  expect((await users.redis.ttl(`${users.environment['REDIS_PREFIX']}:viewer:${person.id}`))).toBeGreaterThan(0);
});

test('frees the address', async () => {
  const person = await users.verified();
  dataOf(await users.viewer(person)(DELETE, { input: { password: PASSWORD } }));
  expect((await users.signUp({ email: person.email })).id).not.toBe(person.id);
});

test('is finished after a crash in the middle', async () => {
  const person = await users.verified();
  await users.db.collection<Stored>('users').replaceOne({ _id: person.id }, { version: 9, unpublished: true, deletedAt: new Date() });
  await told(person);
  expect(await users.records.get(person.id)).toMatchObject({ disabled: true });
  await eventually(async () => expect(await users.db.collection<Stored>('users').countDocuments({ _id: person.id })).toBe(0));
  expect(await users.db.collection('sessions').countDocuments({ userId: person.id })).toBe(0);
});

test('before that, the person can take everything along', async () => {
  const person = await users.verified();
  const answer = JSON.stringify(dataOf(await users.viewer(person)(EXPORT)));
  for (const held of [person.email, 'Ana Prado', 'Europe/Madrid', person.sessionId, '"verified":true', 'reminderBefore']) expect(answer).toContain(held);
  expect(answer).not.toContain('argon2');
  expect(answer).not.toContain('hash');
});
