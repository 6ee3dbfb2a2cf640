/**
 * Prints how fast the embedded database is beside its own `ping` through the same driver, in many short turns, so that the machine cancels out:
 * node bench/mongo-speed.ts [url]   (with a url, that server is measured instead)
 */
import { calculateObjectSize } from 'bson';
import { MongoClient, ObjectId } from 'mongodb';
import { startServerProcess, temporaryFolder } from '#embedded/mongo/child-process.ts';
import { processorMs } from './mongo-server.ts';

const IN_FLIGHT = 16;
const DOCUMENTS = 5_000;
/** Operations of a turn, and turns of each kind; the first ones are not counted. */
const OPERATIONS = 200;
const ROUNDS = 300;
const WARM_UP_ROUNDS = 30;

type Order = { _id: ObjectId; userId: string; status: string; at: Date; total: number; note: string };

const newOrder = (number: number): Order => ({
  _id: new ObjectId(),
  userId: `user-${number % 100}`,
  status: ['new', 'paid', 'sent'][number % 3] ?? 'new',
  at: new Date(1_700_000_000_000 + ((number * 7919) % DOCUMENTS) * 60_000),
  total: number % 500,
  note: 'lorem ipsum dolor sit amet '.repeat(9),
});

/** Milliseconds that turns took, by the clock and of each process's processor time. */
type Taken = { wall: number; own: number; server: number };

async function takeTurn(operation: (number: number) => Promise<unknown>, taken: Taken): Promise<void> {
  let next = 0;
  const [serverBefore, ownBefore, started] = [server ? await processorMs(server.pid) : 0, ownProcessorMs(), performance.now()];
  const worker = async () => {
    while (next < OPERATIONS) await operation(next++);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  taken.wall += performance.now() - started;
  taken.own += ownProcessorMs() - ownBefore;
  taken.server += (server ? await processorMs(server.pid) : 0) - serverBefore;
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
const kinds = Object.entries(operations).map(([name, operation]) => ({ name, operation, taken: { wall: 0, own: 0, server: 0 } }));
for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
  if (round === WARM_UP_ROUNDS) for (const { taken } of kinds) Object.assign(taken, { wall: 0, own: 0, server: 0 });
  // Each kind follows each other one in turn: what one leaves to be collected or written is no one's burden alone.
  const first = round % kinds.length;
  for (const { operation, taken } of [...kinds.slice(first), ...kinds.slice(0, first)]) await takeTurn(operation, taken);
}
/** Operations a second, by the clock or if the busier of both processes had a core for itself. */
const RATES = { wall: ({ wall }: Taken) => wall, processor: ({ own, server: ofServer }: Taken) => Math.max(own, ofServer) } as const;
for (const by of ['wall', 'processor'] as const) {
  const rate = (name: string): number => (ROUNDS * OPERATIONS * 1_000) / RATES[by](kinds.find((kind) => kind.name === name)?.taken ?? { wall: Number.NaN, own: 0, server: 0 });
  console.log(`By ${by} time:`);
  for (const { name } of kinds) console.log(`  ${name.padEnd(30)} ${rate(name).toFixed(0).padStart(7)}/s  ${((rate(name) / rate('ping')) * 100).toFixed(0).padStart(4)} % of ping`);
  console.log(`  findOne by _id / ping: ${(rate('findOne by _id') / rate('ping')).toFixed(2)} (bar: at least 0.70)`);
  console.log(`    of which the driver alone: ${(rate('findOne, collection is absent') / rate('ping')).toFixed(2)}; the same find as a plain command: ${(rate('the same find as a command') / rate('ping')).toFixed(2)}`);
  console.log(`  time of equality + sort + limit 20 / time of findOne: ${(rate('findOne by _id') / rate('equality + sort + limit 20')).toFixed(2)} (bar: at most 3)`);
  console.log(`  insertOne / ping: ${(rate('insertOne') / rate('ping')).toFixed(2)} (bar: at least 0.60)`);
}
await client.close();
await server?.stop();
await folder.remove();
