/** Hides the servers that mail benchmarks run beside: a Redis, a MongoDB and an SMTP server, each a process of its own. */
import { nodeCommand, startChild } from '#embedded/child.ts';
import { poll } from '#embedded/poll.ts';
import { createMailQueue } from '#mail/mail-queue.ts';
import type { MailQueue } from '#mail/mail-queue.ts';
import { createNotificationIndexes, createNotificationStore } from '#mail/notification-store.ts';
import type { NotificationStore } from '#mail/notification-store.ts';
import { connectMongo } from '#platform/mongo.ts';
import { startServers } from '../servers.ts';

export type MailServers = {
  readonly smtpUrl: string;
  /** How many mails the SMTP server has taken. */
  readonly taken: () => number;
  readonly store: NotificationStore;
  readonly queue: MailQueue;
  /** The environment of a worker on these servers; `changes` win. */
  readonly workerEnv: (changes?: Readonly<Record<string, string>>) => NodeJS.ProcessEnv;
  [Symbol.asyncDispose](): Promise<void>;
};

const NAME = 'bench';

/** Meant for `await using`. Takes MONGODB_URL and REDIS_URL from the environment where they are given. */
export async function mailServers(): Promise<MailServers> {
  const stack = new AsyncDisposableStack();
  const { redisUrl, mongodbUrl } = stack.use(await startServers());
  const lines: string[] = [];
  const sink = startChild({ ...nodeCommand('bench/mail/sink.ts'), env: process.env, onLine: (line) => void (lines[line.startsWith('smtp:') ? 0 : 1] = line) });
  stack.defer(async () => void (await sink.stop(2_000)));
  const smtpUrl = await poll(() => {
    if (lines[0] === undefined) throw new Error('the SMTP server is not ready');
    return lines[0];
  }, { timeoutMs: 10_000 });
  const connection = await connectMongo({ url: mongodbUrl, database: `${NAME}_notifications`, appName: NAME });
  stack.defer(connection.close);
  await createNotificationIndexes(connection.db);
  const store = createNotificationStore(connection.db);
  const queue = createMailQueue({ redisUrl, prefix: NAME, store });
  stack.defer(queue.close);
  return {
    smtpUrl, store, queue,
    taken: () => Number(lines[1] ?? 0),
    workerEnv: (changes = {}) => ({
      PATH: process.env['PATH'], NODE_ENV: 'test', LOG_LEVEL: 'warn', PORT: '0', MONGODB_URL: mongodbUrl, MONGODB_DATABASE_PREFIX: NAME, REDIS_URL: redisUrl, REDIS_PREFIX: NAME,
      SMTP_URL: smtpUrl, MAIL_QUOTA: 'unlimited', ...changes,
    }),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
