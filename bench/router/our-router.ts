/** Hides how the router is run before made-up subgraphs for a measurement. */
import { leanNodeOptions, leanRuntime, nodeCommand, startChild } from '#embedded/child.ts';
import type { Child } from '#embedded/child.ts';
import { poll } from '#embedded/poll.ts';
import { answersOk, freePort } from '#embedded/ports.ts';
import type { SubgraphName } from '#platform/subgraph.ts';
import { startServers } from '../servers.ts';
import { createPeople } from './people.ts';
import type { People } from './people.ts';

const REDIS_PREFIX = 'bench';

export type OurRouter = { readonly port: number; readonly pid: number; readonly people: People; [Symbol.asyncDispose](): Promise<void> };

/** The three subgraphs' addresses, and how to end them. `keys` are those that users publishes. */
export async function startSubgraphs(keys: readonly object[] = []) {
  const lines: string[] = [];
  const child = startChild({ ...nodeCommand('bench/router/subgraphs.ts', ['--keys', JSON.stringify(keys)]), env: { PATH: process.env['PATH'] }, onLine: (line) => lines.push(line) });
  const ports = await poll(() => JSON.parse(lines.find((line) => line.startsWith('{')) ?? '') as Record<string, number>, { timeoutMs: 20_000 });
  const urls: Readonly<Record<string, string>> = Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, `http://127.0.0.1:${port}`]));
  return { urls, stop: () => child.stop(3_000) };
}

/** One subgraph as a process of its own, which may be killed; it accepts connections a little later. */
export function startSubgraphAlone(name: SubgraphName, port: number): Child {
  return startChild({ ...nodeCommand('bench/router/subgraphs.ts', ['--name', name, '--port', String(port)]), env: { ...leanRuntime, PATH: process.env['PATH'] }, onLine: () => {} });
}

/** `environment` is added to the router's. Meant for `await using`. */
export async function startOurRouter(environment: Readonly<Record<string, string>> = {}): Promise<OurRouter> {
  const servers = await startServers();
  const people = await createPeople(servers.redisUrl, REDIS_PREFIX);
  const { urls, stop } = await startSubgraphs([people.publicKey]);
  const port = await freePort();
  const env = {
    ...leanRuntime, PATH: process.env['PATH'], LOG_LEVEL: 'warn', REDIS_URL: servers.redisUrl, REDIS_PREFIX, PORT: String(port),
    USERS_URL: urls['users'], EVENTS_URL: urls['events'], NOTIFICATIONS_URL: urls['notifications'], ...environment,
  };
  const child = startChild({ ...nodeCommand('router/main.ts', [], leanNodeOptions), env, onLine: console.error });
  await poll(async () => {
    if (!(await answersOk(`http://127.0.0.1:${port}/health/ready`))) throw new Error('the router is not ready');
  }, { timeoutMs: 30_000 });
  return {
    port,
    people,
    pid: child.pid ?? 0,
    async [Symbol.asyncDispose]() {
      await child.stop(5_000);
      await stop();
      await servers[Symbol.asyncDispose]();
    },
  };
}
