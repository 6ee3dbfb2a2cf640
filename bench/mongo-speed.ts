/**
 * Prints how fast the embedded database is beside its own `ping` through the same driver, so that the machine cancels out:
 * node bench/mongo-speed.ts [url]   (with a url, that server is measured instead)
 */
import { calculateObjectSize } from 'bson';
import { MongoClient, ObjectId } from 'mongodb';
import { startServerProcess, temporaryFolder } from '#embedded/mongo/child-process.ts';
import { median, processorMs } from './mongo-server.ts';

const IN_FLIGHT = 16;
const DOCUMENTS = 5_000;
const OPERATIONS = 2_000;
const ROUNDS = 7;

type Order = { _id: ObjectId; userId: string; status: string; at: Date; total: number; note: string };

const newOrder = (number: number): Order => ({
  _id: new ObjectId(),
  userId: `user-${number % 100}`,
  status: ['new', 'paid', 'sent'][number % 3] ?? 'new',
  at: new Date(1_700_000_000_000 + ((number * 7919) % DOCUMENTS) * 60_000),
  total: number % 500,
  note: 'lorem ipsum dolor sit amet '.repeat(9),
});

/** `wall`: operations a second; `processor`: what the busier of both processes could do a second if it had a core for itself. */
type Rate = { readonly wall: number; readonly processor: number };

async function rateOf(operation: (number: number) => Promise<unknown>): Promise<Rate> {
  let next = 0;
  const [started, ownBefore, serverBefore] = [performance.now(), ownProcessorMs(), server ? await processorMs(server.pid) : 0];
  const worker = async () => {
    while (next < OPERATIONS) await operation(next++);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  const wallMs = performance.now() - started;
  const busierMs = Math.max(ownProcessorMs() - ownBefore, (server ? await processorMs(server.pid) : 0) - serverBefore);
  return { wall: (OPERATIONS / wallMs) * 1_000, processor: (OPERATIONS / busierMs) * 1_000 };
}

function ownProcessorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

const folder = await temporaryFolder();
const [, , givenUrl] = process.argv;
const server = givenUrl === undefined ? await startServerProcess(['--data', `${folder.path}/data.db`]) : null;
const client = await new MongoClient(givenUrl ?? server?.url ?? '', { maxPoolSize: IN_FLIGHT }).connect();
const database = client.db('bench_speed');
await database.dropDatabase();
const orders = database.collection<Order>('orders');
const documents = Array.from({ length: DOCUMENTS }, (_, number) => newOrder(number));
await orders.insertMany(documents);
await orders.createIndex({ userId: 1, at: -1 });
/** Nothing to find and nothing to answer: what the driver itself takes for a `findOne`, whoever the server is. */
const absent = database.collection<Order>('absent');
const idOf = (number: number): ObjectId => documents[(number * 17) % DOCUMENTS]?._id ?? new ObjectId();

const operations: Readonly<Record<string, (number: number) => Promise<unknown>>> = {
  ping: () => database.command({ ping: 1 }),
  'findOne, collection is absent': () => absent.findOne({ _id: idOf(0) }),
  'the same find as a command': (number) => database.command({ find: 'orders', filter: { _id: idOf(number) }, limit: 1, singleBatch: true }),
  'findOne by _id': (number) => orders.findOne({ _id: idOf(number) }),
  'equality + sort + limit 20': (number) => orders.find({ userId: `user-${number % 100}` }).sort({ at: -1 }).limit(20).toArray(),
  'updateOne by _id': (number) => orders.updateOne({ _id: idOf(number) }, { $inc: { total: 1 } }),
  insertOne: (number) => orders.insertOne(newOrder(number)),
};
console.log(`${DOCUMENTS} documents of ${calculateObjectSize(newOrder(50))} bytes, ${IN_FLIGHT} operations in flight`);
const rates = new Map<string, Rate[]>(Object.keys(operations).map((name) => [name, []]));
for (let round = 0; round <= ROUNDS; round++) {
  for (const [name, operation] of Object.entries(operations)) {
    const rate = await rateOf(operation);
    if (round > 0) rates.get(name)?.push(rate);
  }
}
for (const by of ['wall', 'processor'] as const) {
  const rate = (name: string): number => median((rates.get(name) ?? []).map((one) => one[by]));
  console.log(`By ${by} time:`);
  for (const name of rates.keys()) console.log(`  ${name.padEnd(30)} ${rate(name).toFixed(0).padStart(7)}/s  ${((rate(name) / rate('ping')) * 100).toFixed(0).padStart(4)} % of ping`);
  console.log(`  findOne by _id / ping: ${(rate('findOne by _id') / rate('ping')).toFixed(2)} (bar: at least 0.70)`);
  console.log(`    of which the driver alone: ${(rate('findOne, collection is absent') / rate('ping')).toFixed(2)}; the same find as a plain command: ${(rate('the same find as a command') / rate('ping')).toFixed(2)}`);
  console.log(`  time of equality + sort + limit 20 / time of findOne: ${(rate('findOne by _id') / rate('equality + sort + limit 20')).toFixed(2)} (bar: at most 3)`);
  console.log(`  insertOne / ping: ${(rate('insertOne') / rate('ping')).toFixed(2)} (bar: at least 0.60)`);
}
await client.close();
await server?.stop();
await folder.remove();
