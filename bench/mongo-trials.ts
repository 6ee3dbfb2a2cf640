/**
 * Prints what the embedded database stands in full length: node bench/mongo-trials.ts [planner] [kill] [garbage]
 * The same trials run in short form with the tests.
 */
import { MongoClient } from 'mongodb';
import { startServerProcess, temporaryFolder } from '#embedded/mongo/child-process.ts';
import { killUnderLoad } from '#tests/unit/embedded-mongo/kill-nine.ts';
import { fuzzPlanner } from '#tests/unit/embedded-mongo/planner-fuzz.ts';
import { throwGarbage } from '#tests/unit/embedded-mongo/protocol-fuzz.ts';
import { residentBytes } from './mongo-server.ts';

const QUERIES = 50_000;
const KILLS = 20;
const MESSAGES = 10_000;

const chosen = process.argv.slice(2);
const isChosen = (trial: string): boolean => chosen.length === 0 || chosen.includes(trial);
const seed = Date.now() & 0xffff;

if (isChosen('planner')) {
  const { queries, withIndex, differences } = fuzzPlanner(seed, QUERIES);
  console.log(`planner: ${queries} random queries (seed ${seed}), ${withIndex} of them with an index, ${differences.length} answered differently (bar: 0)`);
  for (const difference of differences.slice(0, 3)) console.log(difference);
}
if (isChosen('kill')) {
  const folder = await temporaryFolder();
  const { acknowledged, lost, problems } = await killUnderLoad(`${folder.path}/data.db`, KILLS);
  console.log(`kill -9: ${KILLS} rounds, ${acknowledged} documents acknowledged, ${lost} lost (bar: 0), ${problems.length} disagreements of indexes (bar: 0)`);
  await folder.remove();
}
if (isChosen('garbage')) {
  const server = await startServerProcess([]);
  const before = await residentBytes(server.pid);
  await throwGarbage(Number(new URL(server.url).port), seed, MESSAGES);
  const client = await new MongoClient(server.url).connect();
  await client.db('a').command({ ping: 1 });
  await client.close();
  console.log(`garbage: ${MESSAGES} mutated messages (seed ${seed}), the server lives; resident ${((await residentBytes(server.pid)) / before).toFixed(1)} times what it was`);
  for (const line of server.lines.slice(1, 6)) console.log(`  it said: ${line}`);
  await server.stop();
}
