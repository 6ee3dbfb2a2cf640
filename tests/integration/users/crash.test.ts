import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '#tests/support/eventually.ts';
import { uniqueName } from '#tests/support/unique-name.ts';
import { PASSWORD, SIGN_UP, dataOf, startUsers } from './users-process.ts';
import type { Stored, UsersProcess } from './users-process.ts';

let users: UsersProcess;
beforeAll(async () => {
  users = await startUsers();
});
afterAll(() => users[Symbol.asyncDispose]());

const DELETE = 'mutation ($input: DeleteAccountInput!) { deleteAccount(input: $input) { accepted } }';
const emailOf = (stored: Stored) => JSON.stringify(stored['emails']).match(/"address":"([^"]+)"/)?.[1];

test('every account that was stored before kill -9 gets its verification mail', async () => {
  const domain = `${uniqueName('crash').replace('_', '-')}.example`;
  const input = (n: number) => ({ input: { email: `person-${n}@${domain}`, password: PASSWORD, displayName: 'Crash' } });
  const attempts = Promise.allSettled(Array.from({ length: 40 }, (_, n) => users.nobody(SIGN_UP, input(n))));
  const stored = () => users.db.collection<Stored>('users').find({ 'emails.address': { $regex: domain } }).toArray();
  await eventually(async () => expect((await stored()).length).toBeGreaterThan(5));
  await users.crash();
  await attempts;
  await eventually(async () => {
    const asked = new Set(users.events.flatMap((event) => (event.type === 'account-mail.requested' && event.facts.kind === 'EMAIL_VERIFICATION' ? [event.facts.toEmail] : [])));
    expect((await stored()).map(emailOf).filter((email) => email === undefined || !asked.has(email))).toEqual([]);
  });
});

test('after kill -9 amid deletions every account is either whole or gone, and whoever is gone was told of', async () => {
  const people = await Promise.all(Array.from({ length: 20 }, () => users.signUp()));
  const attempts = Promise.allSettled(people.map((person) => users.viewer(person)(DELETE, { input: { password: PASSWORD } })));
  const living = () => users.db.collection<Stored>('users').find({ _id: { $in: people.map(({ id }) => id) }, deletedAt: { $exists: false } }).toArray();
  await eventually(async () => expect((await living()).length).toBeLessThan(people.length));
  await users.crash();
  await attempts;
  const whole = new Set((await living()).map(({ _id }) => _id));
  const gone = people.filter(({ id }) => !whole.has(id));
  expect(gone.length).toBeGreaterThan(0);
  await eventually(async () => {
    expect(await users.db.collection<Stored>('users').countDocuments({ _id: { $in: gone.map(({ id }) => id) } })).toBe(0);
    expect(await users.db.collection('sessions').countDocuments({ userId: { $in: gone.map(({ id }) => id) } })).toBe(0);
    const told = new Set(users.events.flatMap(({ type, id }) => (type === 'user.deleted' ? [id] : [])));
    expect(gone.filter(({ id }) => !told.has(id))).toEqual([]);
    for (const { id } of gone) expect(await users.records.get(id)).toMatchObject({ disabled: true });
  });
  for (const person of people.filter(({ id }) => whole.has(id))) dataOf(await users.viewer(person)('{ me { id } }'));
});
