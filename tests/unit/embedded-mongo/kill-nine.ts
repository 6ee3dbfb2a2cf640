/** Hides the trial that no acknowledged write is lost: writers at work, the server killed with SIGKILL, started again, and everything counted. */
import { MongoClient, type Collection } from 'mongodb';
import { startServerProcess } from '#embedded/mongo/child-process.ts';
import { randomFrom } from './planner-fuzz.ts';

export type KillOutcome = { readonly acknowledged: number; readonly lost: number; readonly problems: readonly string[] };

type Counter = { _id: number; n: number; pad: string };

const WRITERS = 4;

/** Kills and restarts a server on this data file so often. */
export async function killUnderLoad(file: string, rounds: number): Promise<KillOutcome> {
  const acknowledged = new Map<number, number>();
  const problems: string[] = [];
  const random = randomFrom(rounds);
  let lost = 0;
  for (let round = 0; round <= rounds; round++) {
    const server = await startServerProcess(['--data', file]);
    const client = await new MongoClient(server.url, { retryWrites: false, serverSelectionTimeoutMS: 1_000 }).connect();
    const counters = client.db('trial').collection<Counter>('counters');
    await counters.createIndex({ n: 1, _id: 1 });
    const found = new Map((await counters.find().toArray()).map(({ _id, n }) => [_id, n]));
    for (const [id, n] of acknowledged) if ((found.get(id) ?? -1) < n) lost++;
    const { valid, errors } = await client.db('trial').command({ validate: 'counters' });
    if (valid !== true) problems.push(...errors);
    if (round < rounds) {
      const writing = Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(counters, acknowledged, acknowledged.size + writer)));
      await enoughWrites(acknowledged, acknowledged.size + 100 + Math.floor(random() * 200));
      await server.stop('SIGKILL');
      await writing;
    }
    await client.close();
    await server.stop();
  }
  return { acknowledged: acknowledged.size, lost, problems };
}

/** Inserts and updates until the server is gone, noting what was acknowledged. */
async function write(counters: Collection<Counter>, acknowledged: Map<number, number>, first: number): Promise<void> {
  try {
    for (let id = first * 1_000_000; ; id++) {
      await counters.insertOne({ _id: id, n: 0, pad: 'x'.repeat(200) });
      acknowledged.set(id, 0);
      await counters.updateOne({ _id: id }, { $inc: { n: 1 } });
      acknowledged.set(id, 1);
      if (id % 5 === 0) await counters.updateMany({ _id: { $gt: id - 3, $lte: id } }, { $inc: { n: 1 } });
    }
  } catch {
    // The server was killed: what was not acknowledged does not count.
  }
}

async function enoughWrites(acknowledged: ReadonlyMap<number, number>, wanted: number): Promise<void> {
  while (acknowledged.size < wanted) await new Promise((resolve) => setImmediate(resolve));
}
