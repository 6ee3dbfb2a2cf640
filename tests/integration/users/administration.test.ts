import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uniqueName } from '#tests/support/unique-name.ts';
import { PASSWORD, REFRESH, SIGN_IN, codeOf, dataOf, startUsers } from './users-process.ts';
import type { Ask, Person, Stored, UsersProcess } from './users-process.ts';

let users: UsersProcess;
let admin: Ask;
beforeAll(async () => {
  users = await startUsers();
  admin = await users.admin();
});
afterAll(() => users[Symbol.asyncDispose]());

const LIST = 'query ($text: String, $first: Int, $after: String) { users(text: $text, first: $first, after: $after) { totalCount edges { node { id email role } cursor } pageInfo { hasNextPage endCursor } } }';
const SET_ROLE = 'mutation ($input: SetRoleInput!) { setRole(input: $input) { user { id role } } }';
const DISABLE = 'mutation ($input: DisableAccountInput!) { disableAccount(input: $input) { user { id disabledAt } } }';
const ENABLE = 'mutation ($input: UserIdInput!) { enableAccount(input: $input) { user { id disabledAt } } }';
const me = async () => JSON.stringify(dataOf(await admin('{ me { id } }'))).match(/"id":"([^"]+)"/)?.[1] ?? '';
const signIn = (person: Person) => users.nobody(SIGN_IN, { input: { email: person.email, password: PASSWORD } });

describe('listing people', () => {
  test('finds every word in names and addresses, in whatever case, newest first and page by page', async () => {
    const family = uniqueName('Silva');
    const people = [];
    for (const first of ['Ana', 'Bea', 'Eva']) people.push(await users.signUp({ displayName: `${first} ${family}` }));
    const [ana, bea, eva] = people.map(({ id }) => id);
    const first = dataOf(await admin(LIST, { text: family.toUpperCase(), first: 2 }))['users'];
    expect(first).toMatchObject({ totalCount: 3, edges: [{ node: { id: eva } }, { node: { id: bea } }], pageInfo: { hasNextPage: true } });
    const after = JSON.stringify(first).match(/"endCursor":"([^"]+)"/)?.[1];
    expect(dataOf(await admin(LIST, { text: family, first: 2, after }))['users']).toMatchObject({ edges: [{ node: { id: ana } }], pageInfo: { hasNextPage: false } });
    expect(dataOf(await admin(LIST, { text: `${family} bea` }))['users']).toMatchObject({ totalCount: 1, edges: [{ node: { id: bea } }] });
    expect(dataOf(await admin(LIST, { text: people[0]?.email }))['users']).toMatchObject({ edges: [{ node: { id: ana } }] });
  });

  test('takes signs of patterns literally', async () => {
    expect(dataOf(await admin(LIST, { text: '.*(' }))['users']).toMatchObject({ totalCount: 0, edges: [] });
  });

  test.each([{ first: 101 }, { first: -1 }, { after: 'x' }, { text: 'x'.repeat(201) }])('refuses %j', async (wrong) => {
    expect(codeOf(await admin(LIST, wrong))).toBe('BAD_USER_INPUT');
  });
});

test('only admins administrate', async () => {
  const [person, other] = [await users.verified(), await users.signUp()];
  for (const ask of [users.viewer(person), users.nobody]) {
    const code = ask === users.nobody ? 'UNAUTHENTICATED' : 'FORBIDDEN';
    expect(codeOf(await ask(LIST))).toBe(code);
    expect(codeOf(await ask(SET_ROLE, { input: { userId: other.id, role: 'ADMIN' } }))).toBe(code);
    expect(codeOf(await ask(DISABLE, { input: { userId: other.id, reason: 'x' } }))).toBe(code);
    expect(codeOf(await ask(ENABLE, { input: { userId: other.id } }))).toBe(code);
  }
});

test('a role holds at once and is written down', async () => {
  const person = await users.verified();
  expect(codeOf(await users.viewer(person)(LIST))).toBe('FORBIDDEN');
  dataOf(await admin(SET_ROLE, { input: { userId: person.id, role: 'ADMIN' } }));
  expect(codeOf(await users.viewer(person)(LIST))).toBeNull();
  expect(await users.db.collection('audit_records').findOne({ targetId: person.id })).toMatchObject({ actorId: await me(), action: 'setRole', detail: 'ADMIN', at: expect.any(Date) });
});

test('a disabled account stops at once, and starts again only with a new session', async () => {
  const person = await users.verified();
  expect(dataOf(await admin(DISABLE, { input: { userId: person.id, reason: 'spam' } }))).toMatchObject({ disableAccount: { user: { disabledAt: expect.any(String) } } });
  expect(await users.records.get(person.id)).toMatchObject({ disabled: true });
  expect(await users.records.isSessionRevoked(person.sessionId)).toBe(true);
  expect(codeOf(await users.nobody(REFRESH, { input: { refreshToken: person.refreshToken } }))).toBe('UNAUTHENTICATED');
  expect(codeOf(await signIn(person))).toBe('FORBIDDEN');
  dataOf(await admin(ENABLE, { input: { userId: person.id } }));
  expect(codeOf(await signIn(person))).toBeNull();
  const acts = await users.db.collection('audit_records').find({ targetId: person.id }).sort({ _id: 1 }).toArray();
  expect(acts.map(({ action, detail }) => [action, detail])).toEqual([['disableAccount', 'spam'], ['enableAccount', null]]);
});

test('no admin locks themselves out, and nobody is not found', async () => {
  expect(codeOf(await admin(SET_ROLE, { input: { userId: await me(), role: 'USER' } }))).toBe('BAD_USER_INPUT');
  expect(codeOf(await admin(DISABLE, { input: { userId: await me(), reason: 'x' } }))).toBe('BAD_USER_INPUT');
  expect(codeOf(await admin(DISABLE, { input: { userId: 'x', reason: 'x' } }))).toBe('NOT_FOUND');
});

test('the first admin is there after every start, once', async () => {
  await users.restart();
  const email = users.environment['ADMIN_EMAIL'];
  expect(await users.db.collection<Stored>('users').find({ 'emails.address': email }).toArray()).toMatchObject([{ role: 'ADMIN', emails: [{ verified: true }] }]);
});
