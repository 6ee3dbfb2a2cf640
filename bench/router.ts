/**
 * Compares the router with Apollo's stock stack and Hive Gateway before the same subgraphs, in one run; prints ratios.
 * `npm run bench` · `npm run bench -- --seconds 5 --connections 10,100,200,1000`
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { standInId } from '#tests/support/stand-ins.ts';
import { installPeers, startContenders } from './router/contenders.ts';
import type { Contender } from './router/contenders.ts';
import { runLoad } from './router/load.ts';
import { startSubgraphs } from './router/our-router.ts';
import { writeReport } from './router/report.ts';
import { cpuMs } from './router/resources.ts';
import { startServers } from './servers.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '4' }, rounds: { type: 'string', default: '3' }, connections: { type: 'string', default: '10,100,200,1000' } } });
const seconds = Number(values.seconds);
const rounds = Number(values.rounds);
const connectionCounts = values.connections.split(',').map(Number);

const QUERIES = {
  'list of events': 'query List { events(first: 20) { edges { node { id title description startsAt timeZone topics place { name coordinates { latitude longitude } } attendeeCount likeCount } } pageInfo { hasNextPage endCursor } } }',
  'one event': `query One { event(id: "${standInId('e', 1)}") { id title description startsAt place { name } likeCount } }`,
  'list with organisers': 'query Organisers { events(first: 20) { edges { node { id title startsAt organizer { id displayName } } } } }',
} as const;

/** With different questions (another variable each time) nothing can be shared between requests under way. */
const KINDS = ['same question', 'different questions'] as const;

type Row = { readonly query: string; readonly kind: string; readonly connections: number; readonly contender: string; readonly requestsPerSecond: number; readonly meanMs: number; readonly p99Ms: number; readonly cpuMicrosPerRequest: number | null; readonly failures: number };

installPeers();
await using servers = await startServers();
const subgraphs = await startSubgraphs();
const supergraphFile = join(tmpdir(), `eventpost-bench-${process.pid}.graphql`);
writeFileSync(supergraphFile, supergraphFor(subgraphs.urls));
const contenders = await startContenders({
  supergraphFile,
  subgraphUrls: { USERS_URL: subgraphs.urls['users'] ?? '', EVENTS_URL: subgraphs.urls['events'] ?? '', NOTIFICATIONS_URL: subgraphs.urls['notifications'] ?? '' },
  redisUrl: servers.redisUrl,
});

try {
  const rows: Row[] = [];
  for (const connections of connectionCounts) for (const [name, query] of Object.entries(QUERIES)) for (const kind of KINDS) rows.push(...(await compare({ name, query, kind, connections })));
  printRatios(rows);
  const bars = rows.map((row) => ({ group: `${row.query}, ${row.kind}, ${row.connections} connections`, label: row.contender, value: row.requestsPerSecond, unit: 'requests/s' }));
  writeReport('router', rows, bars);
} finally {
  await Promise.all([...contenders.map(({ stop }) => stop()), subgraphs.stop()]);
}

/** Every contender in turn, several times, so that a disturbance meets all of them; the median counts. */
async function compare({ name, query, kind, connections }: { readonly name: string; readonly query: string; readonly kind: (typeof KINDS)[number]; readonly connections: number }): Promise<readonly Row[]> {
  const measured = new Map<Contender, Row[]>();
  // The first round only warms up.
  for (let round = -1; round < rounds; round += 1) {
    for (const contender of contenders) {
      if (kind === 'different questions' && contender.name === 'router') continue;
      const before = cpuMs(contender.pid);
      const result = await runLoad({ port: contender.port, next: requests(query, kind), connections, seconds: round < 0 ? 1 : seconds });
      if (round < 0) continue;
      const after = cpuMs(contender.pid);
      const cpuMicrosPerRequest = before === null || after === null ? null : ((after - before) * 1_000) / result.requests;
      measured.set(contender, [...(measured.get(contender) ?? []), { query: name, kind, connections, contender: contender.name, cpuMicrosPerRequest, ...result }]);
    }
  }
  const medians = [...measured.values()].map((rows) => rows.toSorted((one, other) => one.requestsPerSecond - other.requestsPerSecond)[Math.floor(rows.length / 2)]).filter((row) => row !== undefined);
  for (const row of medians) printRow(row);
  return medians;
}

function requests(query: string, kind: (typeof KINDS)[number]): () => { readonly body: string } {
  const same = { body: JSON.stringify({ query }) };
  let count = 0;
  return () => {
    count += 1;
    return kind === 'same question' ? same : { body: JSON.stringify({ query, variables: { unused: `${process.pid}-${count}` } }) };
  };
}

function printRow({ query, kind, connections, contender, requestsPerSecond, meanMs, p99Ms, cpuMicrosPerRequest, failures }: Row): void {
  console.log([
    query.padEnd(21), kind.padEnd(20), `${connections}`.padStart(5), contender.padEnd(19), `${requestsPerSecond.toFixed(0)}/s`.padStart(9), `mean ${meanMs.toFixed(2)} ms`.padStart(15), `p99 ${p99Ms.toFixed(2)} ms`.padStart(14),
    cpuMicrosPerRequest === null ? '' : `${cpuMicrosPerRequest.toFixed(0)} µs CPU`.padStart(13), failures > 0 ? `${failures} FAILED` : '',
  ].join(' '));
}

function printRatios(rows: readonly Row[]): void {
  console.log('\nRatios of requests/s');
  for (const [query, kind, connections] of new Set(rows.map((row) => JSON.stringify([row.query, row.kind, row.connections]))).values().map((text) => JSON.parse(text) as [string, string, number])) {
    const of = (contender: string) => rows.find((row) => row.query === query && row.kind === kind && row.connections === connections && row.contender === contender)?.requestsPerSecond ?? Number.NaN;
    const ratio = (ours: string, peer: string) => `${(of(ours) / of(peer)).toFixed(1)}x`;
    const cached = kind === 'same question' ? `cached ${ratio('router', 'Apollo stock stack')} stock, ${ratio('router', 'Hive Gateway')} Hive; ` : '';
    console.log(`${query}, ${kind}, ${connections} connections: ${cached}uncached ${ratio('router, cache off', 'Apollo stock stack')} stock, ${ratio('router, cache off', 'Hive Gateway')} Hive`);
  }
}

/** The supergraph with the subgraphs' addresses; without the links that Apollo's gateway refuses, or it could not take part. */
function supergraphFor(urls: Readonly<Record<string, string>>): string {
  const lines = readFileSync('supergraph.graphql', 'utf8').split('\n').filter((line) => !/@link\(url: "[^"]*\/(authenticated|requiresScopes)\//.test(line));
  return lines.map((line) => line.replace(/(name: "(\w+)", url: ")[^"]*/, (_match, before: string, name: string) => `${before}${urls[name] ?? ''}/graphql`)).join('\n');
}
