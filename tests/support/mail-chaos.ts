/** Hides a mail system under attack: real workers killed at random, Redis killed and restarted, an SMTP server that misbehaves; and what must hold afterwards. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BackingService } from '#embedded/backing-service.ts';
import { nodeCommand, startChild } from '#embedded/child.ts';
import type { Child } from '#embedded/child.ts';
import { mongoService } from '#embedded/mongo-service.ts';
import { poll } from '#embedded/poll.ts';
import { freePort } from '#embedded/ports.ts';
import { redisService } from '#embedded/redis.ts';
import { FAIR_SHARE } from '#mail/digest.ts';
import { createDeliveryStore } from '#mail/delivery-store.ts';
import { createMailQueue } from '#mail/mail-queue.ts';
import type { MailQueue } from '#mail/mail-queue.ts';
import { isFinal } from '#mail/notification.ts';
import type { Notification } from '#mail/notification.ts';
import { createNotificationIndexes, createNotificationStore } from '#mail/notification-store.ts';
import type { NewNotification, NotificationStore } from '#mail/notification-store.ts';
import { newId } from '#platform/ids.ts';
import { connectMongo } from '#platform/mongo.ts';
import { wishFor } from './notifications.ts';
import { smtpSink } from './smtp-sink.ts';
import type { SinkAnswer, SmtpSink } from './smtp-sink.ts';

export type ChaosOptions = {
  readonly workers: number;
  readonly mails: number;
  /** One window, so that the cap can be checked: `max` mails in `seconds`. */
  readonly quota: { readonly max: number; readonly seconds: number };
  /** From kill -9 of one worker to that of the next. */
  readonly killEveryMs: number;
  /** No worker is killed any more so long after the start; for ever, if left out. */
  readonly killUntilMs?: number;
  /** Kill -9 of Redis, so long after the start. */
  readonly redisKillsAtMs: readonly number[];
  /** From 0 to 1. */
  readonly random: () => number;
  readonly timeoutMs: number;
  readonly say?: (line: string) => void;
};

export type ChaosReport = {
  readonly states: Readonly<Record<string, number>>;
  readonly kills: number;
  readonly seconds: number;
  readonly taken: number;
  /** Broken promises, one sentence each. */
  readonly broken: readonly string[];
};

const NAME = 'chaos';

/** Runs the attack until every notification is at its end or the time is up. */
export async function runMailChaos(options: ChaosOptions): Promise<ChaosReport> {
  const folder = await mkdtemp(join(tmpdir(), 'eventpost-chaos-'));
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const { max, seconds } = options.quota;
  await using sink = await smtpSink({ keepSource: false });
  sink.answer = () => misbehave(options.random());
  const redis = await keepRunning(redisService({ port: await freePort(), folder: join(folder, 'redis') }), stack);
  const mongo = await keepRunning(mongoService({ port: await freePort(), folder: join(folder, 'mongo') }), stack);
  const connection = await connectMongo({ url: mongo.url, database: `${NAME}_notifications`, appName: 'chaos' });
  stack.defer(connection.close);
  await createNotificationIndexes(connection.db);
  const store = createNotificationStore(connection.db);
  const queue = createMailQueue({ redisUrl: redis.url, prefix: NAME, store });
  stack.defer(() => queue.close());
  const ids = await scheduleMails({ store, queue }, options);

  const env = {
    PATH: process.env['PATH'], NODE_ENV: 'test', LOG_LEVEL: 'warn', PORT: '0', MONGODB_URL: mongo.url, MONGODB_DATABASE_PREFIX: NAME, REDIS_URL: redis.url, REDIS_PREFIX: NAME,
    SMTP_URL: sink.url, MAIL_QUOTA: `${max}/PT${seconds}S`, MAIL_FLUSH_AT: 'off', MAIL_URGENT_RESERVE: '0',
  };
  const workers = Array.from({ length: options.workers }, () => startWorker(env));
  stack.defer(async () => void (await Promise.all(workers.map((worker) => worker.stop(2_000)))));

  const startedAt = Date.now();
  const redisKills = [...options.redisKillsAtMs];
  let kills = 0;
  let isOver = false;
  while (!isOver && Date.now() - startedAt < options.timeoutMs) {
    await pause(options.killEveryMs);
    const elapsedMs = Date.now() - startedAt;
    if (redisKills[0] !== undefined && elapsedMs > redisKills[0]) {
      redisKills.shift();
      options.say?.('kill -9 of Redis');
      await redis.restart();
    }
    const states = await countStates(store);
    const pending = (states['PENDING'] ?? 0) + (states['SENDING'] ?? 0);
    isOver = pending < FAIR_SHARE && unfinished(await allOf(store)).length === 0;
    options.say?.(`${Math.round(elapsedMs / 1_000)} s: ${JSON.stringify(states)}, sink ${sink.mails.length}`);
    if ((states['PENDING'] ?? 0) > 0 && elapsedMs < (options.killUntilMs ?? Number.POSITIVE_INFINITY)) {
      const index = Math.floor(options.random() * workers.length);
      workers[index]?.kill('SIGKILL');
      workers[index] = startWorker(env);
      kills += 1;
    }
  }
  const notifications = await allOf(store);
  const attempts = await createDeliveryStore(connection.db).attemptsSince(new Date(0));
  const broken = [...brokenStates(notifications, ids), ...brokenDeliveries(notifications, sink), ...brokenWindows(attempts, options.quota)];
  return { states: await countStates(store), kills, seconds: Math.round((Date.now() - startedAt) / 1_000), taken: sink.mails.length, broken };
}

/** A tenth are reminders of a few people, so that digests are under attack as well; a few are urgent. */
async function scheduleMails({ store, queue }: { readonly store: NotificationStore; readonly queue: MailQueue }, { mails, random }: ChaosOptions): Promise<string[]> {
  const people = Array.from({ length: Math.max(1, Math.floor(mails / 300)) }, () => newId());
  const now = new Date();
  const wishes = Array.from({ length: mails }, (_, index): NewNotification => {
    const share = random();
    const kind = share < 0.1 ? 'REMINDER' : share < 0.12 ? 'WELCOME' : 'CUSTOM';
    const recipientId = kind === 'REMINDER' ? (people[index % people.length] ?? null) : null;
    const toEmail = recipientId === null ? `person-${index}@example.org` : `${recipientId}@example.org`;
    return wishFor({ kind, recipientId, toEmail, scheduledAt: now, deadline: new Date(now.getTime() + 3_600_000 * (1 + random() * 24)) });
  });
  const ids: string[] = [];
  for (let start = 0; start < wishes.length; start += 1_000) {
    const stored = await store.insert(wishes.slice(start, start + 1_000), now);
    await queue.schedule(stored, now);
    ids.push(...stored.map(({ _id }) => _id));
  }
  return ids;
}

function misbehave(share: number): SinkAnswer {
  if (share < 0.01) return 'drop';
  if (share < 0.04) return { code: 451 };
  if (share < 0.05) return { code: 421 };
  if (share < 0.07) return { code: 550 };
  return share < 0.1 ? { afterMs: 300 } : 'take';
}

function brokenStates(notifications: readonly Notification[], ids: readonly string[]): string[] {
  const found = new Set(notifications.map(({ _id }) => _id));
  const lost = ids.filter((id) => !found.has(id)).map((id) => `${id} is lost`);
  return [...lost, ...unfinished(notifications).map(({ _id, state, digestId }) => `${_id} is still ${state}${digestId === null ? '' : ` in ${digestId}`}`)];
}

/** Not at their ends; a person's reminders beyond the day's share rightly wait for the next digest, hours from now. */
function unfinished(notifications: readonly Notification[]): Notification[] {
  const sent = notifications.filter(({ state, digestId }) => state === 'SENT' && digestId === null);
  const sentTo = (recipientId: string | null, kind: Notification['kind']) => sent.filter((notification) => notification.recipientId === recipientId && notification.kind === kind).length;
  const waitsForDigest = ({ state, kind, recipientId }: Notification) =>
    state === 'PENDING' && kind === 'REMINDER' && sentTo(recipientId, 'DIGEST') > 0 && sentTo(recipientId, 'REMINDER') >= FAIR_SHARE;
  return notifications.filter((notification) => !isFinal(notification.state) && !waitsForDigest(notification));
}

/** What the sink holds against what the documents say. */
function brokenDeliveries(notifications: readonly Notification[], sink: SmtpSink): string[] {
  const taken = new Map<string, number>();
  for (const { messageId } of sink.mails) {
    const key = messageId.slice(1, messageId.indexOf('@'));
    taken.set(key, (taken.get(key) ?? 0) + 1);
  }
  return notifications.flatMap(({ _id, revision, state, digestId, attempts }) => {
    const count = taken.get(`${_id}.${revision}`) ?? 0;
    if (count > 1 && state !== 'UNCERTAIN') return [`${_id} is ${state} and was taken ${count} times`];
    if (digestId !== null) return count > 0 ? [`${_id} was taken by itself and in a digest`] : [];
    if (state === 'SENT' && count === 0) return [`${_id} is SENT and was never taken: ${JSON.stringify(attempts)}`];
    if (state === 'FAILED' && count > 0) return [`${_id} is FAILED and was taken`];
    return [];
  });
}

function brokenWindows(attempts: readonly Date[], { max, seconds }: ChaosOptions['quota']): string[] {
  const windows = new Map<number, number>();
  for (const at of attempts) {
    const window = Math.floor(at.getTime() / (seconds * 1_000));
    windows.set(window, (windows.get(window) ?? 0) + 1);
  }
  return [...windows].filter(([, count]) => count > max).map(([window, count]) => `${count} attempts in the window at ${new Date(window * seconds * 1_000).toISOString()}, which allows ${max}`);
}

async function allOf(store: NotificationStore): Promise<Notification[]> {
  const all: Notification[] = [];
  for (let after: readonly unknown[] | null = null; ; ) {
    const page: Notification[] = await store.page({}, { limit: 1_000, after }, new Date());
    all.push(...page.slice(0, 1_000));
    const last = page.at(-2);
    if (page.length <= 1_000 || last === undefined) return all;
    after = [last.createdAt, last._id];
  }
}

async function countStates(store: NotificationStore): Promise<Record<string, number>> {
  const now = new Date();
  const statuses = ['SENDING', 'SENT', 'FAILED', 'EXPIRED', 'WITHDRAWN', 'UNCERTAIN'] as const;
  const counts = await Promise.all(statuses.map(async (status) => [status, await store.count({ statuses: [status] }, now)] as const));
  return { PENDING: await store.count({ statuses: ['WAITING', 'SCHEDULED'] }, now), ...Object.fromEntries(counts) };
}

function startWorker(env: NodeJS.ProcessEnv): Child {
  return startChild({ ...nodeCommand('worker/main.ts'), env, onLine: () => {} });
}

async function keepRunning(service: BackingService, stack: AsyncDisposableStack): Promise<{ readonly url: string; readonly restart: () => Promise<void> }> {
  const { run } = service;
  if (run === null) throw new Error(`${service.name} must be one of our own to be killed`);
  const start = async (): Promise<Child> => {
    const child = startChild({ ...run, env: process.env, onLine: () => {} });
    await poll(async () => {
      if (!(await service.isReady())) throw new Error(`${service.name} is not ready`);
    }, { timeoutMs: 20_000 });
    return child;
  };
  let child = await start();
  stack.defer(async () => void (await child.stop(3_000)));
  return {
    url: service.url,
    restart: async () => {
      child.kill('SIGKILL');
      await child.exited;
      child = await start();
    },
  };
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
