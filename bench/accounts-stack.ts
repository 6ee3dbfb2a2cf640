/** Hides how a benchmark of accounts gets the users process behind a router, with limits that never stop it. */
import { nodeCommand, startChild } from '#embedded/child.ts';
import { poll } from '#embedded/poll.ts';
import { freePort } from '#embedded/ports.ts';
import { generateSecrets } from '#embedded/secrets.ts';
import { entries, internalAddresses, isProcessReady, processNames, processUrl } from '#embedded/stack-environment.ts';
import type { ProcessPorts } from '#embedded/stack-environment.ts';
import { startServers } from './servers.ts';

export type AccountsStack = {
  /** Sends one operation to the router; answers its data and how long it took, in milliseconds. */
  readonly ask: (query: string, variables?: object, token?: string) => Promise<{ readonly data: unknown; readonly ms: number }>;
  [Symbol.asyncDispose](): Promise<void>;
};

const ENDLESS = { SIGN_UP_LIMIT: '1000000/minute', SIGN_IN_FAILURE_LIMIT: '1000000/minute', SIGN_IN_CLIENT_LIMIT: '1000000/minute', MAIL_REQUEST_LIMIT: '1000000/minute', VIEWER_RATE_LIMIT: '1000000/minute' };

/** Meant for `await using`. */
export async function startAccounts(): Promise<AccountsStack> {
  const servers = await startServers();
  const names = await Promise.all(processNames.map(async (name) => [name, await freePort()] as const));
  const ports = Object.fromEntries(names) as ProcessPorts;
  const env = { PATH: process.env['PATH'], LOG_LEVEL: 'warn', ...internalAddresses({ ports, ...servers, smtpUrl: 'smtp://127.0.0.1:1' }), ...generateSecrets(), ...ENDLESS };
  const children = (['users', 'router'] as const).map((name) => startChild({ ...nodeCommand(entries[name]), env: { ...env, PORT: String(ports[name]) }, onLine: (line) => console.error(line) }));
  for (const name of ['users', 'router'] as const) {
    await poll(async () => {
      if (!(await isProcessReady(ports[name]))) throw new Error(`${name} is not ready`);
    }, { timeoutMs: 30_000 });
  }
  return {
    ask: async (query, variables = {}, token) => {
      const startedAt = performance.now();
      const response = await fetch(`${processUrl(ports.router)}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
        body: JSON.stringify({ query, variables }),
      });
      const { data } = (await response.json()) as { data: unknown };
      return { data, ms: performance.now() - startedAt };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(children.map((child) => child.stop(3_000)));
      await servers[Symbol.asyncDispose]();
    },
  };
}

export const SIGN_UP = 'mutation ($input: SignUpInput!) { signUp(input: $input) { session { accessToken } user { id } } }';
export const SIGN_IN = 'mutation ($input: SignInInput!) { signIn(input: $input) { session { accessToken } } }';

/** Signs somebody up and returns the access token. */
export async function signUp({ ask }: Pick<AccountsStack, 'ask'>, email: string, password: string): Promise<string> {
  const { data } = await ask(SIGN_UP, { input: { email, password, displayName: 'Bench' } });
  const token = /"accessToken":"([^"]+)"/.exec(JSON.stringify(data))?.[1];
  if (token === undefined) throw new Error('signing up failed');
  return token;
}

/** The value below which the given share of values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
