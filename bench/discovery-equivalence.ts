/**
 * Checks discovery against the naive filter at full size: 2,000 random events, 2,000 random searches, every page of each.
 *
 *   node bench/discovery-equivalence.ts [--mongodb mongodb://…] [--events 2000] [--searches 2000]
 */
import { parseArgs } from 'node:util';
import { MongoClient } from 'mongodb';
import { createRandom } from '#cli/fixtures/random.ts';
import { startServerProcess } from '#embedded/mongo/child-process.ts';
import { openCollections } from '#subgraphs/events/collections.ts';
import { createDiscoveryStore } from '#subgraphs/events/discovery-store.ts';
import { findByPages, findNaively, makeQuery, makeStoredEvents } from '#tests/integration/events/naive-discovery.ts';

const { values: options } = parseArgs({
  options: { events: { type: 'string', default: '2000' }, searches: { type: 'string', default: '2000' }, mongodb: { type: 'string' } },
});
const server = options.mongodb === undefined ? await startServerProcess([]) : null;
const client = await MongoClient.connect(options.mongodb ?? server?.url ?? '');
const db = client.db('bench_equivalence');
try {
  await db.dropDatabase();
  const collections = await openCollections(db);
  const stored = makeStoredEvents(1, Number(options.events));
  await collections.events.insertMany([...stored]);
  const discovery = createDiscoveryStore(collections);
  const random = createRandom(2);
  let [different, found] = [0, 0];
  for (let round = 0; round < Number(options.searches); round += 1) {
    const query = makeQuery(random, stored);
    const [actual, expected] = [await findByPages(discovery, query), findNaively(stored, query)];
    found += actual.length;
    if (JSON.stringify(actual) === JSON.stringify(expected)) continue;
    different += 1;
    console.log(`different: ${JSON.stringify(query)}`);
  }
  console.log(`${options.searches} searches over ${options.events} events, ${found} found in all: ${different} differ from the naive filter`);
  process.exitCode = different === 0 ? 0 : 1;
} finally {
  await db.dropDatabase();
  await client.close();
  await server?.stop();
}
