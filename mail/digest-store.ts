/**
 * Hides how a digest carries other notifications. Each of them says for itself where it is: PENDING with the digest's id while that waits, free to be
 * taken out by any change; SENDING once the digest has sealed it, and then what becomes of the digest becomes of it.
 */
import { newId } from '#platform/ids.ts';
import type { Db } from '#platform/mongo.ts';
import type { Claim } from './delivery-store.ts';
import type { BundleInput } from './digest.ts';
import { isFinal } from './notification.ts';
import type { Notification } from './notification.ts';
import { IN_DIGEST, notificationCollection, notificationOf } from './notification-store.ts';
import type { StoredNotification } from './notification-store.ts';

/** What a person was mailed today, as decisions on bundles ask for it. */
export type Mailed = Pick<BundleInput, 'mailedToday' | 'lastDigestAt' | 'isDigestOnItsWay'>;

export type DigestStore = {
  /** For each of these people; digests that were dropped count for nothing. `today`: when it began. */
  readonly mailedToday: (recipientIds: readonly string[], today: Date) => Promise<ReadonlyMap<string, Mailed>>;
  /** A person's pending reminders that no digest carries. */
  readonly pendingReminders: (recipientId: string) => Promise<Notification[]>;
  /** Lets the digest carry those that are still pending at their revision; gives back the ones that it carries. */
  readonly carry: (digestId: string, members: readonly Claim[], now: Date) => Promise<Notification[]>;
  /** What these digests still carry. */
  readonly membersOf: (digestIds: readonly string[]) => Promise<Notification[]>;
  /** For whoever claimed the digest: holds those of the members that are still in it, so that nobody takes them out any more; gives back their ids. */
  readonly seal: (members: readonly Notification[], now: Date) => Promise<ReadonlySet<string>>;
  /** Lets go of what this digest sealed; only before it may be claimed again. */
  readonly unseal: (digestId: string, now: Date) => Promise<void>;
  /**
   * Makes those sealed by these digests share their ends, and frees those that are in a digest at its end without having gone with it: as new
   * revisions, which it gives back and for which jobs must be scheduled. A digest that is not at its end yet changes nothing.
   */
  readonly settle: (digestIds: readonly string[], now: Date) => Promise<Notification[]>;
  /** Frees what a digest that is still pending carries, as new revisions; gives them back. */
  readonly free: (digestId: string, now: Date) => Promise<Notification[]>;
  /** Digests that still carry something. */
  readonly carrying: () => Promise<string[]>;
};

const UNFINISHED = { $in: ['PENDING' as const, 'SENDING' as const] };
const DROPPED = ['WITHDRAWN' as const, 'EXPIRED' as const];

/** Digests among the notifications of the context's own database. */
export function createDigestStore(db: Db): DigestStore {
  const collection = notificationCollection(db);
  const read = async (filter: Parameters<typeof collection.find>[0]): Promise<Notification[]> => (await collection.find(filter).toArray()).map(notificationOf);
  const membersOf = (digestIds: readonly string[]): Promise<Notification[]> => read({ digestId: { $in: [...digestIds] }, state: UNFINISHED });

  const free = async (digestId: string, now: Date): Promise<Notification[]> => {
    const ids = (await read({ digestId, state: 'PENDING' })).map(({ _id }) => _id);
    if (ids.length === 0) return [];
    const claimId = newId();
    await collection.updateMany({ _id: { $in: ids }, digestId, state: 'PENDING' }, { $set: { digestId: null, claimId, updatedAt: now }, $inc: { revision: 1 } });
    return read({ _id: { $in: ids }, claimId, state: 'PENDING' });
  };

  return {
    mailedToday: async (recipientIds, today) => {
      if (recipientIds.length === 0) return new Map();
      const ofPeople = { recipientId: { $in: [...recipientIds] } };
      const single = { kind: 'REMINDER' as const, digestId: null };
      const digest = { kind: 'DIGEST' as const, state: { $nin: DROPPED }, $or: [{ createdAt: { $gte: today } }, { sentAt: { $gte: today } }, { state: UNFINISHED }] };
      const $or = [{ ...single, sentAt: { $gte: today } }, { ...single, state: 'SENDING' as const }, digest];
      const fields = { recipientId: 1, kind: 1, state: 1, createdAt: 1, sentAt: 1 } as const;
      const documents = await collection.find({ ...ofPeople, $or }).project<Pick<Notification, keyof typeof fields>>(fields).toArray();
      const people = new Map(recipientIds.map((id) => [id, { mailedToday: 0, lastDigestAt: null as number | null, isDigestOnItsWay: false }]));
      for (const { recipientId, kind, state, createdAt, sentAt } of documents) {
        const person = people.get(recipientId ?? '');
        if (person === undefined) continue;
        const isDigest = kind === 'DIGEST';
        if (isDigest && !isFinal(state)) person.isDigestOnItsWay = true;
        else {
          person.mailedToday += 1;
          if (isDigest) person.lastDigestAt = Math.max(person.lastDigestAt ?? 0, (sentAt ?? createdAt).getTime());
        }
      }
      return people;
    },
    pendingReminders: (recipientId) => read({ recipientId, state: 'PENDING', kind: 'REMINDER', digestId: null }),
    carry: async (digestId, members, now) => {
      await collection.bulkWrite(
        members.map(({ id, revision }) => ({ updateOne: { filter: { _id: id, revision, state: 'PENDING' as const, digestId: null }, update: { $set: { digestId, updatedAt: now } } } })),
        { ordered: false },
      );
      return membersOf([digestId]);
    },
    membersOf,
    seal: async (members, now) => {
      if (members.length === 0) return new Set();
      const claimId = newId();
      const update = { $set: { state: 'SENDING' as const, claimId, updatedAt: now } };
      await collection.bulkWrite(members.map(({ _id, revision, digestId }) => ({ updateOne: { filter: { _id, revision, digestId, state: UNFINISHED }, update } })), { ordered: false });
      return new Set((await read({ _id: { $in: members.map(({ _id }) => _id) }, claimId })).map(({ _id }) => _id));
    },
    // Whoever found the digest stuck may have called it uncertain while it was only slow.
    unseal: async (digestId, now) => {
      await collection.updateMany({ digestId, state: { $in: ['SENDING', 'UNCERTAIN'] } }, { $set: { state: 'PENDING', stateReason: null, updatedAt: now } });
    },
    settle: async (digestIds, now) => {
      const digests = new Map((await collection.find({ _id: { $in: [...digestIds] } }).toArray()).map((digest) => [digest._id, digest]));
      const freed: Notification[] = [];
      for (const digestId of digestIds) {
        const digest = digests.get(digestId);
        if (digest !== undefined && !isFinal(digest.state)) continue;
        if (digest !== undefined && !isDropped(digest)) {
          const { state, stateReason, sentAt } = digest;
          await collection.updateMany({ digestId, state: { $in: ['SENDING', 'UNCERTAIN'] } }, { $set: { state, stateReason, sentAt, updatedAt: now } });
        }
        freed.push(...(await free(digestId, now)));
      }
      return freed;
    },
    free,
    carrying: async () => {
      const documents = await collection.find({ ...IN_DIGEST, state: UNFINISHED }).project<{ digestId: string | null }>({ digestId: 1 }).toArray();
      return [...new Set(documents.flatMap(({ digestId }) => digestId ?? []))];
    },
  };
}

function isDropped({ state }: Pick<StoredNotification, 'state'>): boolean {
  return DROPPED.some((dropped) => dropped === state);
}
