/** Hides how people come to be in tests of the whole stack: through the router, with the token that really came by mail. */
import { z } from 'zod';
import { graphqlData } from './graphql-client.ts';
import { mailbox } from './mailbox.ts';
import type { RunningStack } from './processes.ts';
import { uniqueName } from './unique-name.ts';

export type Person = { readonly id: string; readonly email: string; readonly displayName: string; readonly token: string; readonly refreshToken: string };

export const PASSWORD = 'tangerine umbrella 42';

const SIGNED_IN = '{ session { accessToken refreshToken } user { id displayName } }';
const SIGN_UP = `mutation ($input: SignUpInput!) { payload: signUp(input: $input) ${SIGNED_IN} }`;
const SIGN_IN = `mutation ($input: SignInInput!) { payload: signIn(input: $input) ${SIGNED_IN} }`;
const CONFIRM = 'mutation ($token: String!) { confirmEmail(input: { token: $token }) { user { id } } }';
const payloadSchema = z.object({
  payload: z.object({ session: z.object({ accessToken: z.string(), refreshToken: z.string() }), user: z.object({ id: z.string(), displayName: z.string() }) }),
});

type Stack = Pick<RunningStack, 'graphqlUrl' | 'environment'>;

/** An account whose address is still to be confirmed. */
export async function signUp(stack: Stack, displayName = uniqueName('Person')): Promise<Person> {
  const email = `${uniqueName('person')}@example.org`;
  return personOf(email, await graphqlData(stack.graphqlUrl, { query: SIGN_UP, variables: { input: { email, password: PASSWORD, displayName } } }));
}

/** An account with a confirmed address. */
export async function join(stack: Stack, displayName?: string): Promise<Person> {
  const person = await signUp(stack, displayName);
  await confirmAddress(stack, person.email);
  return person;
}

/** Confirms an address with the token that came there by mail. */
export async function confirmAddress(stack: Stack, address: string): Promise<void> {
  const { text = '' } = await mailbox().waitFor({ to: address, subject: /confirm/i }, { timeoutMs: 30_000 });
  const token = decodeURIComponent(/confirm-email\?token=([^\s"<)]+)/.exec(text)?.[1] ?? '');
  await graphqlData(stack.graphqlUrl, { query: CONFIRM, variables: { token } });
}

/** A new session of somebody. */
export async function signIn(stack: Stack, { email, password = PASSWORD }: { readonly email: string; readonly password?: string }): Promise<Person> {
  return personOf(email, await graphqlData(stack.graphqlUrl, { query: SIGN_IN, variables: { input: { email, password } } }));
}

/** The admin who is there from the first start. */
export function signInAsAdmin(stack: Stack): Promise<Person> {
  const { ADMIN_EMAIL: email = '', ADMIN_PASSWORD: password = '' } = stack.environment;
  return signIn(stack, { email, password });
}

function personOf(email: string, data: unknown): Person {
  const { session, user } = payloadSchema.parse(data).payload;
  return { id: user.id, displayName: user.displayName, email, token: session.accessToken, refreshToken: session.refreshToken };
}
