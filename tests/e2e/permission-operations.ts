/** Hides how each field of the API is asked for by the permission matrix: written from the schema, with arguments that change nothing where they are refused. */
import { getNamedType, isLeafType, isNonNullType, isObjectType } from 'graphql';
import type { GraphQLField, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { graphqlData } from '#tests/support/graphql-client.ts';
import { PASSWORD, signIn } from '#tests/support/people.ts';
import type { Person } from '#tests/support/people.ts';
import type { RunningStack } from '#tests/support/processes.ts';
import { uniqueName } from '#tests/support/unique-name.ts';

/** Who and what the operations are about. */
export type Scene = {
  readonly stack: RunningStack;
  readonly owner: Person;
  readonly organizer: Person;
  readonly eventId: string;
  readonly notificationId: string;
};

export type Operation = { readonly query: string; readonly variables: Readonly<Record<string, unknown>>; /** Where in the answer the field is. */ readonly path: readonly string[] };

const NO_ONE = '01890000-0000-7000-8000-000000000000';
const IN_A_YEAR = new Date(Date.now() + 365 * 86_400_000).toISOString();
const LONG_AGO = '2001-01-01T00:00:00Z';
export const EVENT_INPUT = { title: 'A picnic', description: 'Bring fruit.', topics: ['food'], startsAt: IN_A_YEAR, timeZone: 'UTC', place: { name: 'The park' } };
export const NOTIFICATION_INPUT = { subject: 'A note', content: 'To myself.', scheduledAt: IN_A_YEAR };

/** How the types with rules of their own are reached. */
const ROOTS: Readonly<Record<string, (scene: Scene, selection: string) => { readonly query: string; readonly path: readonly string[] }>> = {
  Query: (_scene, selection) => ({ query: `{ ${selection} }`, path: [] }),
  Mutation: (_scene, selection) => ({ query: `mutation { ${selection} }`, path: [] }),
  User: ({ owner }, selection) => ({ query: `{ user(id: "${owner.id}") { ${selection} } }`, path: ['user'] }),
  Event: ({ eventId }, selection) => ({ query: `{ event(id: "${eventId}") { ${selection} } }`, path: ['event'] }),
  Notification: ({ notificationId }, selection) => ({ query: `{ notification(id: "${notificationId}") { ${selection} } }`, path: ['notification'] }),
  MailQueue: (_scene, selection) => ({ query: `{ mailQueue { ${selection} } }`, path: ['mailQueue'] }),
  MailAction: (_scene, selection) => ({ query: `{ mailActions { ${selection} } }`, path: ['mailActions'] }),
};

/** Whether the matrix asks for the fields of this type one by one. */
export function isReachedDirectly(type: string): boolean {
  return type in ROOTS;
}

const QUERY_ARGUMENTS: Readonly<Record<string, (scene: Scene) => Readonly<Record<string, unknown>>>> = {
  user: ({ owner }) => ({ id: owner.id }),
  event: ({ eventId }) => ({ id: eventId }),
  notification: ({ notificationId }) => ({ id: notificationId }),
};

type InputOf = (scene: Scene) => unknown;

/** Inputs that a caller who may gets through permissions with, and that do no harm where they succeed. */
const INPUTS: Readonly<Record<string, InputOf>> = {
  signUp: () => ({ email: `${uniqueName('matrix')}@example.org`, password: PASSWORD, displayName: 'Matrix' }),
  signIn: ({ owner }) => ({ email: owner.email, password: PASSWORD }),
  refreshSession: async ({ stack, owner }) => ({ refreshToken: (await signIn(stack, owner)).refreshToken }),
  signOut: async ({ stack, owner }) => ({ refreshToken: (await signIn(stack, owner)).refreshToken }),
  requestPasswordReset: () => ({ email: `${uniqueName('nobody')}@example.org` }),
  resetPassword: () => ({ token: 'x', newPassword: PASSWORD }),
  resendVerification: () => ({ email: `${uniqueName('nobody')}@example.org` }),
  confirmEmail: () => ({ token: 'x' }),
  changePassword: () => ({ currentPassword: 'wrong', newPassword: PASSWORD }),
  updateProfile: () => ({}),
  updatePreferences: () => ({}),
  makeEmailPrimary: () => ({ email: `${uniqueName('nobody')}@example.org` }),
  removeEmail: () => ({ email: `${uniqueName('nobody')}@example.org` }),
  deleteAccount: () => ({ password: 'wrong' }),
  requestEmailChange: ({ owner }) => ({ email: owner.email }),
  addEmail: ({ owner }) => ({ email: owner.email }),
  setRole: () => ({ userId: NO_ONE, role: 'ADMIN' }),
  disableAccount: () => ({ userId: NO_ONE, reason: 'none' }),
  enableAccount: () => ({ userId: NO_ONE }),
  createEvent: () => ({ ...EVENT_INPUT, startsAt: LONG_AGO }),
  updateEvent: ({ eventId }) => ({ id: eventId, version: 0, title: 'Mine now' }),
  cancelEvent: async (scene) => ({ id: await newEvent(scene) }),
  deleteEvent: async (scene) => ({ eventId: await newEvent(scene) }),
  announce: async (scene) => ({ eventId: await newEvent(scene), subject: 'Hello', content: 'Everybody.' }),
  likeEvent: async (scene) => ({ eventId: await newEvent(scene) }),
  unlikeEvent: async (scene) => ({ eventId: await newEvent(scene) }),
  attendEvent: async (scene) => ({ eventId: await newEvent(scene) }),
  leaveEvent: async (scene) => ({ eventId: await newEvent(scene) }),
  createNotification: () => ({ ...NOTIFICATION_INPUT, subject: '' }),
  scheduleReminder: () => ({ eventId: NO_ONE, before: 'PT1H' }),
  rescheduleNotification: ({ notificationId }) => ({ id: notificationId, scheduledAt: LONG_AGO }),
  snoozeNotification: async (scene) => ({ id: await newNotification(scene), by: 'PT1H' }),
  changeNotificationEmail: ({ notificationId }) => ({ id: notificationId, toEmail: `${uniqueName('nobody')}@example.org` }),
  deleteNotification: async (scene) => ({ id: await newNotification(scene) }),
  retryNotification: () => ({ id: NO_ONE }),
  pauseMail: () => ({ reason: 'the matrix' }),
  setMailQuota: () => ({ windows: [] }),
};

/** The operation that asks for one field. */
export async function operationFor(scene: Scene, type: GraphQLObjectType, field: GraphQLField<unknown, unknown>): Promise<Operation> {
  const root = ROOTS[type.name];
  if (root === undefined) throw new Error(`${type.name} is not reached directly`);
  const given = type.name === 'Mutation' ? await inputOf(scene, field.name) : (QUERY_ARGUMENTS[field.name]?.(scene) ?? {});
  const input = 'input' in given ? { declared: `($input: ${inputType(field)})`, passed: '(input: $input)' } : { declared: '', passed: literals(given) };
  const { query, path } = root(scene, `${field.name}${type.name === 'Mutation' || type.name === 'Query' ? input.passed : ''}${selectionOf(field)}`);
  return { query: query.replace(/^mutation/, `mutation ${input.declared}`), variables: given, path: [...path, field.name] };
}

async function inputOf(scene: Scene, name: string): Promise<Readonly<Record<string, unknown>>> {
  const input = INPUTS[name];
  return input === undefined ? {} : { input: await input(scene) };
}

function inputType(field: GraphQLField<unknown, unknown>): string {
  return String(field.args.find(({ name }) => name === 'input')?.type);
}

function literals(values: Readonly<Record<string, unknown>>): string {
  const entries = Object.entries(values);
  return entries.length === 0 ? '' : `(${entries.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(', ')})`;
}

/** Nothing below the field itself is asked for, so that nothing else can be refused. */
function selectionOf(field: GraphQLField<unknown, unknown>): string {
  return isLeafType(getNamedType(field.type)) ? '' : ' { __typename }';
}

/** Mutations without a stated input that need one, so that a new one is noticed. */
export function missingInputs(schema: GraphQLSchema): readonly string[] {
  return Object.values(schema.getMutationType()?.getFields() ?? {})
    .filter(({ name, args }) => args.some(({ type }) => isNonNullType(type)) && !(name in INPUTS))
    .map(({ name }) => name);
}

/** Every object type of the public API. */
export function objectTypesOf(schema: GraphQLSchema): readonly GraphQLObjectType[] {
  return Object.values(schema.getTypeMap()).filter((type) => isObjectType(type)).filter(({ name }) => !name.startsWith('__'));
}

/** A new event of the organiser's. */
export async function newEvent({ stack, organizer }: Pick<Scene, 'stack' | 'organizer'>): Promise<string> {
  const query = 'mutation ($input: CreateEventInput!) { createEvent(input: $input) { event { id } } }';
  const data = await graphqlData<{ createEvent: { event: { id: string } } }>(stack.graphqlUrl, { query, variables: { input: EVENT_INPUT }, token: organizer.token });
  return data.createEvent.event.id;
}

/** A new notification of the owner's. */
export async function newNotification({ stack, owner }: Pick<Scene, 'stack' | 'owner'>): Promise<string> {
  const query = 'mutation ($input: CreateNotificationInput!) { createNotification(input: $input) { notification { id } } }';
  const data = await graphqlData<{ createNotification: { notification: { id: string } } }>(stack.graphqlUrl, { query, variables: { input: NOTIFICATION_INPUT }, token: owner.token });
  return data.createNotification.notification.id;
}
