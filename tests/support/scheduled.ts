/** Hides that a scheduled mail is a stored notification with a job. */
import type { NewNotification } from '#mail/notification-store.ts';
import type { Notification } from '#mail/notification.ts';
import type { MailEngine } from './mail-engine.ts';
import { wishFor } from './notifications.ts';

/** Mails that are due now unless they say otherwise. */
export async function scheduleAll({ store, queue }: Pick<MailEngine, 'store' | 'queue'>, wishes: readonly Partial<NewNotification>[]): Promise<Notification[]> {
  const now = new Date();
  const notifications = await store.insert(wishes.map((wish) => wishFor({ scheduledAt: now, ...wish })), now);
  await queue.schedule(notifications, now);
  return notifications;
}

export async function scheduleOne(engine: Pick<MailEngine, 'store' | 'queue'>, wish: Partial<NewNotification> = {}): Promise<Notification> {
  const [notification] = await scheduleAll(engine, [wish]);
  if (notification === undefined) throw new Error('nothing was scheduled');
  return notification;
}
