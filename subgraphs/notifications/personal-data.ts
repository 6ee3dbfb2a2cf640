/** Hides what the notifications context holds about a person, as one JSON. */
import type { Notification } from '#mail/notification.ts';
import type { Services } from './services.ts';

const BATCH = 1_000;

/** Everything but secrets: what is known of the person, what they like and attend, and every mail to them. */
export async function exportOf({ store, readModel, now }: Pick<Services, 'store' | 'readModel' | 'now'>, userId: string): Promise<Record<string, unknown>> {
  const [recipient, interests] = await Promise.all([readModel.recipients.get(userId), readModel.interestsOf(userId)]);
  const notifications: Record<string, unknown>[] = [];
  let last: Notification | undefined;
  do {
    const after: readonly unknown[] | null = last === undefined ? null : [last.createdAt, last._id];
    const page: Notification[] = await store.page({ recipientId: userId }, { limit: BATCH, after }, now());
    const batch = page.slice(0, BATCH);
    notifications.push(...batch.map(exported));
    last = page.length > BATCH ? batch.at(-1) : undefined;
  } while (last !== undefined);
  return { recipient: recipient.state === 'known' ? recipient.facts : null, ...interests, notifications };
}

function exported({ _id, kind, toEmail, subject, content, eventId, scheduledAt, deadline, state, stateReason, attempts, sentAt, createdAt }: Notification): Record<string, unknown> {
  return { id: _id, kind, toEmail, subject, content, eventId, scheduledAt, deadline, state, stateReason, attempts, sentAt, createdAt };
}
