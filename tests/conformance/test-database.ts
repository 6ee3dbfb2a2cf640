/** Hides the connection of a conformance test: a database of its own on whatever MongoDB the tests run against. */
import { MongoClient, type Collection, type Db, type Document } from 'mongodb';
import { afterAll, beforeAll } from 'vitest';
import { backingServices } from '#tests/support/backing-services.ts';
import { uniqueName } from '#tests/support/unique-name.ts';

export type TestDatabase = {
  readonly database: () => Db;
  /** A new collection that holds these documents. */
  readonly collection: <T extends Document = Document>(documents?: readonly T[]) => Promise<Collection<T>>;
};

/** Registers the hooks that open and drop the database of a test file. */
export function testDatabase(): TestDatabase {
  let client: MongoClient | undefined;
  let database: Db | undefined;
  const opened = (): Db => {
    if (!database) throw new Error('the database is only there while tests run');
    return database;
  };
  beforeAll(async () => {
    client = await new MongoClient(backingServices().mongodbUrl).connect();
    database = client.db(uniqueName('conformance'));
  });
  afterAll(async () => {
    await database?.dropDatabase();
    await client?.close();
  });
  return {
    database: opened,
    collection: async <T extends Document>(documents: readonly T[] = []) => {
      const collection = opened().collection(uniqueName('c'));
      if (documents.length > 0) await collection.insertMany(documents.map((document) => ({ ...document })));
      return collection as unknown as Collection<T>;
    },
  };
}

/** The ids of the documents that match, in order. */
export async function idsMatching(collection: Collection, filter: Document = {}): Promise<unknown[]> {
  return (await collection.find(filter, { projection: { _id: 1 } }).sort({ _id: 1 }).toArray()).map(({ _id }) => _id as unknown);
}

/** All stages that a winning plan is made of, e.g. `['FETCH', 'IXSCAN']`. */
export function planStages(explanation: Document): string[] {
  const stages: string[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, item] of Object.entries(value)) {
      if (key === 'stage' && typeof item === 'string') stages.push(item);
      else if (!['rejectedPlans', 'command', 'parsedQuery', 'executionStats'].includes(key)) walk(item);
    }
  };
  walk(explanation);
  return stages;
}
