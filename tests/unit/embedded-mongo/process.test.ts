import { once } from 'node:events';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { Long, MongoClient, type Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServerProcess, temporaryFolder, type ProcessLimits, type ServerProcess } from '#embedded/mongo/child-process.ts';

/** A server on a data file with something in it, and that file once the server has stopped. */
async function writtenFile(documents: number): Promise<{ file: string; remove: () => Promise<void> }> {
  const folder = await temporaryFolder();
  const file = `${folder.path}/data.db`;
  await withServer(['--data', file], async (client) => {
    await client.db('a').collection('b').insertMany(Array.from({ length: documents }, (_, n) => ({ n, text: 'x'.repeat(500) })));
  });
  return { file, remove: folder.remove };
}

async function withServer<T>(args: readonly string[], work: (client: MongoClient, server: ServerProcess) => Promise<T>, limits: ProcessLimits = {}): Promise<T> {
  const server = await startServerProcess(args, limits);
  const client = await new MongoClient(server.url, { retryWrites: false, serverSelectionTimeoutMS: 2_000 }).connect();
  try {
    return await work(client, server);
  } finally {
    await client.close();
    await server.stop();
  }
}

describe('the data file', () => {
  test('keeps documents, indexes and options over a restart', async () => {
    const folder = await temporaryFolder();
    const args = ['--data', `${folder.path}/data.db`];
    await withServer(args, async (client) => {
      const k = await client.db('a').createCollection('b', { validator: { n: { $type: 'number' } } });
      await k.insertMany([{ n: 1, long: Long.fromNumber(5) }, { n: 2.5 }]);
      await k.createIndex({ n: 1 }, { unique: true, name: 'numbers' });
      await k.deleteOne({ n: 2.5 });
    });
    await withServer(args, async (client) => {
      const k = client.db('a').collection('b');
      expect(await k.countDocuments({ long: { $type: 'long' } })).toBe(1);
      expect(await k.estimatedDocumentCount()).toBe(1);
      await expect(k.insertOne({ n: 1 })).rejects.toMatchObject({ code: 11_000 });
      await expect(k.insertOne({ n: 'x' })).rejects.toMatchObject({ code: 121 });
    });
    await folder.remove();
  });

  test.for<[string, (file: string) => Promise<unknown>]>([
    ['is something else', (file) => writeFile(file, 'These are my memoirs. '.repeat(1_000))],
    ['is cut off', (file) => truncate(file, 40_000)],
    [
      'has a flipped bit in a document',
      async (file) => {
        const bytes = await readFile(file);
        bytes[bytes.lastIndexOf('xxxxxxxx')] = 'y'.charCodeAt(0);
        await writeFile(file, bytes);
      },
    ],
  ])('is reported and left alone when it %s', async ([, damage]) => {
    const { file, remove } = await writtenFile(300);
    await damage(file);
    const before = await readFile(file);
    await expect(startServerProcess(['--data', file])).rejects.toThrow(/ended with code 1: The data file .*data\.db is damaged or not a data file of this server \(.+\); move it away or restore a copy\.$/);
    expect((await readFile(file)).equals(before)).toBe(true);
    await remove();
  });

  test('that can take no more ends the process before anything is acknowledged that is not kept', async () => {
    const folder = await temporaryFolder();
    const args = ['--data', `${folder.path}/data.db`];
    let acknowledged = 0;
    await withServer(args, async (client, server) => {
      const k = client.db('a').collection('b');
      await expect(
        (async () => {
          for (;; acknowledged++) await k.insertOne({ n: acknowledged, text: 'x'.repeat(20_000) });
        })(),
      ).rejects.toThrow(/connection|closed|ECONNRESET/i);
      expect(await server.exited).toMatchObject({ code: 1 });
      expect(server.lines.at(-1)).toMatch(/^Changes could not be written to .*data\.db \(.+\); stopping, so that nothing is acknowledged that is not kept\.$/);
    }, { maxFileKilobytes: 2_000 });
    expect(acknowledged).toBeGreaterThan(10);
    await withServer(args, async (client) => {
      expect(await client.db('a').collection('b').countDocuments({ n: { $lt: acknowledged } })).toBe(acknowledged);
    });
    await folder.remove();
  });
});

describe('the process', () => {
  test('says in one sentence that its port is taken', async () => {
    const first = await startServerProcess([]);
    const { port } = new URL(first.url);
    await expect(startServerProcess(['--port', port])).rejects.toThrow(`ended with code 1: Port ${port} on 127.0.0.1 is already in use.`);
    await first.stop();
  });

  test.for(['SIGTERM', 'SIGINT'] as const)('stops cleanly on %s', async (signal) => {
    expect(await (await startServerProcess([])).stop(signal)).toEqual({ code: 0, signal: null });
  });
});

describe('what it refuses', () => {
  let server: ServerProcess;
  let client: MongoClient;
  beforeAll(async () => {
    server = await startServerProcess([]);
    client = await new MongoClient(server.url).connect();
    await client.db('a').collection('b').insertOne({ a: 1 });
  });
  afterAll(async () => {
    await client.close();
    await server.stop();
  });

  test.for<[Document, number, RegExp]>([
    [{ frobnicate: 1 }, 59, /no such command: 'frobnicate'/],
    [{ configureFailPoint: 'failCommand', mode: 'off' }, 59, /no such command/],
    [{ find: 'b', frobnicate: 1 }, 40_415, /find\.frobnicate/],
    [{ find: 'b', tailable: true }, 238, /tailable/],
    [{ find: 'b', filter: { $where: 'true' } }, 238, /\$where/],
    [{ find: 'b', filter: { $expr: { $function: { body: '', args: [], lang: 'js' } } } }, 238, /\$function/],
    [{ find: 'b', collation: { locale: 'sv' } }, 238, /locale 'sv'/],
    [{ create: 'view', viewOn: 'b', pipeline: [] }, 238, /viewOn/],
    [{ create: 'capped', capped: true, size: 1_000 }, 238, /capped/],
    [{ create: 'series', timeseries: { timeField: 'at' } }, 238, /timeseries/],
    [{ createIndexes: 'b', indexes: [{ name: 'x', key: { '$**': 1 } }] }, 238, /wildcard/],
    [{ createIndexes: 'b', indexes: [{ name: 'x', key: { a: 'hashed' } }] }, 238, /hashed/],
    [{ createIndexes: 'b', indexes: [{ name: 'x', key: { a: 'text' } }] }, 238, /default_language 'english'/],
    [{ createIndexes: 'b', indexes: [{ name: 'x', key: { a: 1 }, wildcardProjection: {} }] }, 238, /wildcardProjection/],
    [{ aggregate: 'b', pipeline: [{ $changeStream: {} }], cursor: {} }, 40_573, /replica set/],
    [{ aggregate: 'b', pipeline: [{ $search: {} }], cursor: {} }, 238, /\$search/],
    [{ insert: 'b', documents: [{}], txnNumber: Long.fromNumber(1), lsid: { id: 1 } }, 20, /Transaction numbers/],
    [{ find: 'b', readConcern: { level: 'snapshot' } }, 72, /snapshot/],
    [{ insert: 'b', documents: [{}], writeConcern: { w: 3 } }, 2, /not replicated/],
  ])('%j', async ([command, code, message]) => {
    await expect(client.db('a').command(command)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  test('a transaction', async () => {
    const session = client.startSession();
    session.startTransaction();
    await expect(client.db('a').collection('b').insertOne({}, { session })).rejects.toMatchObject({ errorResponse: { originalError: { code: 20 } } });
    await session.endSession();
  });

  test.for([0x7fff_ffff, 48_000_000 + 16_385, 15, -1])('a message that says it has %i bytes', async (size) => {
    const socket = connect({ port: Number(new URL(server.url).port), host: '127.0.0.1' });
    const head = Buffer.alloc(16);
    head.writeInt32LE(size, 0);
    socket.write(head);
    socket.on('error', () => undefined);
    await once(socket, 'close');
    expect(await client.db('a').command({ ping: 1 })).toMatchObject({ ok: 1 });
  });
});
