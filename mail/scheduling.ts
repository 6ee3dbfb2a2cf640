/** Hides how a wish for mail becomes a stored notification with exactly one job, and how many of them change at once. */
import type { MailQueue } from './mail-queue.ts';
import type { Notification } from './notification.ts';
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
