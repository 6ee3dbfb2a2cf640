/**
 * Measures discovery over 100,000 events: every combination of filters with every order, and that each query is answered by an index.
 *
 *   node bench/discovery.ts [--events 100000] [--rounds 20] [--worst 15] [--every 1] [--mongodb mongodb://… [--keep]]
 *
 * Each round asks every combination once, so that what else the machine does for a moment weighs on all alike; a first round, in which queries
 * are explained, is not timed. Beside the clock it tells processor time, which other work on the machine does not change; of a server of your own with `--server-pid`.
 * `--every 10` takes every tenth set of conditions only; `--keep` leaves the events in the database and uses those that it finds there.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MongoClient } from 'mongodb';
import type { Db, Document } from 'mongodb';
import { SUBJECTS } from '#cli/fixtures/subjects.ts';
import { makeEvents } from '#cli/fixtures/generator.ts';
import { createRandom } from '#cli/fixtures/random.ts';
import type { Random } from '#cli/fixtures/random.ts';
import { leanRuntime, startChild } from '#embedded/child.ts';
import { mongoService } from '#embedded/mongo-service.ts';
import { poll } from '#embedded/poll.ts';
import { freePort } from '#embedded/ports.ts';
import { newId } from '#platform/ids.ts';
import { openCollections } from '#subgraphs/events/collections.ts';
import { beginEvent } from '#subgraphs/events/event-document.ts';
import type { EventDetails } from '#subgraphs/events/event.ts';
import type { StoredEvent } from '#subgraphs/events/event-document.ts';
import { createDiscoveryStore } from '#subgraphs/events/discovery-store.ts';
import type { SearchOrder } from '#subgraphs/events/discovery-store.ts';
import type { Search } from '#subgraphs/events/search.ts';
import { makeSearch, CONDITIONS } from './discovery-searches.ts';

const { values: options } = parseArgs({
  options: { events: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '20' }, mongodb: { type: 'string' }, worst: { type: 'string', default: '15' }, keep: { type: 'boolean', default: false }, every: { type: 'string', default: '1' }, 'server-pid': { type: 'string' } },
});
const COUNT = Number(options.events);
const ROUNDS = Number(options.rounds);
const ORDERS: readonly SearchOrder[] = ['START_TIME', 'POPULARITY', 'NEWEST', 'DISTANCE', 'RELEVANCE'];
const NOW = new Date('2026-06-15T12:00:00Z');
const DAY_MS = 86_400_000;
const ORGANIZERS = 2_000;
const TARGET_MS = 25;

type Combination = {
  readonly name: string;
  readonly conditions: readonly (typeof CONDITIONS)[number][];
  readonly order: SearchOrder;
  readonly times: number[];
  readonly stages: Set<string>;
  examined: number;
  /** Milliseconds of processor for all queries, of both processes. */
  processorMs: number;
};

const server = options.mongodb === undefined ? await startEmbedded() : { url: options.mongodb, pid: Number(options['server-pid'] ?? 0), stop: () => Promise.resolve() };
const client = new MongoClient(server.url, { monitorCommands: true });
try {
  await client.connect();
  const db = client.db('bench_discovery');
  const { events, organizerIds } = await load(db);
  const discovery = createDiscoveryStore({ events });
  const combinations = combinationsOf(Number(options.every));
  const random = createRandom(5);
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const combination of combinations) {
      const search = makeSearch(combination.conditions, { random, now: NOW, organizerIds });
      if (round === 0) await explain(combination, { db, search, discovery });
      else await time(combination, { search, discovery });
    }
  }
  report(combinations);
} finally {
  if (!options.keep) await client.db('bench_discovery').dropDatabase();
  await client.close();
  await server.stop();
}

function combinationsOf(every: number): readonly Combination[] {
  const sets = Array.from({ length: 2 ** CONDITIONS.length }, (_, bits) => CONDITIONS.filter((_condition, index) => (bits & (1 << index)) !== 0)).filter((_, at) => at % every === 0);
  return sets.flatMap((conditions) => {
    const orders = ORDERS.filter((order) => (order !== 'DISTANCE' || conditions.includes('near')) && (order !== 'RELEVANCE' || conditions.includes('text')));
    return orders.map((order) => ({ name: `${conditions.join('+') || 'everything'} by ${order}`, conditions, order, times: [], stages: new Set<string>(), examined: 0, processorMs: 0 }));
  });
}

type Asked = { readonly search: Search; readonly discovery: ReturnType<typeof createDiscoveryStore> };

/** Asks for the first page and the one after it; says how many milliseconds each took. */
async function ask({ order }: Combination, { search, discovery }: Asked): Promise<number[]> {
  const times: number[] = [];
  let after: NonNullable<Parameters<typeof discovery.find>[1]['page']['after']> | null = null;
  for (let page = 0; page < 2; page += 1) {
    const startedAt = performance.now();
    const found: Awaited<ReturnType<typeof discovery.find>> = await discovery.find(search, { order, page: { limit: 20, after }, ids: { only: null, except: [] } });
    times.push(performance.now() - startedAt);
    const last = found[19];
    if (last === undefined) break;
    after = last.key;
  }
  return times;
}

async function time(combination: Combination, asked: Asked): Promise<void> {
  const processorBefore = processorTimeMs();
  combination.times.push(...(await ask(combination, asked)));
  combination.processorMs += processorTimeMs() - processorBefore;
}

async function explain(combination: Combination, { db, ...asked }: Asked & { readonly db: Db }): Promise<void> {
  const commands = recordCommands();
  await ask(combination, asked);
  for (const command of commands.stop()) {
    const explained = await db.command({ explain: command, verbosity: 'executionStats' });
    for (const stage of stagesOf(explained)) combination.stages.add(stage);
    combination.examined += examinedIn(explained);
  }
}

/** The queries that the driver sends until `stop`. */
function recordCommands(): { readonly stop: () => readonly Document[] } {
  const commands: Document[] = [];
  const record = ({ commandName, command }: { commandName: string; command: Document }) => {
    const { lsid: _lsid, $db: _db, $clusterTime: _time, ...query } = command;
    if (commandName === 'find' || commandName === 'aggregate') commands.push(query);
  };
  client.on('commandStarted', record);
  return {
    stop: () => {
      client.off('commandStarted', record);
      return commands;
    },
  };
}

/** What this process and the server have used so far; a tick of Linux's count for the server is 10 ms. */
function processorTimeMs(): number {
  const { user, system } = process.cpuUsage();
  const fields = server.pid > 0 ? readFileSync(`/proc/${server.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') : [];
  return (user + system) / 1_000 + (Number(fields?.[11] ?? 0) + Number(fields?.[12] ?? 0)) * 10;
}

function stagesOf(explained: unknown): readonly string[] {
  if (typeof explained !== 'object' || explained === null) return [];
  const own = 'stage' in explained && typeof explained.stage === 'string' ? [explained.stage] : [];
  return [...own, ...Object.values(explained).flatMap(stagesOf)];
}

function examinedIn(explained: unknown): number {
  if (typeof explained !== 'object' || explained === null) return 0;
  const own = 'totalDocsExamined' in explained && typeof explained.totalDocsExamined === 'number' ? explained.totalDocsExamined : 0;
  return own + Object.values(explained).reduce((sum: number, inner: unknown) => sum + examinedIn(inner), 0);
}

function report(measured: readonly Combination[]): void {
  const all = measured.flatMap(({ times }) => times);
  const sorted = measured.toSorted((one, other) => percentile(other.times, 0.95) - percentile(one.times, 0.95));
  console.log(`\n${measured.length} combinations, ${all.length} queries over ${COUNT} events`);
  console.log(`p50 ${percentile(all, 0.5).toFixed(1)} ms, p95 ${percentile(all, 0.95).toFixed(1)} ms, p99 ${percentile(all, 0.99).toFixed(1)} ms, slowest ${percentile(all, 1).toFixed(1)} ms`);
  const processor = measured.map(({ processorMs, times }) => processorMs / times.length);
  console.log(`processor time of a query: mean ${(processor.reduce((sum, one) => sum + one, 0) / processor.length).toFixed(1)} ms, p95 over combinations ${percentile(processor, 0.95).toFixed(1)} ms, most ${Math.max(...processor).toFixed(1)} ms`);
  const slow = measured.filter(({ times }) => percentile(times, 0.95) >= TARGET_MS);
  console.log(`combinations whose p95 is ${TARGET_MS} ms or more: ${slow.length}`);
  console.log(`combinations with a full scan: ${measured.filter(({ stages }) => stages.has('COLLSCAN')).length}`);
  for (const { name, times, processorMs, examined } of sorted.slice(0, Number(options.worst))) console.log(`  ${percentile(times, 0.95).toFixed(1).padStart(7)} ms  ${(processorMs / times.length).toFixed(1).padStart(6)} ms processor  ${String(examined).padStart(8)} examined  ${name}`);
}

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

async function load(db: Db) {
  const startedAt = performance.now();
  const { events } = await openCollections(db);
  if ((await events.estimatedDocumentCount()) === COUNT) return { events, organizerIds: await events.distinct('organizerId').then((ids) => ids.filter((id) => id !== null)) };
  await events.deleteMany({});
  const random = createRandom(3);
  const organizerIds = Array.from({ length: ORGANIZERS }, () => newId(NOW.getTime()));
  const details = makeEvents({ seed: 1, count: COUNT, now: NOW, pastDays: 180, futureDays: 180 });
  for (let start = 0; start < details.length; start += 2_000) {
    await events.insertMany(details.slice(start, start + 2_000).map((detail) => stored(detail, random, organizerIds)), { ordered: false });
  }
  console.log(`${COUNT} events with ${SUBJECTS.length} topics loaded in ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
  return { events, organizerIds };
}

function stored(details: EventDetails, random: Random, organizerIds: readonly string[]): StoredEvent {
  const createdAt = new Date(Math.min(details.startsAt.getTime(), NOW.getTime()) - random.between(1, 60 * 24) * 3_600_000);
  const organizerId = organizerIds[random.between(0, organizerIds.length - 1)] ?? null;
  const { unpublished: _unpublished, ...event } = beginEvent({ id: newId(createdAt.getTime()), organizerId, details, createdAt });
  const ageDays = (NOW.getTime() - createdAt.getTime()) / DAY_MS;
  return { ...event, status: random.chance(0.03) ? 'CANCELLED' : 'SCHEDULED', popularity: random.chance(0.3) ? 0 : 170 - ageDays / 14 + random.normal() * 3 };
}

async function startEmbedded() {
  const folder = await mkdtemp(join(tmpdir(), 'eventpost-bench-'));
  const service = mongoService({ url: undefined, port: await freePort(), folder });
  if (service.run === null) return { url: service.url, pid: 0, stop: () => rm(folder, { recursive: true, force: true }) };
  const child = startChild({ ...service.run, env: { ...leanRuntime, ...process.env }, onLine: (line) => console.log(line) });
  await poll(async () => {
    if (!(await service.isReady())) throw new Error('not ready');
  }, { timeoutMs: 20_000 });
  return {
    url: service.url,
    pid: child.pid ?? 0,
    stop: async () => {
      await child.stop(3_000);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
