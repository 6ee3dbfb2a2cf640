/** Hides how facts travel between contexts: one BullMQ queue per subscriber, in order of versions per subject, never lost. */
import { hash } from 'node:crypto';
import { Queue, UnrecoverableError, Worker } from 'bullmq';
import type { Job } from 'bullmq';
import { DomainError } from './errors.ts';
import type { DomainEvent, DomainEventType } from './facts.ts';
import type { Log } from './log.ts';
import { createQueueRedis } from './redis.ts';
import { inRequestScope } from './request-scope.ts';
import { inSpan, SpanKind } from './tracing.ts';

const MAIL_TYPES: readonly DomainEventType[] = [
  'user.changed', 'user.deleted', 'account-mail.requested', 'event.changed', 'event.deleted', 'like.changed', 'attendance.changed', 'announcement.created',
];

/** Who hears of what; each subscriber has a queue of its own. `worker` is the mail worker's reactions, `events` the events subgraph. */
export const SUBSCRIPTIONS = {
  worker: { queue: 'domain-events', types: MAIL_TYPES },
  events: { queue: 'domain-events-events', types: ['user.deleted'] },
} as const satisfies Record<string, { queue: string; types: readonly DomainEventType[] }>;

export type Subscriber = keyof typeof SUBSCRIPTIONS;

type Connection = { readonly redisUrl: string; readonly prefix: string };

export type DomainEventPublisher = {
  /** Hands the event to every subscriber's queue; the same (type, id, version) again changes nothing while it is queued. */
  readonly publish: (events: readonly DomainEvent[]) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Connects lazily; rejects from `publish` while Redis is away, so that the outbox keeps its mark. */
export function createDomainEventPublisher(connection: Connection): DomainEventPublisher {
  const redis = createQueueRedis(connection.redisUrl);
  const queues = Object.values(SUBSCRIPTIONS).map((subscription) => ({
    types: new Set<DomainEventType>(subscription.types),
    queue: new Queue<DomainEvent>(subscription.queue, { connection: redis, prefix: connection.prefix }),
  }));
  return {
    publish: async (events) => {
      await Promise.all(
        queues.map(({ queue, types }) => {
          const jobs = events.filter((event) => types.has(event.type)).map((event) => ({ name: event.type, data: event, opts: jobOptions(event) }));
          const [only, ...others] = jobs;
          if (only === undefined) return undefined;
          // One job by itself takes half of what a pipeline of one takes.
          return others.length === 0 ? queue.add(only.name, only.data, only.opts) : queue.addBulk(jobs);
        }),
      );
    },
    close: async () => {
      await Promise.all(queues.map(({ queue }) => queue.close()));
      redis.disconnect();
    },
  };
}

/** BullMQ's own journal outlives a job and names it, so the name holds nobody's id: a deleted account must leave none. */
function jobOptions(event: DomainEvent) {
  return {
    jobId: `${event.type}.${hash('sha256', `${event.id}.${event.version}`, 'base64url')}`,
    attempts: 1_000_000,
    backoff: { type: 'capped' },
    removeOnComplete: true,
    removeOnFail: { age: 7 * 86_400, count: 1_000 },
  };
}

export type DomainEventConsumer = { readonly close: () => Promise<void> };

type ConsumerOptions = Connection & {
  readonly subscriber: Subscriber;
  readonly log: Log;
  readonly concurrency?: number;
  /** Must be idempotent: an event can come again, and out of order (compare versions). */
  readonly handle: (event: DomainEvent) => Promise<void>;
};

/** Consumes a subscriber's queue until closed. A DomainError is permanent; anything else is retried with backoff (at most a minute). */
export function consumeDomainEvents(options: ConsumerOptions): DomainEventConsumer {
  const redis = createQueueRedis(options.redisUrl);
  const run = async (job: Job<DomainEvent>) => {
    try {
      await options.handle(job.data);
    } catch (cause) {
      if (cause instanceof DomainError) throw Object.assign(new UnrecoverableError(cause.message), { cause });
      throw cause;
    }
  };
  const worker = new Worker<DomainEvent>(
    SUBSCRIPTIONS[options.subscriber].queue,
    (job) => inRequestScope(job.data.requestId ?? `job-${job.id ?? 'unknown'}`, () => inSpan(`react to ${job.name}`, { kind: SpanKind.CONSUMER }, () => run(job))),
    {
      connection: redis,
      prefix: options.prefix,
      concurrency: options.concurrency ?? 8,
      maxStalledCount: 1_000,
      settings: { backoffStrategy: (attempt) => Math.min(60_000, 500 * 2 ** Math.min(attempt, 8)) },
    },
  );
  worker.on('failed', (job, error) => options.log.warn({ err: error, event: job?.name, jobId: job?.id, attempts: job?.attemptsMade }, 'domain event not handled'));
  worker.on('error', (error) => options.log.warn({ err: error }, 'domain event consumer disturbed'));
  return {
    close: async () => {
      await worker.close();
      redis.disconnect();
    },
  };
}
