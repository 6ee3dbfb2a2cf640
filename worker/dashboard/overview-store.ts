/** Hides the questions that the dashboard asks of stored notifications: how many, which lately, which need a hand. */
import { notificationCollection, notificationOf } from '#mail/notification-store.ts';
import type { Notification, NotificationState } from '#mail/notification.ts';
import type { StoredNotification } from '#mail/notification-store.ts';
import type { Db, Filter } from '#platform/mongo.ts';

export type OverviewStore = {
  /** How many are in each state; PENDING ones apart by whether they are due. */
  readonly counts: (now: Date) => Promise<Readonly<Record<Exclude<NotificationState, 'PENDING'> | 'SCHEDULED' | 'WAITING', number>>>;
  /** Newest first. */
  readonly lately: (states: readonly NotificationState[], limit: number) => Promise<Notification[]>;
  /** The pending ones whose deadlines come first. */
  readonly nextByDeadline: (limit: number) => Promise<Notification[]>;
  /** How many mails were accepted in each of the hours that begin then. */
  readonly sentByHour: (hours: readonly Date[]) => Promise<{ readonly hour: Date; readonly sent: number }[]>;
};

const HOUR_MS = 3_600_000;
const UNPENDING = ['SENDING', 'SENT', 'FAILED', 'EXPIRED', 'WITHDRAWN', 'UNCERTAIN'] as const satisfies readonly NotificationState[];
const NOTHING = { SENDING: 0, SENT: 0, FAILED: 0, EXPIRED: 0, WITHDRAWN: 0, UNCERTAIN: 0 };

/** Creates what the questions need; safe to repeat. */
export async function createOverviewIndexes(db: Db): Promise<void> {
  await notificationCollection(db).createIndexes([{ key: { state: 1, updatedAt: -1 } }, { key: { state: 1, deadline: 1 } }, { key: { state: 1, sentAt: 1 } }]);
}

/** Reads the notifications of the context's own database. */
export function createOverviewStore(db: Db): OverviewStore {
  const collection = notificationCollection(db);
  return {
    counts: async (now) => {
      const count = (filter: Filter<StoredNotification>) => collection.countDocuments(filter);
      const finals = await Promise.all(UNPENDING.map(async (state) => [state, await count({ state })] as const));
      const WAITING = await count({ state: 'PENDING', scheduledAt: { $lte: now } });
      const SCHEDULED = await count({ state: 'PENDING', scheduledAt: { $gt: now } });
      return { ...NOTHING, ...Object.fromEntries(finals), WAITING, SCHEDULED };
    },
    lately: async (states, limit) => {
      const documents = await collection.find({ state: { $in: [...states] } }).sort({ updatedAt: -1 }).limit(limit).toArray();
      return documents.map(notificationOf);
    },
    nextByDeadline: async (limit) => {
      const documents = await collection.find({ state: 'PENDING' }).sort({ deadline: 1 }).limit(limit).toArray();
      return documents.map(notificationOf);
    },
    sentByHour: (hours) =>
      Promise.all(
        hours.map(async (hour) => {
          const end = new Date(hour.getTime() + HOUR_MS);
          return { hour, sent: await collection.countDocuments({ state: 'SENT', sentAt: { $gte: hour, $lt: end } }) };
        }),
      ),
  };
}
