/** Prints what 100,000 documents cost the embedded database: start, memory, and the search for what is near: node bench/mongo-scale.ts */
import { calculateObjectSize } from 'bson';
import { MongoClient, ObjectId } from 'mongodb';
import { startServerProcess, temporaryFolder } from '#embedded/mongo/child-process.ts';
import { median, processorMs, residentBytes } from './mongo-server.ts';

const DOCUMENTS = 100_000;
const BATCH = 5_000;
const STARTS = 4;
const SEARCHES = 300;
/** Points lie around this city, most of them within the radius searched. */
const CENTRE = [-3.7038, 40.4168] as const;
const SPREAD_DEGREES = 0.3;

type Event = {
  _id: ObjectId;
  title: string;
  organizerId: string;
  startsAt: Date;
  status: string;
  topics: string[];
  place: { type: 'Point'; coordinates: [number, number] };
  description: string;
};

const around = (middle: number): number => middle + (Math.random() + Math.random() + Math.random() - 1.5) * SPREAD_DEGREES;

const newEvent = (number: number): Event => ({
  _id: new ObjectId(),
  title: `Event number ${number}`,
  organizerId: `organizer-${number % 1_000}`,
  startsAt: new Date(1_800_000_000_000 + ((number * 7_919) % DOCUMENTS) * 60_000),
  status: number % 20 === 0 ? 'CANCELLED' : 'PUBLISHED',
  topics: [`topic-${number % 30}`, `topic-${number % 7}`],
  place: { type: 'Point', coordinates: [around(CENTRE[0]), around(CENTRE[1])] },
  description: 'lorem ipsum dolor sit amet, '.repeat(4),
});

async function fill(url: string): Promise<number> {
  const client = await new MongoClient(url).connect();
  const events = client.db('bench').collection<Event>('events');
  let bytes = 0;
  for (let start = 0; start < DOCUMENTS; start += BATCH) {
    const batch = Array.from({ length: BATCH }, (_, offset) => newEvent(start + offset));
    bytes += batch.reduce((sum, event) => sum + calculateObjectSize(event), 0);
    await events.insertMany(batch);
  }
  await events.createIndex({ status: 1, startsAt: 1, _id: 1 });
  await events.createIndex({ place: '2dsphere' });
  await client.close();
  return bytes;
}

async function searchMs(url: string): Promise<readonly number[]> {
  const client = await new MongoClient(url).connect();
  const events = client.db('bench').collection<Event>('events');
  const times: number[] = [];
  for (let search = 0; search < SEARCHES; search++) {
    const $geometry = { type: 'Point', coordinates: [around(CENTRE[0]), around(CENTRE[1])] };
    const started = performance.now();
    await events.find({ place: { $near: { $geometry, $maxDistance: 10_000 } } }).limit(20).toArray();
    times.push(performance.now() - started);
  }
  await client.close();
  return times;
}

const folder = await temporaryFolder();
const file = `${folder.path}/data.db`;
const first = await startServerProcess(['--data', file]);
const bytes = await fill(first.url);
await first.stop();
const starts: number[] = [];
const processorTimes: number[] = [];
const residents: number[] = [];
for (let round = 0; round < STARTS; round++) {
  const server = await startServerProcess(['--data', file]);
  starts.push(server.startMs);
  processorTimes.push(await processorMs(server.pid));
  residents.push(await residentBytes(server.pid));
  if (round === STARTS - 1) {
    const near = await searchMs(server.url);
    console.log(`$near, limit 20 within 10 km: median ${median(near).toFixed(2)} ms over ${SEARCHES} (bar: at most 3)`);
    console.log(`resident after the searches: ${((await residentBytes(server.pid)) / bytes).toFixed(2)} times the data`);
  }
  await server.stop();
}
console.log(`${DOCUMENTS} documents, ${(bytes / DOCUMENTS).toFixed(0)} bytes each, indexes on status + start and on the place`);
console.log(`start: median ${median(starts).toFixed(0)} ms, worst ${Math.max(...starts).toFixed(0)} ms (bar: at most 1500); processor time ${median(processorTimes).toFixed(0)} ms`);
console.log(`resident: ${(median(residents) / 2 ** 20).toFixed(0)} MB = ${(median(residents) / bytes).toFixed(2)} times the data (bar: at most 4)`);
await folder.remove();
