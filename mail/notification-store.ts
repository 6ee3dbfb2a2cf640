/** Hides how notifications are stored: one document each, changed only while pending, every change raising its revision. */
import { collectionOf, isDuplicateKey } from '#platform/mongo.ts';
import type { Collection, Db, Filter } from '#platform/mongo.ts';
import { DomainError, notFound } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import { afterCursor } from '#platform/pagination.ts';
import type { Page, SortKey } from '#platform/pagination.ts';
import { laneOf } from './notification.ts';
import type { Notification, NotificationKind, NotificationStatus, PendingMail } from './notification.ts';
import { pendingMailOf } from './schedule.ts';

type SetByStore = '_id' | 'revision' | 'lane' | 'state' | 'stateReason' | 'attempts' | 'sentAt' | 'digestId' | 'createdAt' | 'updatedAt';

/** What whoever wishes for a mail says; the lane follows from the kind unless it is given (an alert to the operators is urgent). */
export type NewNotification = Omit<Notification, SetByStore> & { readonly lane?: Notification['lane'] };

/** What may change while a notification is pending. */
export type NotificationChange = Partial<
  Pick<Notification, 'scheduledAt' | 'deadline' | 'toEmail' | 'subject' | 'content' | 'variables' | 'anchor' | 'eventId'>
>;

/** A change made on the strength of what was read at `revision`. */
export type PlannedChange = { readonly id: string; readonly revision: number; readonly change: NotificationChange };

export type NotificationFilter = {
  readonly recipientId?: string;
  readonly eventId?: string;
  readonly statuses?: readonly NotificationStatus[];
  readonly kinds?: readonly NotificationKind[];
};

/** The document: absent instead of null where an index is sparse, and what only the worker reads. */
export type StoredNotification = Omit<Notification, 'cause'> & {
  readonly cause?: string;
  /** After a transient failure: not to be tried again before. */
  readonly retryAt?: Date;
  /** When it was due before quiet hours put it off. */
  readonly postponedFrom?: Date;
  /** Who moved it to SENDING; proves to a worker that a claim was its own. */
  readonly claimId?: string;
};

export type NotificationStore = {
  /** Stores wishes in one command; one whose cause is already there gives back the notification that it made before. In the order given. */
  readonly insert: (wishes: readonly NewNotification[], now: Date) => Promise<Notification[]>;
  /** @throws DomainError NOT_FOUND */
  readonly get: (id: string) => Promise<Notification>;
  /** Those that exist, in no order. */
  readonly getMany: (ids: readonly string[]) => Promise<Notification[]>;
  /**
   * Changes a pending notification, raises its revision and takes it out of the digest that it waits in, if any; the last of concurrent changes wins.
   * @throws DomainError NOT_FOUND; CONFLICT when it is being sent or final
   */
  readonly change: (id: string, change: NotificationChange, now: Date) => Promise<Notification>;
  /** Changes those still pending at their revision, in one command, and gives back how all of them are now. */
  readonly changeMany: (changes: readonly PlannedChange[], now: Date) => Promise<Notification[]>;
  /** Ends those still pending, for a reason; gives back the ones that it ended. */
  readonly finish: (ids: readonly string[], end: { readonly state: 'WITHDRAWN' | 'EXPIRED'; readonly reason: string }, now: Date) => Promise<Notification[]>;
  /** Newest first, up to `limit + 1`; sort key: `NOTIFICATION_SORT`. */
  readonly page: (filter: NotificationFilter, page: Page, now: Date) => Promise<Notification[]>;
  readonly count: (filter: NotificationFilter, now: Date) => Promise<number>;
  /** Pending ones of events or recipients. */
  readonly pendingOf: (subject: { readonly eventIds: readonly string[] } | { readonly recipientId: string }) => Promise<Notification[]>;
  /** A person's pending mail that quiet hours put off, as changes that make it due again when it was. */
  readonly postponedOf: (recipientId: string) => Promise<PlannedChange[]>;
  /** Those about an event, of these kinds or all, whatever became of them. */
  readonly ofEvent: (eventId: string, kinds?: readonly NotificationKind[]) => Promise<Notification[]>;
  /** A person's pending reminders of events, the next due first. */
  readonly remindersOf: (recipientId: string, eventIds: readonly string[]) => Promise<Notification[]>;
  /** Pending ones whose cause begins so. */
  readonly pendingCausedBy: (prefix: string) => Promise<Notification[]>;
  /** Every pending notification, read in batches. */
  readonly eachPending: (batchSize?: number) => AsyncIterable<readonly Notification[]>;
  /**
   * What the policy must know of every mail changed at or after `since` (null: of every pending one), in batches; null where it is pending no more,
   * or costs no token of its own because a digest carries it.
   * Nothing more of the documents is read.
   */
  readonly eachOutlook: (since: Date | null) => AsyncIterable<readonly (readonly [id: string, mail: PendingMail | null])[]>;
  /** Forgets what final ones said and to whom, and takes them out of every list. */
  readonly erase: (ids: readonly string[], now: Date) => Promise<void>;
  /** Forgets whom these were for, what they said and why; attempts stay, for they count against the quota. */
  readonly eraseRecipient: (recipientId: string, now: Date) => Promise<void>;
};

export const NOTIFICATION_SORT: readonly SortKey[] = [{ path: 'createdAt', direction: -1 }, { path: '_id', direction: -1 }];
const BATCH = 1_000;
const ERASED = { recipientId: null, toEmail: '', subject: '', content: '', variables: {} };
const OUTLOOK = { kind: 1, lane: 1, recipientId: 1, toEmail: 1, scheduledAt: 1, deadline: 1, state: 1, digestId: 1 } as const;

/** The collection, shared with the delivery store. */
export function notificationCollection(db: Db): Collection<StoredNotification> {
  return collectionOf<StoredNotification>(db, 'notifications');
}

/** Whatever is, or was, carried by a digest. */
export const IN_DIGEST = { digestId: { $gt: '' } };

/** Creates what the queries need, and little that a mail on its way would change; safe to repeat. */
export async function createNotificationIndexes(db: Db): Promise<void> {
  await notificationCollection(db).createIndexes([
    { key: { cause: 1 }, unique: true, sparse: true },
    { key: { state: 1, scheduledAt: 1 } },
    { key: { deadline: 1 }, partialFilterExpression: { state: 'PENDING' } },
    { key: { recipientId: 1, createdAt: -1, _id: -1 } },
    { key: { recipientId: 1, eventId: 1 } },
    { key: { eventId: 1 } },
    { key: { createdAt: -1, _id: -1 } },
    { key: { updatedAt: 1 } },
    { key: { 'attempts.at': 1 } },
    { key: { digestId: 1 }, partialFilterExpression: IN_DIGEST },
  ]);
}

/** The notification that a document is. */
export function notificationOf(document: StoredNotification): Notification {
  const { cause, retryAt: _retryAt, postponedFrom: _postponedFrom, claimId: _claimId, ...rest } = document;
  return { ...rest, cause: cause ?? null };
}

/** Notifications in the context's own database. */
export function createNotificationStore(db: Db): NotificationStore {
  const collection = notificationCollection(db);
  const read = async (filter: Filter<StoredNotification>): Promise<Notification[]> => (await collection.find(filter).toArray()).map(notificationOf);

  return {
    insert: async (wishes, now) => {
      const documents = wishes.map((wish) => documentOf(wish, now));
      if (documents.length === 0) return [];
      try {
        await collection.insertMany(documents, { ordered: false });
        return documents.map(notificationOf);
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
      const causes = documents.flatMap(({ cause }) => (cause === undefined ? [] : [cause]));
      const stored = new Map((await read({ cause: { $in: causes } })).map((notification) => [notification.cause, notification]));
      return documents.map((document) => stored.get(document.cause ?? null) ?? notificationOf(document));
    },
    get: async (id) => {
      const document = await collection.findOne({ _id: id });
      if (document === null) throw notFound('notification');
      return notificationOf(document);
    },
    getMany: (ids) => read({ _id: { $in: [...ids] } }),
    change: async (id, change, now) => {
      const document = await collection.findOneAndUpdate({ _id: id, state: 'PENDING' }, changeUpdate(change, now), { returnDocument: 'after' });
      if (document !== null) return notificationOf(document);
      const current = await collection.findOne({ _id: id });
      if (current === null) throw notFound('notification');
      throw new DomainError('CONFLICT', `The notification can no longer change: it is ${current.state.toLowerCase()}.`);
    },
    changeMany: async (changes, now) => {
      if (changes.length === 0) return [];
      await collection.bulkWrite(
        changes.map(({ id, revision, change }) => ({ updateOne: { filter: { _id: id, revision, state: 'PENDING' as const }, update: changeUpdate(change, now) } })),
        { ordered: false },
      );
      return read({ _id: { $in: changes.map(({ id }) => id) } });
    },
    finish: async (ids, { state, reason }, now) => {
      if (ids.length === 0) return [];
      const claimId = newId();
      await collection.updateMany({ _id: { $in: [...ids] }, state: 'PENDING' }, { $set: { state, stateReason: reason, digestId: null, updatedAt: now, claimId }, $unset: { 'variables.token': '' } });
      return read({ _id: { $in: [...ids] }, claimId });
    },
    page: async (filter, page, now) => {
      const sort = Object.fromEntries(NOTIFICATION_SORT.map(({ path, direction }) => [path, direction]));
      const query = { $and: [filterOf(filter, now), afterCursor<StoredNotification>(NOTIFICATION_SORT, page.after)] };
      const documents = await collection.find(query).sort(sort).limit(page.limit + 1).toArray();
      return documents.map(notificationOf);
    },
    count: (filter, now) => collection.countDocuments(filterOf(filter, now)),
    pendingOf: (subject) =>
      read('recipientId' in subject ? { recipientId: subject.recipientId, state: 'PENDING' } : { eventId: { $in: [...subject.eventIds] }, state: 'PENDING' }),
    postponedOf: async (recipientId) => {
      const documents = await collection.find({ recipientId, state: 'PENDING', postponedFrom: { $exists: true } }).toArray();
      return documents.flatMap(({ _id, revision, postponedFrom }) => (postponedFrom === undefined ? [] : [{ id: _id, revision, change: { scheduledAt: postponedFrom } }]));
    },
    ofEvent: (eventId, kinds) => read({ eventId, ...(kinds === undefined ? {} : { kind: { $in: [...kinds] } }) }),
    remindersOf: async (recipientId, eventIds) => {
      const reminders = await read({ recipientId, eventId: { $in: [...eventIds] }, kind: 'REMINDER', state: 'PENDING' });
      return reminders.sort((one, other) => one.scheduledAt.getTime() - other.scheduledAt.getTime());
    },
    pendingCausedBy: (prefix) => read({ cause: { $gte: prefix, $lt: `${prefix}\uffff` }, state: 'PENDING' }),
    eachPending: (batchSize = BATCH) => eachPending(collection, batchSize),
    eachOutlook: (since) => eachOutlook(collection, since),
    erase: async (ids, now) => {
      await collection.updateMany({ _id: { $in: [...ids] }, state: { $nin: ['PENDING', 'SENDING'] } }, { $set: { ...ERASED, updatedAt: now } });
    },
    eraseRecipient: async (recipientId, now) => {
      await collection.updateMany({ recipientId }, { $set: { ...ERASED, updatedAt: now }, $unset: { cause: '' } });
    },
  };
}

async function* eachPending(collection: Collection<StoredNotification>, batchSize: number): AsyncGenerator<readonly Notification[]> {
  let last = '';
  for (;;) {
    const documents = await collection.find({ state: 'PENDING', _id: { $gt: last } }).sort({ _id: 1 }).limit(batchSize).toArray();
    const end = documents.at(-1);
    if (end === undefined) return;
    yield documents.map(notificationOf);
    last = end._id;
  }
}

async function* eachOutlook(collection: Collection<StoredNotification>, since: Date | null): ReturnType<NotificationStore['eachOutlook']> {
  type Outlook = Pick<StoredNotification, '_id' | keyof typeof OUTLOOK>;
  const cursor = collection.find(since === null ? { state: 'PENDING' } : { updatedAt: { $gte: since } }).project<Outlook>(OUTLOOK).batchSize(BATCH);
  let batch: (readonly [string, PendingMail | null])[] = [];
  for await (const document of cursor) {
    batch.push([document._id, document.state === 'PENDING' && document.digestId === null ? pendingMailOf(document) : null]);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

function documentOf(wish: NewNotification, now: Date): StoredNotification {
  const { cause, lane, ...rest } = wish;
  return {
    _id: newId(now.getTime()),
    ...rest,
    lane: lane ?? laneOf(wish.kind),
    revision: 1,
    ...(cause === null ? {} : { cause }),
    state: 'PENDING',
    stateReason: null,
    attempts: [],
    sentAt: null,
    digestId: null,
    createdAt: now,
    updatedAt: now,
  };
}

function changeUpdate(change: NotificationChange, now: Date) {
  return { $set: { ...change, digestId: null, updatedAt: now }, $unset: { retryAt: '' as const, postponedFrom: '' as const }, $inc: { revision: 1 } };
}

/** WAITING and SCHEDULED are both PENDING: what tells them apart is `now`. */
function filterOf(filter: NotificationFilter, now: Date): Filter<StoredNotification> {
  const { recipientId, eventId, statuses, kinds } = filter;
  return {
    ...(recipientId === undefined ? {} : { recipientId }),
    ...(eventId === undefined ? {} : { eventId }),
    ...(kinds === undefined ? {} : { kind: { $in: [...kinds] } }),
    ...(statuses === undefined ? {} : { $or: statuses.map((status) => statusFilter(status, now)) }),
  };
}

function statusFilter(status: NotificationStatus, now: Date): Filter<StoredNotification> {
  if (status === 'WAITING') return { state: 'PENDING', $or: [{ scheduledAt: { $lte: now } }, { digestId: { $ne: null } }] };
  if (status === 'SCHEDULED') return { state: 'PENDING', scheduledAt: { $gt: now }, digestId: null };
  return { state: status };
}
