/** Hides what a test must say of a notification that it does not care about. */
import type { NewNotification } from '#mail/notification-store.ts';

/** A wish for a custom mail due at the Unix epoch's year 2000 unless `changes` say otherwise. */
export function wishFor(changes: Partial<NewNotification> = {}): NewNotification {
  return {
    kind: 'CUSTOM',
    recipientId: null,
    toEmail: 'ana@example.org',
    subject: 'A picnic',
    content: 'Bring fruit.',
    variables: {},
    eventId: null,
    anchor: null,
    cause: null,
    scheduledAt: new Date('2000-01-01T00:00:00Z'),
    deadline: new Date('2100-01-01T00:00:00Z'),
    requestId: null,
    ...changes,
  };
}
