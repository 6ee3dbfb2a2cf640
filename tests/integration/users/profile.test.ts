import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '#tests/support/eventually.ts';
import { codeOf, dataOf, startUsers } from './users-process.ts';
import type { Person, Stored, UsersProcess } from './users-process.ts';

let users: UsersProcess;
beforeAll(async () => {
  users = await startUsers();
});
afterAll(() => users[Symbol.asyncDispose]());

const PROFILE = 'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { user { displayName timeZone language home { name address coordinates { latitude longitude } } interests } } }';
const PREFERENCES = 'mutation ($input: UpdatePreferencesInput!) { updatePreferences(input: $input) { user { preferences { reminderBefore mutedKinds mutedTopics quietHours { from to } } } } }';
const MUTE = 'mutation ($input: MuteKindInput!) { muteKind(input: $input) { accepted } }';
const ENTITIES = 'query ($of: [_Any!]!) { _entities(representations: $of) { ... on User { id displayName email facts } } }';
const latestFacts = (person: Person) => eventually(() => {
  const [latest] = users.events.filter((event) => event.type === 'user.changed' && event.id === person.id).sort((a, b) => b.version - a.version);
  if (latest === undefined) throw new Error('nothing was published');
  return latest;
});

describe('the profile', () => {
  test('changes what is given and leaves the rest', async () => {
    const person = await users.signUp();
    const home = { name: 'Casa', address: 'Rua 1', coordinates: { latitude: 38.7, longitude: -9.1 } };
    dataOf(await users.viewer(person)(PROFILE, { input: { displayName: '  Zoé  ', language: 'PT', home, interests: ['Jazz', 'jazz ', 'open  air'] } }));
    const answer = await users.viewer(person)(PROFILE, { input: { timeZone: 'America/Sao_Paulo' } });
    expect(dataOf(answer)).toEqual({
      updateProfile: { user: { displayName: 'Zoé', timeZone: 'America/Sao_Paulo', language: 'PT', home, interests: ['jazz', 'open air'] } },
    });
    expect(await users.records.get(person.id)).toMatchObject({ timeZone: 'America/Sao_Paulo', home: home.coordinates, interests: ['jazz', 'open air'], language: 'PT' });
  });

  test('forgets the home for null', async () => {
    const person = await users.signUp();
    dataOf(await users.viewer(person)(PROFILE, { input: { home: { name: 'Casa' } } }));
    expect(dataOf(await users.viewer(person)(PROFILE, { input: { home: null } }))).toMatchObject({ updateProfile: { user: { home: null } } });
  });

  test.each([
    ['displayName', { displayName: '' }],
    ['home.coordinates.latitude', { home: { name: 'x', coordinates: { latitude: 91, longitude: 0 } } }],
    ['home.name', { home: { name: '' } }],
    ['interests', { interests: Array.from({ length: 51 }, (_, n) => `topic ${n}`) }],
    ['interests', { interests: ['x'.repeat(51)] }],
  ])('refuses a wrong %s by name', async (field, input) => {
    const person = await users.signUp();
    expect((await users.viewer(person)(PROFILE, { input })).errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });

  test.each(['Mars/Olympus', '+01:00', ''])('refuses the time zone %j', async (timeZone) => {
    const person = await users.signUp();
    expect(codeOf(await users.viewer(person)(PROFILE, { input: { timeZone } }))).toBe('BAD_USER_INPUT');
  });

  test('changes at once lose none', async () => {
    const person = await users.signUp();
    const muted = ['REMINDER', 'CUSTOM', 'DIGEST', 'ANNOUNCEMENT', 'EVENT_CHANGED', 'EVENT_CANCELLED', 'ATTENDEE_LEFT', 'ATTENDEE_JOINED'];
    await Promise.all(muted.map(async (kind) => dataOf(await users.service(MUTE, { input: { userId: person.id, kind } }))));
    const stored = await users.db.collection<Stored>('users').findOne({ _id: person.id });
    expect(stored).toMatchObject({ version: 1 + muted.length, preferences: { mutedKinds: expect.arrayContaining(muted) } });
  });
});

describe('preferences', () => {
  test('change what is given, and travel with everything else that mail needs', async () => {
    const person = await users.signUp();
    dataOf(await users.viewer(person)(PREFERENCES, { input: { reminderBefore: ['PT1H', 'PT60M', 'P1D'], mutedKinds: ['DIGEST'], quietHours: { from: '22:00', to: '07:00' } } }));
    const answer = await users.viewer(person)(PREFERENCES, { input: { mutedTopics: ['Chess'] } });
    const preferences = { reminderBefore: [expect.any(String), 'P1D'], mutedKinds: ['DIGEST'], mutedTopics: ['chess'], quietHours: { from: '22:00', to: '07:00' } };
    expect(dataOf(answer)).toEqual({ updatePreferences: { user: { preferences } } });
    await eventually(async () => {
      expect(await latestFacts(person)).toMatchObject({ version: 3, facts: { displayName: 'Ana Prado', timeZone: 'Europe/Madrid', preferences, emails: [{ address: person.email, verified: false }], disabled: false } });
    });
  });

  test.each([
    ['reminderBefore', { reminderBefore: ['PT0S'] }],
    ['reminderBefore', { reminderBefore: ['P400D'] }],
    ['reminderBefore', { reminderBefore: Array.from({ length: 11 }, (_, n) => `PT${n + 1}H`) }],
    ['mutedKinds', { mutedKinds: ['PASSWORD_RESET'] }],
    ['quietHours.from', { quietHours: { from: '24:00', to: '07:00' } }],
    ['quietHours.to', { quietHours: { from: '22:00', to: '7' } }],
    ['quietHours', { quietHours: { from: '22:00', to: '22:00' } }],
  ])('refuse a wrong %s by name', async (field, input) => {
    const person = await users.signUp();
    expect((await users.viewer(person)(PREFERENCES, { input })).errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field });
  });

  test('a kind is muted on behalf of the person, by nobody else', async () => {
    const [person, other] = [await users.signUp(), await users.signUp()];
    const input = { userId: person.id, kind: 'REMINDER' };
    expect(codeOf(await users.viewer(other)(MUTE, { input }))).toBe('FORBIDDEN');
    expect(codeOf(await users.nobody(MUTE, { input }))).toBe('UNAUTHENTICATED');
    expect(codeOf(await users.viewer(person)(MUTE, { input }))).toBeNull();
  });
});

describe('what others see of a person', () => {
  const of = (person: Person) => ({ of: [{ __typename: 'User', id: person.id }] });

  test('is the name, however they reach them', async () => {
    const [person, other] = [await users.signUp(), await users.signUp()];
    const answer = await users.viewer(other)(ENTITIES, of(person));
    expect(answer.data).toEqual({ _entities: [{ id: person.id, displayName: 'Ana Prado', email: null, facts: null }] });
    expect(answer.errors.map(({ extensions, path }) => [path?.at(-1), extensions?.['code']])).toEqual([['email', 'FORBIDDEN'], ['facts', 'FORBIDDEN']]);
  });

  test('is all that services need, with its version', async () => {
    const person = await users.signUp();
    const answer = await users.service('query ($of: [_Any!]!) { _entities(representations: $of) { ... on User { facts } } }', of(person));
    expect(dataOf(answer)).toMatchObject({ _entities: [{ facts: { version: 1, displayName: 'Ana Prado', emails: [{ address: person.email }] } }] });
  });

  test('nobody has an unknown id', async () => {
    expect(dataOf(await users.nobody('{ user(id: "01890000-0000-7000-8000-000000000000") { id } }'))).toEqual({ user: null });
  });

  test('a malformed id is not found', async () => {
    const { data, errors } = await users.nobody('{ user(id: "x") { id } }');
    expect(data).toEqual({ user: null });
    expect(errors).toMatchObject([{ path: ['user'], extensions: { code: 'NOT_FOUND' } }]);
  });

  test('a new name is announced to routers before the mutation answers', async () => {
    const person = await users.signUp();
    const told: string[] = [];
    await using subscriber = await users.listen(`${users.environment['REDIS_PREFIX']}:changed`, (message) => told.push(message));
    dataOf(await users.viewer(person)(PROFILE, { input: { language: 'ES' } }));
    dataOf(await users.viewer(person)(PROFILE, { input: { displayName: 'Another' } }));
    await eventually(() => expect(told.map((message): unknown => JSON.parse(message))).toEqual([{ tags: [`User:${person.id}`], requestId: expect.any(String) }]));
    expect(subscriber).toBeDefined();
  });
});
