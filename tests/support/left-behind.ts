/** Hides how a test looks through everything that is stored: every collection of the three databases, and every Redis key of whatever type. */
import type { Redis } from 'ioredis';
import { connectMongo } from '#platform/mongo.ts';
import { createRedis } from '#platform/redis.ts';

/** One stored thing, and where it lies. */
export type Stored = { readonly where: string; readonly text: string };

/** Everything stored under the environment's names. */
export async function everythingStored(environment: Readonly<Record<string, string>>): Promise<readonly Stored[]> {
  const { MONGODB_URL: url = '', MONGODB_DATABASE_PREFIX: prefix = '' } = environment;
  const inDatabases = await Promise.all(['users', 'events', 'notifications'].map((name) => inDatabase(url, `${prefix}_${name}`)));
  return [...inDatabases.flat(), ...(await inRedis(environment))];
}

async function inDatabase(url: string, database: string): Promise<readonly Stored[]> {
  const mongo = await connectMongo({ url, database, appName: 'tests' });
  try {
    const collections = await mongo.db.listCollections().toArray();
    const stored = await Promise.all(
      collections.map(async ({ name }) => (await mongo.db.collection(name).find().toArray()).map((document) => ({ where: `${database}.${name}`, text: JSON.stringify(document) }))),
    );
    return stored.flat();
  } finally {
    await mongo.close();
  }
}

async function inRedis({ REDIS_URL: url = '', REDIS_PREFIX: prefix = '' }: Readonly<Record<string, string>>): Promise<readonly Stored[]> {
  const redis = createRedis(url);
  try {
    const keys = await redis.keys(`${prefix}*`);
    return await Promise.all(keys.map(async (key) => ({ where: `redis ${key}`, text: `${key} ${await valueOf(redis, key)}` })));
  } finally {
    redis.disconnect();
  }
}

async function valueOf(redis: Redis, key: string): Promise<string> {
  const type = await redis.type(key);
  switch (type) {
    case 'string': return (await redis.get(key)) ?? '';
    case 'hash': return JSON.stringify(await redis.hgetall(key));
    case 'list': return (await redis.lrange(key, 0, -1)).join(' ');
    case 'set': return (await redis.smembers(key)).join(' ');
    case 'zset': return (await redis.zrange(key, '0', '-1')).join(' ');
    case 'stream': return JSON.stringify(await redis.xrange(key, '-', '+'));
    case 'none': return '';
    default: throw new Error(`${key} is of a type that nobody looks into: ${type}`);
  }
}
