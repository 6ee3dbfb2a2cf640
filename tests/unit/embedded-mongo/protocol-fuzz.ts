/** Hides mutated messages: real ones with flipped bytes, cut off, stretched or with absurd lengths, thrown at a server that must live on. */
import { serialize } from 'bson';
import { connect } from 'node:net';
import { once } from 'node:events';
import { randomFrom } from './planner-fuzz.ts';

const OP_MSG = 2013;
const IN_PARALLEL = 32;

function message(document: Record<string, unknown>): Buffer {
  const body = serialize({ ...document, $db: 'fuzz' });
  const head = Buffer.alloc(21);
  head.writeInt32LE(21 + body.length, 0);
  head.writeInt32LE(1, 4);
  head.writeInt32LE(OP_MSG, 12);
  return Buffer.concat([head, body]);
}

const ORIGINALS: readonly Buffer[] = [
  message({ hello: 1 }),
  message({ ping: 1 }),
  message({ insert: 'k', documents: [{ a: 1, b: 'text', c: [1, 2, { d: null }], e: new Date(0) }] }),
  message({ find: 'k', filter: { a: { $gte: 0, $in: [1, 2] }, b: /^t/ }, sort: { a: -1 }, limit: 5 }),
  message({ update: 'k', updates: [{ q: { a: 1 }, u: { $push: { c: { $each: [3], $slice: -3 } } }, multi: true }] }),
  message({ aggregate: 'k', pipeline: [{ $match: { a: 1 } }, { $group: { _id: '$b', n: { $sum: 1 } } }], cursor: {} }),
  message({ createIndexes: 'k', indexes: [{ name: 'a_1', key: { a: 1 } }] }),
];

function mutate(original: Buffer, random: () => number): Buffer {
  const below = (limit: number) => Math.floor(random() * limit);
  const bytes = Buffer.from(original);
  switch (below(6)) {
    case 0:
      return bytes.subarray(0, below(bytes.length));
    case 1:
      bytes.writeInt32LE(below(2) === 0 ? 0x7fff_ffff : -below(1_000), 0);
      return bytes;
    case 2:
      bytes.writeInt32LE(below(0x7fff_ffff), below(bytes.length - 4));
      return bytes;
    case 3:
      return Buffer.from(Array.from({ length: 16 + below(200) }, () => below(256)));
    default:
      for (let flips = 1 + below(8); flips > 0; flips--) bytes[below(bytes.length)] = below(256);
      return bytes;
  }
}

/** Sends so many mutated messages, each on a connection of its own, and waits until each connection is over. */
export async function throwGarbage(port: number, seed: number, count: number): Promise<void> {
  const random = randomFrom(seed);
  let left = count;
  const thrower = async () => {
    while (left-- > 0) {
      const original = ORIGINALS[Math.floor(random() * ORIGINALS.length)] ?? Buffer.alloc(0);
      await throwOne(port, mutate(original, random));
    }
  };
  await Promise.all(Array.from({ length: IN_PARALLEL }, thrower));
}

async function throwOne(port: number, bytes: Buffer): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => socket.destroy());
  socket.resume();
  const closed = once(socket, 'close');
  socket.end(bytes);
  await closed;
}
