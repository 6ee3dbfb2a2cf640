import { describe, expect, test } from 'vitest';
import { DEMO_EMAIL, DEMO_PASSWORD } from '#cli/fixtures/demo-account.ts';
import { graphqlData } from '#tests/support/graphql-client.ts';
import { mailbox } from '#tests/support/mailbox.ts';
import { npmStart, temporaryFolder, type NpmStart } from '#tests/support/npm-start.ts';

const EVENTS = '{ events(first: 1) { totalCount } }';
const SIGN_UP = 'mutation ($input: SignUpInput!) { signUp(input: $input) { user { id } } }';
const SIGN_IN = 'mutation ($input: SignInInput!) { signIn(input: $input) { user { id role } session { accessToken } } }';
const REMINDERS = '{ notifications(first: 1) { totalCount } }';

type SignedIn = { readonly signIn: { readonly user: { readonly id: string; readonly role: string }; readonly session: { readonly accessToken: string } } };

function ask<Data>({ ports }: NpmStart, query: string, more: { readonly variables?: Readonly<Record<string, unknown>>; readonly token?: string } = {}): Promise<Data> {
  return graphqlData<Data>(`http://127.0.0.1:${ports.router}/graphql`, { query, ...more });
}

async function signIn(stack: NpmStart, email: string, password: string): Promise<SignedIn['signIn']> {
  return (await ask<SignedIn>(stack, SIGN_IN, { variables: { input: { email, password } } })).signIn;
}

async function eventCount(stack: NpmStart): Promise<number> {
  return (await ask<{ readonly events: { readonly totalCount: number } }>(stack, EVENTS)).events.totalCount;
}

describe('what npm start keeps', () => {
  test('the demo is there on the first start, and everything is there on the second', async () => {
    using data = temporaryFolder();
    const account = { email: 'ana@people.example', password: 'seven green bottles', displayName: 'Ana', timeZone: 'Europe/Madrid' };
    let admin = '';
    {
      await using first = await npmStart({ dataFolder: data.path });
      await first.ready();
      expect(first.output()).toContain(`${DEMO_EMAIL}  ${DEMO_PASSWORD}`);
      admin = /Admin +\S+ +(\S+)/.exec(first.output())?.[1] ?? '';
      expect((await signIn(first, 'admin@eventpost.example', admin)).user.role).toBe('ADMIN');
      expect(await eventCount(first)).toBeGreaterThan(100);
      await ask(first, SIGN_UP, { variables: { input: account } });
      await mailbox(`http://127.0.0.1:${first.ports.mailbox}`).waitFor({ to: account.email });
    }
    await using second = await npmStart({ dataFolder: data.path });
    await second.ready();
    expect(second.output()).toContain(admin);
    expect(await eventCount(second)).toBeGreaterThan(100);
    await signIn(second, account.email, account.password);
    await mailbox(`http://127.0.0.1:${second.ports.mailbox}`).waitFor({ to: account.email });
    const { session } = await signIn(second, DEMO_EMAIL, DEMO_PASSWORD);
    expect(await ask(second, REMINDERS, { token: session.accessToken })).toMatchObject({ notifications: { totalCount: expect.any(Number) } });
  }, 120_000);
});
