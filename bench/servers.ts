/** Hides the servers that a benchmark runs on: those of the environment, or ones of its own, gone with it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from '#embedded/child.ts';
import { mongoService } from '#embedded/mongo-service.ts';
import { poll } from '#embedded/poll.ts';
import { freePort } from '#embedded/ports.ts';
import { redisService } from '#embedded/redis.ts';

export type BenchServers = { readonly redisUrl: string; readonly mongodbUrl: string; [Symbol.asyncDispose](): Promise<void> };

const STOP_GRACE_MS = 3_000;

/** Meant for `await using`. */
export async function startServers(): Promise<BenchServers> {
  const folder = await mkdtemp(join(tmpdir(), 'eventpost-bench-'));
  const redis = redisService({ url: process.env['REDIS_URL'], port: await freePort(), folder: join(folder, 'redis') });
  const mongo = mongoService({ url: process.env['MONGODB_URL'], port: await freePort(), folder: join(folder, 'mongodb') });
  const children = [redis, mongo].map(({ run }) => run && startChild({ ...run, env: process.env, onLine: () => {} }));
  await poll(async () => {
    if (!(await redis.isReady()) || !(await mongo.isReady())) throw new Error('the servers are not ready');
  }, { timeoutMs: 20_000 });
  return {
    redisUrl: redis.url,
    mongodbUrl: mongo.url,
    async [Symbol.asyncDispose]() {
      await Promise.all(children.map((child) => child?.stop(STOP_GRACE_MS)));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
