/** Hides how a wish for mail becomes a stored notification with exactly one job, and how many of them change at once. */
import type { MailQueue } from './mail-queue.ts';
import type { Notification } from './notification.ts';
import type { ReadModelStore } from './read-model-store.ts';
import { followEvent } from './wishes.ts';
import type { NewNotification, NotificationChange, NotificationStore } from './notification-store.ts';

export type MailScheduling = { readonly store: NotificationStore; readonly queue: MailQueue };

const BATCH = 1_000;
/** How often a change is planned anew for notifications that somebody else changed at the same time. */
const MAX_ROUNDS = 10;

/** Stores wishes and schedules their jobs; a wish whose cause was granted before gives back what it made then. In the order given. */
export async function scheduleMails({ store, queue }: MailScheduling, wishes: readonly NewNotification[], now: Date): Promise<Notification[]> {
  const scheduled: Notification[] = [];
  for (let start = 0; start < wishes.length; start += BATCH) {
    const stored = await store.insert(wishes.slice(start, start + BATCH), now);
    await queue.schedule(stored.filter(({ state }) => state === 'PENDING'), now);
    scheduled.push(...stored);
  }
  return scheduled;
}

/** Changes pending notifications as `plan` says (null: leave it), again for those that changed meanwhile, until nothing is left to change. */
export async function changeMails(
  { queue }: Pick<MailScheduling, 'queue'>,
  notifications: readonly Notification[],
  options: { readonly plan: (notification: Notification) => NotificationChange | null; readonly now: Date },
): Promise<void> {
  let rest = notifications;
  for (let round = 0; rest.length > 0; round += 1) {
    if (round === MAX_ROUNDS) throw new Error(`${rest.length} notifications kept changing under a planned change`);
    const changes = rest.flatMap((notification) => {
      const change = notification.state === 'PENDING' ? options.plan(notification) : null;
      return change === null ? [] : [{ id: notification._id, revision: notification.revision, change }];
    });
    const current = await queue.rescheduleMany(changes, options.now);
    rest = current.filter((notification) => notification.state === 'PENDING' && options.plan(notification) !== null);
  }
}

type AboutEvent = { readonly wishes: readonly NewNotification[]; readonly event: { readonly id: string; readonly version: number }; readonly now: Date };

/**
 * Schedules mail about an event that was known at `version` when the wishes were made. Where the event has changed since, the mail follows it at
 * once, for the reactions to the change may have passed it by.
 */
export async function scheduleAboutEvent(
  scheduling: MailScheduling & { readonly readModel: Pick<ReadModelStore, 'events'>; readonly lead: string },
  { wishes, event, now }: AboutEvent,
): Promise<Notification[]> {
  const { store, queue, readModel, lead } = scheduling;
  const scheduled = await scheduleMails(scheduling, wishes, now);
  if (scheduled.length === 0 || (await readModel.events.versionOf(event.id)) === event.version) return scheduled;
  const current = await readModel.events.get(event.id);
  if (current.state === 'known' && current.facts.status === 'SCHEDULED') {
    await changeMails(scheduling, scheduled, { plan: (notification) => followEvent(notification, current.facts, lead), now });
  } else await queue.withdraw(scheduled.map(({ _id }) => _id), 'the event was cancelled', now);
  const byId = new Map((await store.getMany(scheduled.map(({ _id }) => _id))).map((notification) => [notification._id, notification]));
  return scheduled.map((notification) => byId.get(notification._id) ?? notification);
}
