/** Hides the mail queues: which jobs stand for which notifications, in what order and from when. The only home of BullMQ's mail queues. */
import { DelayedError, Queue, RateLimitError, Worker } from 'bullmq';
import type { Job } from 'bullmq';
import { createQueueRedis } from '#platform/redis.ts';
import type { Redis } from '#platform/redis.ts';
import type { Lane, Notification } from './notification.ts';
import type { NotificationChange, NotificationStore, PlannedChange } from './notification-store.ts';
import { priorityOf } from './priority.ts';

/** What a job carries: the document is the truth, the job only says when to look at it. */
export type MailJob = { readonly id: string; readonly revision: number };

/** Ordinary mail waits for quota; urgent mail has a queue that is never rate-limited. */
export const MAIL_QUEUES = { ordinary: 'mail', urgent: 'mail-urgent' } as const satisfies Record<Lane, string>;

type Scheduled = Pick<Notification, '_id' | 'revision' | 'lane' | 'deadline' | 'scheduledAt'>;

/** Jobs of one queue by state, as BullMQ counts them. */
export type MailQueueCounts = { readonly delayed: number; readonly waiting: number; readonly active: number };

export type MailQueue = {
  /** Adds the jobs of pending notifications; a job that is already there stays as it is. */
  readonly schedule: (notifications: readonly Scheduled[], now: Date) => Promise<void>;
  /**
   * Changes a pending notification in whatever place it waits; exactly one job stands for it afterwards, however many change it at once.
   * @throws DomainError NOT_FOUND; CONFLICT when it is being sent or final
   */
  readonly reschedule: (id: string, change: NotificationChange, now: Date) => Promise<Notification>;
  /** The same for many at once; those that changed since they were read keep what they have. Gives back how all of them are now. */
  readonly rescheduleMany: (changes: readonly PlannedChange[], now: Date) => Promise<Notification[]>;
  /** Ends pending notifications for a reason and takes their jobs out; gives back those that it ended. */
  readonly withdraw: (ids: readonly string[], reason: string, now: Date) => Promise<Notification[]>;
  /** The same for those whose deadline passed while they waited. */
  readonly expire: (ids: readonly string[], reason: string, now: Date) => Promise<Notification[]>;
  /** Which of these pending notifications no job stands for. */
  readonly missing: <Pending extends Scheduled>(notifications: readonly Pending[]) => Promise<Pending[]>;
  /** Adds jobs on the strength of what was read a while ago, and takes back those of notifications that changed meanwhile. */
  readonly restore: (notifications: readonly Scheduled[], now: Date) => Promise<void>;
  /** Takes the jobs of these out, whatever the notifications say. */
  readonly remove: (notifications: readonly Pick<Notification, '_id' | 'revision' | 'lane'>[]) => Promise<void>;
  readonly counts: (lane: Lane) => Promise<MailQueueCounts>;
  /** Stops and starts the fetching of jobs in every worker. */
  readonly pause: () => Promise<void>;
  readonly resume: () => Promise<void>;
  readonly isPaused: () => Promise<boolean>;
  /** Lifts the limit that the ledger set on ordinary mail: workers fetch again within a second. */
  readonly liftLimit: () => Promise<void>;
  /** BullMQ's own queues, for whoever shows them. */
  readonly queues: Readonly<Record<Lane, Queue<MailJob>>>;
  readonly close: () => Promise<void>;
};

type MailQueueOptions = { readonly redisUrl: string; readonly prefix: string; readonly store: NotificationStore };

/** The id of the job that stands for a notification at a revision. */
export function jobIdOf(notification: Pick<Notification, '_id' | 'revision'>): string {
  return `${notification._id}.${notification.revision}`;
}

/** Where BullMQ looks whether ordinary mail may be fetched at all. */
export function limiterKeyOf(prefix: string): string {
  return `${prefix}:${MAIL_QUEUES.ordinary}:limiter`;
}

/** Connects lazily. */
export function createMailQueue({ redisUrl, prefix, store }: MailQueueOptions): MailQueue {
  const redis = createQueueRedis(redisUrl);
  const queues = {
    ordinary: new Queue<MailJob>(MAIL_QUEUES.ordinary, { connection: redis, prefix }),
    urgent: new Queue<MailJob>(MAIL_QUEUES.urgent, { connection: redis, prefix }),
  };
  for (const queue of Object.values(queues)) queue.on('error', () => {});

  const add = async (notifications: readonly Scheduled[], now: Date): Promise<void> => {
    const lanes = Object.groupBy(notifications, ({ lane }) => lane);
    await Promise.all((['ordinary', 'urgent'] as const).map((lane) => inBatches(lanes[lane] ?? [], async (batch) => {
      await queues[lane].addBulk(batch.map((notification) => jobOf(notification, now)));
    })));
  };
  /** A job that a worker holds stays: the worker finds its revision passed and drops it. */
  const remove = (notifications: readonly Pick<Notification, '_id' | 'revision' | 'lane'>[]): Promise<void> =>
    inBatches(notifications, async (batch) => {
      await Promise.all(batch.map((notification) => queues[notification.lane].remove(jobIdOf(notification))));
    });
  /** Adds the job of each revision, takes out the one before, and its own where somebody changed the notification meanwhile. */
  const replaceJobs = async (changed: readonly Notification[], now: Date): Promise<void> => {
    await add(changed, now);
    await remove(changed.map(({ _id, lane, revision }) => ({ _id, lane, revision: revision - 1 })));
    await removePassed(changed);
  };
  const removePassed = async (notifications: readonly Pick<Notification, '_id' | 'revision' | 'lane'>[]): Promise<void> => {
    const current = new Map((await store.getMany(notifications.map(({ _id }) => _id))).map((notification) => [notification._id, notification]));
    await remove(notifications.filter(({ _id, revision }) => !isStill(current.get(_id), revision)));
  };
  const end = async (ids: readonly string[], as: { readonly state: 'WITHDRAWN' | 'EXPIRED'; readonly reason: string }, now: Date): Promise<Notification[]> => {
    const ended = await store.finish(ids, as, now);
    await remove(ended);
    return ended;
  };
  const liftLimit = async (): Promise<void> => {
    await queues.ordinary.removeRateLimitKey();
    await wake(redis, queues.ordinary.toKey('marker'));
  };

  return {
    schedule: async (notifications, now) => {
      await add(notifications, now);
    },
    reschedule: async (id, change, now) => {
      const changed = await store.change(id, change, now);
      await replaceJobs([changed], now);
      return changed;
    },
    rescheduleMany: async (changes, now) => {
      const current: Notification[] = [];
      await inBatches(changes, async (batch) => {
        const changed = await store.changeMany(batch, now);
        await replaceJobs(changed.filter(({ state }) => state === 'PENDING'), now);
        current.push(...changed);
      });
      return current;
    },
    withdraw: (ids, reason, now) => end(ids, { state: 'WITHDRAWN', reason }, now),
    expire: (ids, reason, now) => end(ids, { state: 'EXPIRED', reason }, now),
    restore: async (notifications, now) => {
      await add(notifications, now);
      await removePassed(notifications);
    },
    remove,
    missing: async (notifications) => {
      const pipeline = redis.pipeline();
      for (const notification of notifications) pipeline.exists(queues[notification.lane].toKey(jobIdOf(notification)));
      const answers = (await pipeline.exec()) ?? [];
      return notifications.filter((_, index) => answers[index]?.[1] === 0);
    },
    counts: async (lane) => {
      const counts = await queues[lane].getJobCounts('delayed', 'wait', 'prioritized', 'active');
      const of = (name: string) => counts[name] ?? 0;
      return { delayed: of('delayed'), waiting: of('wait') + of('prioritized'), active: of('active') };
    },
    pause: async () => {
      await Promise.all(Object.values(queues).map((queue) => queue.pause()));
    },
    resume: async () => {
      await Promise.all(Object.values(queues).map((queue) => queue.resume()));
      await liftLimit();
    },
    isPaused: async () => (await Promise.all(Object.values(queues).map((queue) => queue.isPaused()))).every(Boolean),
    liftLimit,
    queues,
    close: async () => {
      await Promise.all(Object.values(queues).map((queue) => queue.close()));
      redis.disconnect();
    },
  };
}

/** What a worker says of a job: over, to be looked at again at a time (epoch ms), or back to its place until the limit of its lane (`limiterKeyOf`) is over. */
export type JobOutcome = { readonly type: 'done' } | { readonly type: 'later'; readonly at: number } | { readonly type: 'limited' };

export type MailConsumer = { readonly close: () => Promise<void> };

/** By then the job that was limited is back in its place. */
const SETTLED_MS = 100;
/** Timers reach no further than 24 days; a window may. */
const MAX_TIMER_MS = 3_600_000;

type ConsumerOptions = {
  readonly redisUrl: string;
  readonly prefix: string;
  readonly lane: Lane;
  readonly concurrency: number;
  /** A rejection is tried again with backoff, at most a minute later. */
  readonly handle: (job: MailJob) => Promise<JobOutcome>;
  readonly onError: (error: Error) => void;
};

/** Fetches the jobs of one lane, in order of priority, until closed; closing waits for those under way. */
export function consumeMail({ redisUrl, prefix, lane, concurrency, handle, onError }: ConsumerOptions): MailConsumer {
  const redis = createQueueRedis(redisUrl);
  let alarm: NodeJS.Timeout | undefined;
  const process = async (job: Job<MailJob>, token?: string): Promise<void> => {
    const outcome = await handle(job.data);
    if (outcome.type === 'done') return;
    if (outcome.type === 'limited') {
      await setAlarm();
      throw new RateLimitError();
    }
    await job.moveToDelayed(outcome.at, token);
    throw new DelayedError();
  };
  const worker = new Worker<MailJob>(MAIL_QUEUES[lane], process, {
    connection: redis,
    prefix,
    concurrency,
    // Without a limiter a worker ignores the limit that another one sets; this one never limits by itself.
    limiter: { max: Number.MAX_SAFE_INTEGER, duration: 1_000 },
    // So that due jobs are promoted, and a limit that is lifted is noticed, within a second.
    maximumRateLimitDelay: 1_000,
    runRetryDelay: 1_000,
    drainDelay: 1,
    // Two kill -9 on the same job would otherwise fail it.
    maxStalledCount: 1_000_000,
    // A job whose worker died is taken up again within half a minute; what became of its mail is read from the document.
    lockDuration: 15_000,
    stalledInterval: 10_000,
    settings: { backoffStrategy: (attempt) => Math.min(60_000, 500 * 2 ** Math.min(attempt, 8)) },
  });
  /**
   * A worker sleeps for up to ten seconds where jobs are delayed, also beside others whose limit ends meanwhile: then one is woken, by the
   * process that met the limit if it still runs.
   */
  const setAlarm = async (): Promise<void> => {
    const limitedMs = await redis.pttl(worker.toKey('limiter'));
    clearTimeout(alarm);
    alarm = setTimeout(() => void ring(limitedMs > MAX_TIMER_MS).catch(onError), Math.max(SETTLED_MS, Math.min(limitedMs, MAX_TIMER_MS)));
  };
  const ring = (isEarly: boolean): Promise<void> => (isEarly ? setAlarm() : wake(redis, worker.toKey('marker')));
  worker.on('failed', (_job, error) => onError(error));
  worker.on('error', onError);
  return {
    close: async () => {
      await worker.close();
      clearTimeout(alarm);
      redis.disconnect();
    },
  };
}

/** What BullMQ itself adds where a job comes, and sleeping workers wait for; it wakes one of them. */
async function wake(redis: Redis, marker: string): Promise<void> {
  await redis.zadd(marker, 0, '0');
}

function jobOf(notification: Scheduled, now: Date) {
  return {
    name: 'mail',
    data: { id: notification._id, revision: notification.revision },
    opts: {
      jobId: jobIdOf(notification),
      delay: Math.max(0, notification.scheduledAt.getTime() - now.getTime()),
      priority: priorityOf({ lane: notification.lane, deadline: notification.deadline.getTime() }),
      attempts: 1_000_000,
      backoff: { type: 'capped' },
      removeOnComplete: true,
      removeOnFail: true,
    },
  };
}

function isStill(notification: Notification | undefined, revision: number): boolean {
  return notification?.state === 'PENDING' && notification.revision === revision;
}

const BATCH = 1_000;

async function inBatches<T>(items: readonly T[], work: (batch: readonly T[]) => Promise<void>): Promise<void> {
  for (let start = 0; start < items.length; start += BATCH) await work(items.slice(start, start + BATCH));
}
