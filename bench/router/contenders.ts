/** Hides how the gateways that are compared are installed and run: each its own process, before the same subgraphs. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeCommand, rootFolder, startChild } from '#embedded/child.ts';
import type { Child } from '#embedded/child.ts';
import { poll } from '#embedded/poll.ts';
import { freePort } from '#embedded/ports.ts';
import { openConnection } from './load.ts';

const PEERS = join(rootFolder, 'bench/.peers');
const STOP_GRACE_MS = 3_000;

/** Hive Gateway asks for a release of batch-execute that not every registry has. */
const PACKAGES = {
  private: true,
  type: 'module',
  dependencies: { '@apollo/gateway': '^2.14.4', '@apollo/server': '^5.5.1', graphql: '^16.15.0', '@graphql-hive/gateway': '2.15.1' },
  overrides: { '@graphql-tools/batch-execute': '10.2.0' },
};

const STOCK = `import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { readFileSync } from 'node:fs';
const gateway = new ApolloGateway({ supergraphSdl: readFileSync(process.argv[2], 'utf8') });
await startStandaloneServer(new ApolloServer({ gateway }), { listen: { port: Number(process.argv[3]), host: '127.0.0.1' } });
`;

/** Puts the peers into a folder of their own, once. */
export function installPeers(): void {
  mkdirSync(PEERS, { recursive: true });
  writeFileSync(join(PEERS, 'stock.js'), STOCK);
  if (existsSync(join(PEERS, 'node_modules/@graphql-hive/gateway'))) return;
  console.log('Installing the peers into bench/.peers (once, a minute or two)…');
  writeFileSync(join(PEERS, 'package.json'), JSON.stringify(PACKAGES, null, 2));
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], { cwd: PEERS, stdio: ['ignore', 'ignore', 'inherit'] });
}

export type Contender = { readonly name: string; readonly port: number; readonly pid: number; readonly stop: () => Promise<unknown> };

export type ContenderOptions = {
  readonly supergraphFile: string;
  readonly subgraphUrls: Readonly<Record<string, string>>;
  readonly redisUrl: string;
};

/** Our router, with or without its response cache, and the peers. */
export async function startContenders({ supergraphFile, subgraphUrls, redisUrl }: ContenderOptions): Promise<readonly Contender[]> {
  const quiet = { PATH: process.env['PATH'], NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: 'true' };
  const ours = { PATH: process.env['PATH'], NODE_ENV: 'test', LOG_LEVEL: 'warn', REDIS_URL: redisUrl, REDIS_PREFIX: 'bench', ...subgraphUrls };
  return Promise.all([
    start('router', (port) => startChild({ ...nodeCommand('router/main.ts'), env: { ...ours, PORT: String(port) }, onLine: console.error })),
    start('router, cache off', (port) => startChild({ ...nodeCommand('router/main.ts'), env: { ...ours, PORT: String(port), RESPONSE_CACHE: 'false' }, onLine: console.error })),
    start('Apollo stock stack', (port) => startChild({ ...nodeCommand(join(PEERS, 'stock.js'), [supergraphFile, String(port)]), env: quiet, onLine: () => {} })),
    start('Hive Gateway', (port) =>
      startChild({ ...nodeCommand(join(PEERS, 'node_modules/@graphql-hive/gateway/dist/bin.js'), ['supergraph', supergraphFile, '--port', String(port), '--host', '127.0.0.1', '--fork', '1']), env: quiet, onLine: () => {} }),
    ),
  ]);
}

async function start(name: string, run: (port: number) => Child): Promise<Contender> {
  const port = await freePort();
  const child = run(port);
  await poll(async () => {
    if (child.hasExited()) throw new Error(`${name} ended`);
    const connection = await openConnection(port);
    const { status } = await connection.ask({ body: '{"query":"{ topics { name } }"}' });
    connection.close();
    if (status !== 200) throw new Error(`${name} answers ${status}`);
  }, { timeoutMs: 60_000 });
  return { name, port, pid: child.pid ?? 0, stop: () => child.stop(STOP_GRACE_MS) };
}
