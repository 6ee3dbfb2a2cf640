/** Hides how a stored notification looks to the API. */
import { isFinal, statusAt } from '#mail/notification.ts';
import type { Notification as StoredNotification } from '#mail/notification.ts';
import type { NotificationResolvers } from '../schema.types.ts';
import type { Services } from '../services.ts';

export function notificationResolvers({ forecasts, now }: Services): NotificationResolvers {
  return {
    id: ({ _id }) => _id,
    status: (notification) => statusAt(notification, now()),
    statusReason: (notification) => reasonOf(notification, now()),
    before: ({ anchor }) => anchor?.before ?? null,
    forecast: async (notification) => {
      if (isFinal(notification.state)) return null;
      if (notification.state === 'SENDING') return { estimatedSendAt: notification.attempts.at(-1)?.at ?? now(), risk: 'ON_TIME' };
      const { estimatedSendAt, risk } = await forecasts.of(notification);
      return { estimatedSendAt: estimatedSendAt === null ? null : new Date(estimatedSendAt), risk };
    },
    event: ({ eventId }) => (eventId === null ? null : { id: eventId }),
    recipient: ({ recipientId }) => (recipientId === null ? null : { id: recipientId }),
  };
}

function reasonOf(notification: StoredNotification, now: Date): string | null {
  if (notification.stateReason !== null) return notification.stateReason;
  return statusAt(notification, now) === 'WAITING' ? 'due, and waiting for the mail quota' : null;
}
