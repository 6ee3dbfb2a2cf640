import { SignJWT, exportJWK, generateKeyPair, importJWK } from 'jose';
import type { JWK } from 'jose';
import { buildClientSchema, getIntrospectionQuery } from 'graphql';
import type { GraphQLSchema, IntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCESS_TOKEN } from '#platform/access-token.ts';
import { graphql, graphqlData } from '#tests/support/graphql-client.ts';
import type { GraphQLAnswer } from '#tests/support/graphql-client.ts';
import { join, signInAsAdmin, signUp } from '#tests/support/people.ts';
import { startStack } from '#tests/support/processes.ts';
import type { RunningStack } from '#tests/support/processes.ts';
import { isReachedDirectly, missingInputs, newEvent, newNotification, objectTypesOf, operationFor } from './permission-operations.ts';
import type { Operation, Scene } from './permission-operations.ts';
import { CALLERS, PERMISSIONS, RULES, ruleOf } from './permission-rules.ts';
import type { CallerName, Outcome } from './permission-rules.ts';

let stack: RunningStack;
let schema: GraphQLSchema;
let scene: Scene;
let callers: Readonly<Record<CallerName, string | undefined>>;
let refused: Readonly<Record<string, string>>;

beforeAll(async () => {
  stack = await startStack({ SIGN_UP_LIMIT: '10000/minute' });
  schema = buildClientSchema(await graphqlData<IntrospectionQuery>(stack.graphqlUrl, { query: getIntrospectionQuery() }));
  const [owner, other, attendee, organizer, disabled] = await Promise.all([join(stack), join(stack), join(stack), join(stack), join(stack)]);
  const [admin, unverified] = [await signInAsAdmin(stack), await signUp(stack)];
  const eventId = await newEvent({ stack, organizer });
  await graphqlData(stack.graphqlUrl, { query: `mutation { attendEvent(input: { eventId: "${eventId}" }) { event { id } } }`, token: attendee.token });
  await graphqlData(stack.graphqlUrl, { query: `mutation { disableAccount(input: { userId: "${disabled.id}", reason: "the matrix" }) { user { id } } }`, token: admin.token });
  scene = { stack, owner, organizer, eventId, notificationId: await newNotification({ stack, owner }) };
  callers = { nobody: undefined, unverified: unverified.token, other: other.token, owner: owner.token, attendee: attendee.token, organizer: organizer.token, admin: admin.token };
  refused = { disabled: disabled.token, expired: await tokenSignedWith(ownKey(), -1_000), forged: await tokenSignedWith(await strangeKey(), 0) };
}, 120_000);
afterAll(() => stack[Symbol.asyncDispose]());

test('every field of the public API has a stated rule, and every stated rule a field', () => {
  const stated = objectTypesOf(schema).flatMap((type) => Object.keys(type.getFields()).map((field) => ({ name: `${type.name}.${field}`, rule: ruleOf(type.name, field) })));
  expect(stated.filter(({ rule }) => rule === undefined)).toEqual([]);
  const names = new Set([...stated.map(({ name }) => name), ...objectTypesOf(schema).map(({ name }) => `${name}.*`)]);
  expect(Object.keys(PERMISSIONS).filter((name) => !names.has(name))).toEqual([]);
  expect(missingInputs(schema)).toEqual([]);
});

test('nothing that only our own services may ask for is public', () => {
  const fields = objectTypesOf(schema).flatMap((type) => Object.keys(type.getFields()));
  for (const internal of ['facts', 'suppressEmail', 'muteKind', 'ics', 'calendarFeed', '_entities', '_service']) expect(fields).not.toContain(internal);
});

test('private fields stay private through organizer and attendees', async () => {
  const query = `{ event(id: "${scene.eventId}") { organizer { displayName email } attendees { edges { node { displayName email } } } } }`;
  const asOther = await graphql(stack.graphqlUrl, { query, token: callers.other });
  expect(asOther.data).toEqual({ event: { organizer: { displayName: scene.organizer.displayName, email: null }, attendees: null } });
  const asOrganizer = await graphql(stack.graphqlUrl, { query, token: callers.organizer });
  expect(asOrganizer.data).toMatchObject({ event: { organizer: { email: scene.organizer.email }, attendees: { edges: [{ node: { email: null } }] } } });
  expect(asOrganizer.errors.map(({ path, extensions }) => [path?.join('.'), extensions?.['code']])).toEqual([['event.attendees.edges.0.node.email', 'FORBIDDEN']]);
});

describe.each(CALLERS)('%s', (caller) => {
  test('gets exactly what the rules say', async () => {
    const wrong: string[] = [];
    for (const { type, field } of directFields()) {
      const expected = RULES[ruleOf(type.name, field.name) ?? 'an admin'][caller];
      const operation = await operationFor(scene, type, field);
      const answer = await ask(operation, callers[caller]);
      const outcome = outcomeOf(answer, operation);
      if (outcome !== expected) wrong.push(`${type.name}.${field.name}: ${outcome} instead of ${expected} ${JSON.stringify(answer.errors)}`);
    }
    if (caller === 'admin') await graphqlData(stack.graphqlUrl, { query: 'mutation { resumeMail { mailQueue { paused } } }', token: callers.admin });
    expect(wrong).toEqual([]);
  }, 120_000);
});

describe.each(['disabled', 'expired', 'forged'])('a token that is %s', (name) => {
  test('fails every operation whole', async () => {
    const wrong: string[] = [];
    for (const { type, field } of directFields()) {
      const operation = await operationFor(scene, type, field);
      const answer = await ask(operation, refused[name]);
      const isRefused = answer.data === null && answer.errors.length === 1 && answer.errors[0]?.extensions?.['code'] === 'UNAUTHENTICATED';
      if (!isRefused) wrong.push(`${type.name}.${field.name}: ${JSON.stringify(answer.errors)}`);
    }
    expect(wrong).toEqual([]);
  }, 120_000);
});

function directFields() {
  return objectTypesOf(schema).filter(({ name }) => isReachedDirectly(name)).flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })));
}

function ask({ query, variables }: Operation, token: string | undefined) {
  return graphql(stack.graphqlUrl, { query, variables, token });
}

/** What was answered at the field, or at what stands above it. Others' notifications are as if there were none. */
function outcomeOf({ data, errors }: GraphQLAnswer<Readonly<Record<string, unknown>>>, { path }: Operation): Outcome {
  const [top = ''] = path;
  const here = errors.filter((error) => error.path === undefined || path.join('.').startsWith(error.path.join('.')));
  const codes = new Set(here.map(({ extensions }) => extensions?.['code']));
  if (codes.has('UNAUTHENTICATED')) return 'UNAUTHENTICATED';
  if (codes.has('FORBIDDEN')) return 'FORBIDDEN';
  if (top === 'notification') return data?.[top] === null ? 'hidden' : 'allowed';
  return ruleOf('Mutation', top) === 'the recipient or an admin' && codes.has('NOT_FOUND') ? 'hidden' : 'allowed';
}

function ownKey(): JWK {
  const [key] = JSON.parse(stack.environment['ACCESS_TOKEN_KEYS'] ?? '[]') as readonly JWK[];
  if (key === undefined) throw new Error('the stack has no key');
  return key;
}

async function strangeKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return { ...(await exportJWK(privateKey)), kid: ownKey().kid ?? '' };
}

/** A token of the owner's that would hold, were it not for its key or its age. */
async function tokenSignedWith(key: JWK, secondsFromNow: number): Promise<string> {
  const at = Math.floor(Date.now() / 1000) + secondsFromNow;
  return new SignJWT({ sid: 'session', at: at * 1000 })
    .setProtectedHeader({ alg: ACCESS_TOKEN.algorithm, kid: key.kid ?? '' })
    .setSubject(scene.owner.id).setIssuer(ACCESS_TOKEN.issuer).setAudience(ACCESS_TOKEN.audience)
    .setIssuedAt(at).setExpirationTime(at + 900)
    .sign(await importJWK(key, ACCESS_TOKEN.algorithm));
}
