/** Hides how a digest carries other notifications: it takes them over, and what becomes of it becomes of them. */
import type { Db } from '#platform/mongo.ts';
import type { Claim } from './delivery-store.ts';
import type { Notification } from './notification.ts';
import { notificationCollection, notificationOf } from './notification-store.ts';

/** What a person was mailed since some moment; times are epoch milliseconds. */
export type Mailed = { readonly reminders: number; readonly lastDigestAt: number | null };

export type DigestStore = {
  /** Reminders and digests of each of these people since then; digests count from when they were made. */
  readonly mailedSince: (recipientIds: readonly string[], since: Date) => Promise<ReadonlyMap<string, Mailed>>;
  /** A person's pending reminders. */
  readonly pendingReminders: (recipientId: string) => Promise<Notification[]>;
  /** Lets the digest carry those that are still pending at their revision; gives back the ones that it carries. */
  readonly carry: (digestId: string, members: readonly Claim[], now: Date) => Promise<Notification[]>;
  /** What these digests still carry. */
  readonly membersOf: (digestIds: readonly string[]) => Promise<Notification[]>;
  /** Ends a carried one by itself: it is not wanted any more. */
  readonly drop: (id: string, end: { readonly state: 'WITHDRAWN' | 'EXPIRED'; readonly reason: string }, now: Date) => Promise<void>;
  /** Makes those carried by these digests share their ends; a digest that is not at its end yet changes nothing. */
  readonly settle: (digestIds: readonly string[], now: Date) => Promise<void>;
  /** Digests that still carry something. */
  readonly carrying: () => Promise<string[]>;
};

/** Digests among the notifications of the context's own database. */
export function createDigestStore(db: Db): DigestStore {
  const collection = notificationCollection(db);
  const membersOf = async (digestIds: readonly string[]): Promise<Notification[]> => {
    const documents = await collection.find({ digestId: { $in: [...digestIds] }, state: 'SENDING' }).toArray();
    return documents.map(notificationOf);
  };
  return {
    mailedSince: async (recipientIds, since) => {
      if (recipientIds.length === 0) return new Map();
      const ofPeople = { recipientId: { $in: [...recipientIds] } };
      const single = { kind: 'REMINDER' as const, digestId: null };
      const $or = [{ ...single, sentAt: { $gte: since } }, { ...single, state: 'SENDING' as const }, { kind: 'DIGEST' as const, createdAt: { $gte: since } }];
      const documents = await collection.find({ ...ofPeople, $or }).project<Pick<Notification, 'recipientId' | 'kind' | 'createdAt'>>({ recipientId: 1, kind: 1, createdAt: 1 }).toArray();
      const people = new Map<string, { reminders: number; lastDigestAt: number | null }>(recipientIds.map((id) => [id, { reminders: 0, lastDigestAt: null }]));
      for (const { recipientId, kind, createdAt } of documents) {
        const person = people.get(recipientId ?? '');
        if (person === undefined) continue;
        person.reminders += 1;
        if (kind === 'DIGEST') person.lastDigestAt = Math.max(person.lastDigestAt ?? 0, createdAt.getTime());
      }
      return people;
    },
    pendingReminders: async (recipientId) => (await collection.find({ recipientId, state: 'PENDING', kind: 'REMINDER' }).toArray()).map(notificationOf),
    carry: async (digestId, members, now) => {
      await collection.bulkWrite(
        members.map(({ id, revision }) => ({
          updateOne: { filter: { _id: id, revision, state: 'PENDING' as const }, update: { $set: { state: 'SENDING' as const, digestId, updatedAt: now } } },
        })),
        { ordered: false },
      );
      return membersOf([digestId]);
    },
    membersOf,
    drop: async (id, { state, reason }, now) => {
      await collection.updateOne({ _id: id, state: 'SENDING' }, { $set: { state, stateReason: reason, digestId: null, updatedAt: now } });
    },
    settle: async (digestIds, now) => {
      const digests = await collection.find({ _id: { $in: [...digestIds] } }).toArray();
      for (const { _id, state, stateReason, sentAt } of digests) {
        if (state === 'PENDING' || state === 'SENDING') continue;
        await collection.updateMany({ digestId: _id, state: 'SENDING' }, { $set: { state, stateReason, sentAt, updatedAt: now } });
      }
    },
    carrying: async () => {
      const documents = await collection.find({ state: 'SENDING', digestId: { $ne: null } }).project<{ digestId: string | null }>({ digestId: 1 }).toArray();
      return [...new Set(documents.flatMap(({ digestId }) => digestId ?? []))];
    },
  };
}
