/** Hides how a delivery is recorded: an attempt before the provider is called, its outcome after, and nothing in between that a crash could lose. */
import { randomUUID } from 'node:crypto';
import type { Collection, Db, Filter } from '#platform/mongo.ts';
import { DomainError, notFound } from '#platform/errors.ts';
import type { DeliveryAttempt, Notification } from './notification.ts';
import { notificationCollection, notificationOf } from './notification-store.ts';
import type { StoredNotification } from './notification-store.ts';

/** A job's view of a notification whose turn has come. */
export type Claim = { readonly id: string; readonly revision: number };

/** What became of the attempt that is under way; `until` is when a transient failure is tried again. */
export type Outcome = {
  readonly id: string;
  readonly revision: number;
  readonly at: Date;
  readonly provider: string;
  readonly detail: string | null;
} & (
  | { readonly outcome: 'ACCEPTED' }
  | { readonly outcome: 'TRANSIENT_FAILURE'; readonly until: Date }
  | { readonly outcome: 'PERMANENT_FAILURE' | 'UNCERTAIN'; readonly reason: string }
);

/** A pending notification and, after a transient failure, when it may be tried again. */
export type Queued = Notification & { readonly retryAt: Date | null };

/** Due at `scheduledAt`, or after a transient failure when it may be tried again. */
export type PendingJob = Pick<Notification, '_id' | 'revision' | 'lane' | 'deadline' | 'scheduledAt'>;

export type DeliveryStore = {
  readonly getMany: (ids: readonly string[]) => Promise<Queued[]>;
  /** Moves those still pending at their revision, and in no digest, to SENDING with an attempt started at `now`; gives back the ids of those that this call moved. */
  readonly claim: (claims: readonly Claim[], provider: string, now: Date) => Promise<ReadonlySet<string>>;
  /** Gives up claims before anything was handed to a provider: pending again, without the attempt. */
  readonly release: (claims: readonly Claim[], now: Date) => Promise<void>;
  readonly record: (outcomes: readonly Outcome[]) => Promise<void>;
  /** Puts a pending mail off without a new revision, and remembers when it was due at first: its job is moved by whoever holds it. */
  readonly postpone: (claim: Claim, until: Date, now: Date) => Promise<void>;
  /** What the jobs of all pending notifications must look like, in batches; what a digest carries has none. */
  readonly eachPendingJob: () => AsyncIterable<readonly PendingJob[]>;
  /** Those that must have a job. */
  readonly countPending: () => Promise<number>;
  /** Since when the mail that waits longest has been due; null where none is pending. */
  readonly oldestDue: () => Promise<Date | null>;
  /** Pending notifications whose deadline has passed. */
  readonly overdueIds: (now: Date) => Promise<string[]>;
  /** Notifications whose outcome is still unknown though their attempt began before `before`. */
  readonly stuck: (before: Date) => Promise<Notification[]>;
  /** When attempts were made, from `since` on. */
  readonly attemptsSince: (since: Date) => Promise<Date[]>;
  readonly failedIds: () => Promise<string[]>;
  /**
   * Puts a failed or uncertain notification back among the pending, as a new revision: a new Message-ID. A digest takes along what it carried.
   * @throws DomainError NOT_FOUND; CONFLICT in any other state, or when the secret it carried is erased
   */
  readonly revive: (id: string, now: Date) => Promise<Notification>;
};

const BATCH = 1_000;
const HAS_JOB = { state: 'PENDING', digestId: null } as const;
const PENDING_JOB = { revision: 1, lane: 1, scheduledAt: 1, deadline: 1, retryAt: 1 } as const;

/** Deliveries of the notifications in the context's own database. */
export function createDeliveryStore(db: Db): DeliveryStore {
  const collection = notificationCollection(db);
  return {
    getMany: async (ids) => {
      const documents = await collection.find({ _id: { $in: [...ids] } }).toArray();
      return documents.map((document) => ({ ...notificationOf(document), retryAt: document.retryAt ?? null }));
    },
    claim: async (claims, provider, now) => {
      if (claims.length === 0) return new Set();
      const claimId = randomUUID();
      const attempt: DeliveryAttempt = { at: now, outcome: 'STARTED', provider, detail: null };
      const ids = claims.map(({ id }) => id);
      // Most mails are at their first revision: one statement claims them all.
      const byRevision = Map.groupBy(claims, ({ revision }) => revision);
      const { matchedCount } = await collection.bulkWrite(
        [...byRevision].map(([revision, group]) => ({
          updateMany: {
            filter: { _id: { $in: group.map(({ id }) => id) }, revision, state: 'PENDING' as const, digestId: null },
            update: { $set: { state: 'SENDING' as const, claimId, updatedAt: now }, $push: { attempts: attempt }, $unset: { retryAt: '' as const } },
          },
        })),
        { ordered: false },
      );
      if (matchedCount === claims.length) return new Set(ids);
      const documents = await collection.find({ _id: { $in: ids }, claimId }).project<{ _id: string }>({ _id: 1 }).toArray();
      return new Set(documents.map(({ _id }) => _id));
    },
    release: async (claims, now) => {
      if (claims.length === 0) return;
      await collection.bulkWrite(claims.map(({ id, revision }) => ({
        updateOne: {
          filter: { _id: id, revision, state: 'SENDING' as const },
          update: { $set: { state: 'PENDING' as const, updatedAt: now }, $pop: { attempts: 1 as const } },
        },
      })));
    },
    record: async (outcomes) => {
      if (outcomes.length === 0) return;
      await collection.bulkWrite(outcomes.map(outcomeUpdate), { ordered: false });
    },
    postpone: async ({ id, revision }, until, now) => {
      const postponedFrom = { $ifNull: ['$postponedFrom', '$scheduledAt'] };
      await collection.updateOne({ _id: id, revision, state: 'PENDING', scheduledAt: { $lt: until } }, [{ $set: { postponedFrom, scheduledAt: until, updatedAt: now } }]);
    },
    eachPendingJob: () => eachPendingJob(collection),
    countPending: () => collection.countDocuments(HAS_JOB),
    oldestDue: async () => (await collection.find({ state: 'PENDING' }).project<{ scheduledAt: Date }>({ scheduledAt: 1 }).sort({ scheduledAt: 1 }).limit(1).toArray())[0]?.scheduledAt ?? null,
    overdueIds: async (now) => (await collection.find({ state: 'PENDING', deadline: { $lt: now } }).project<{ _id: string }>({ _id: 1 }).toArray()).map(({ _id }) => _id),
    stuck: async (before) => {
      const documents = await collection.find({ state: 'SENDING', digestId: null, updatedAt: { $lt: before } }).toArray();
      return documents.map(notificationOf);
    },
    attemptsSince: async (since) => {
      const documents = await collection.find({ 'attempts.at': { $gte: since } }).project<{ attempts: readonly DeliveryAttempt[] }>({ attempts: 1 }).toArray();
      return documents.flatMap(({ attempts }) => attempts.map(({ at }) => at)).filter((at) => at >= since);
    },
    failedIds: async () => (await collection.find({ state: 'FAILED', digestId: null }).project<{ _id: string }>({ _id: 1 }).toArray()).map(({ _id }) => _id),
    revive: async (id, now) => {
      const isRevivable: Filter<StoredNotification> = { _id: id, state: { $in: ['FAILED', 'UNCERTAIN'] }, kind: { $nin: ['EMAIL_VERIFICATION', 'PASSWORD_RESET'] } };
      const update = { $set: { state: 'PENDING' as const, stateReason: null, digestId: null, updatedAt: now }, $inc: { revision: 1 }, $unset: { retryAt: '' as const } };
      const digest = await collection.findOne({ _id: id, kind: 'DIGEST', state: { $in: ['FAILED', 'UNCERTAIN'] } });
      // Before the digest itself: a crash in between leaves them pending, to go out without it.
      if (digest !== null) await collection.updateMany({ digestId: id, state: { $in: ['FAILED', 'UNCERTAIN'] } }, { $set: { state: 'PENDING', stateReason: null, updatedAt: now } });
      const document = await collection.findOneAndUpdate(isRevivable, update, { returnDocument: 'after' });
      if (document !== null) return notificationOf(document);
      const current = await collection.findOne({ _id: id });
      if (current === null) throw notFound('notification');
      const isDead = current.state === 'FAILED' || current.state === 'UNCERTAIN';
      throw new DomainError('CONFLICT', isDead ? 'The secret that this mail carried is erased; a new one must be asked for.' : 'Only a failed or uncertain notification can be retried.');
    },
  };
}

async function* eachPendingJob(collection: Collection<StoredNotification>): AsyncGenerator<readonly PendingJob[]> {
  let last = '';
  for (;;) {
    const documents = await collection.find({ ...HAS_JOB, _id: { $gt: last } }).project<PendingJob & { retryAt?: Date }>(PENDING_JOB).sort({ _id: 1 }).limit(BATCH).toArray();
    const end = documents.at(-1);
    if (end === undefined) return;
    yield documents.map(({ retryAt, ...job }) => (retryAt === undefined || retryAt < job.scheduledAt ? job : { ...job, scheduledAt: retryAt }));
    last = end._id;
  }
}

/**
 * Completes the last attempt. What the sender itself learnt wins over UNCERTAIN, which somebody may have concluded while it was slow;
 * the revision tells its attempt from a later one.
 */
function outcomeUpdate(outcome: Outcome) {
  const { id, revision, at, provider, detail } = outcome;
  const attempt = { 'attempts.$[current].outcome': outcome.outcome, 'attempts.$[current].provider': provider, 'attempts.$[current].detail': detail };
  return {
    updateOne: {
      filter: { _id: id, revision, state: { $in: ['SENDING' as const, 'UNCERTAIN' as const] } },
      update: { $set: { ...attempt, ...endOf(outcome), updatedAt: at }, ...(outcome.outcome === 'TRANSIENT_FAILURE' ? {} : { $unset: { 'variables.token': '' as const } }) },
      arrayFilters: [{ 'current.outcome': { $in: ['STARTED', 'UNCERTAIN'] } }],
    },
  };
}

function endOf(outcome: Outcome): Partial<StoredNotification> {
  switch (outcome.outcome) {
    case 'ACCEPTED':
      return { state: 'SENT', stateReason: null, sentAt: outcome.at };
    case 'TRANSIENT_FAILURE':
      return { state: 'PENDING', stateReason: outcome.detail, retryAt: outcome.until };
    case 'PERMANENT_FAILURE':
      return { state: 'FAILED', stateReason: outcome.reason };
    case 'UNCERTAIN':
      return { state: 'UNCERTAIN', stateReason: outcome.reason };
  }
}
