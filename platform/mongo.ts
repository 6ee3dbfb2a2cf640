/** Hides the connection to MongoDB: one client per process, one database per bounded context. */
import { MongoClient } from 'mongodb';
import type { Collection, Db, Document } from 'mongodb';
import { UnreachableError } from './unreachable-error.ts';

export type { AnyBulkWriteOperation, Collection, Db, Filter } from 'mongodb';

type MongoOptions = {
  /** `mongodb://…` */
  readonly url: string;
  /** e.g. `eventpost_users` */
  readonly database: string;
  readonly appName: string;
};

export type Mongo = {
  readonly db: Db;
  /** Rejects while the server does not answer. */
  readonly ping: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/**
 * Connects and pings once, so that a wrong address is found at start.
 * @throws Error with one sentence that names the server's address without its credentials.
 */
export async function connectMongo(options: MongoOptions): Promise<Mongo> {
  const client = new MongoClient(options.url, {
    appName: options.appName,
    serverSelectionTimeoutMS: 5_000,
    retryReads: true,
    retryWrites: true,
    ignoreUndefined: true,
    maxPoolSize: 20,
  });
  const db = client.db(options.database);
  try {
    await client.connect();
    await db.command({ ping: 1 });
  } catch (cause) {
    await client.close();
    throw new UnreachableError('MongoDB', options.url, cause);
  }
  return {
    db,
    ping: async () => {
      await db.command({ ping: 1 });
    },
    close: () => client.close(),
  };
}

const DUPLICATE_KEY = 11_000;

/** Whether a write failed because a unique index already holds the value. */
export function isDuplicateKey(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === DUPLICATE_KEY;
}

/** A typed collection. */
export function collectionOf<T extends Document>(db: Db, name: string): Collection<T> {
  return db.collection<T>(name);
}
