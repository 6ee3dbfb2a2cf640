/** Hides the servers that mail benchmarks run beside: a Redis, a MongoDB and an SMTP server, each a process of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BackingService } from '#embedded/backing-service.ts';
import { nodeCommand, startChild } from '#embedded/child.ts';
import { mongoService } from '#embedded/mongo-service.ts';
import { poll } from '#embedded/poll.ts';
import { freePort } from '#embedded/ports.ts';
import { redisService } from '#embedded/redis.ts';
import { createMailQueue } from '#mail/mail-queue.ts';
import type { MailQueue } from '#mail/mail-queue.ts';
import { createNotificationIndexes, createNotificationStore } from '#mail/notification-store.ts';
import type { NotificationStore } from '#mail/notification-store.ts';
import { connectMongo } from '#platform/mongo.ts';
import type { Db } from '#platform/mongo.ts';

export type MailServers = {
  readonly redisUrl: string;
  readonly mongodbUrl: string;
  readonly smtpUrl: string;
  /** How many mails the SMTP server has taken. */
  readonly taken: () => number;
  readonly db: Db;
  readonly store: NotificationStore;
  readonly queue: MailQueue;
  /** The environment of a worker on these servers; `changes` win. */
  readonly workerEnv: (changes?: Readonly<Record<string, string>>) => NodeJS.ProcessEnv;
  [Symbol.asyncDispose](): Promise<void>;
};

const NAME = 'bench';

/** Meant for `await using`. Takes MONGODB_URL and REDIS_URL from the environment where they are given. */
export async function mailServers(): Promise<MailServers> {
  const folder = await mkdtemp(join(tmpdir(), 'eventpost-bench-'));
  const stack = new AsyncDisposableStack();
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const redis = await run(redisService({ url: process.env['REDIS_URL'], port: await freePort(), folder: join(folder, 'redis') }), stack);
  const mongo = await run(mongoService({ url: process.env['MONGODB_URL'], port: await freePort(), folder: join(folder, 'mongo') }), stack);
  const lines: string[] = [];
  const sink = startChild({ ...nodeCommand('bench/mail/sink.ts'), env: process.env, onLine: (line) => void (lines[line.startsWith('smtp:') ? 0 : 1] = line) });
  stack.defer(async () => void (await sink.stop(2_000)));
  const smtpUrl = await poll(() => {
    if (lines[0] === undefined) throw new Error('the SMTP server is not ready');
    return lines[0];
  }, { timeoutMs: 10_000 });
  const connection = await connectMongo({ url: mongo.url, database: `${NAME}_notifications`, appName: NAME });
  stack.defer(connection.close);
  await createNotificationIndexes(connection.db);
  const store = createNotificationStore(connection.db);
  const queue = createMailQueue({ redisUrl: redis.url, prefix: NAME, store });
  stack.defer(queue.close);
  return {
    redisUrl: redis.url, mongodbUrl: mongo.url, smtpUrl, db: connection.db, store, queue,
    taken: () => Number(lines[1] ?? 0),
    workerEnv: (changes = {}) => ({
      PATH: process.env['PATH'], NODE_ENV: 'test', LOG_LEVEL: 'warn', PORT: '0', MONGODB_URL: mongo.url, MONGODB_DATABASE_PREFIX: NAME, REDIS_URL: redis.url, REDIS_PREFIX: NAME,
      SMTP_URL: smtpUrl, MAIL_QUOTA: 'unlimited', ...changes,
    }),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function run(service: BackingService, stack: AsyncDisposableStack): Promise<BackingService> {
  if (service.run !== null) {
    const child = startChild({ ...service.run, env: process.env, onLine: () => {} });
    stack.defer(async () => void (await child.stop(3_000)));
  }
  await poll(async () => {
    if (!(await service.isReady())) throw new Error(`${service.name} is not ready`);
  }, { timeoutMs: 20_000 });
  return service;
}
