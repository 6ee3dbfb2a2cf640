/** Hides what it means to be reminded later: a mail that waits is put off, and of one that was sent another is made. */
import { DomainError, badInput } from '#platform/errors.ts';
import type { Viewer } from '#platform/identity.ts';
import type { Notification } from '#mail/notification.ts';
import { deadlineOf, snoozedTime } from '#mail/schedule.ts';
import { checkTime } from './checks.ts';
import { addressOfOwn, anchorAt, ask, findChangeable, moveTo } from './placing.ts';
import type { PlacingServices } from './placing.ts';
import type { SnoozeNotificationInput } from './schema.types.ts';

const LONGEST_MS = 366 * 86_400_000;

/** @throws DomainError NOT_FOUND; BAD_USER_INPUT on `by`; CONFLICT where it neither waits nor was sent */
export async function snoozeNotification(services: PlacingServices, viewer: Viewer, { id, by }: SnoozeNotificationInput): Promise<Notification> {
  const now = services.now();
  const notification = await findChangeable(services, viewer, id);
  if (!isSent(notification)) return moveTo(services, notification, { field: 'by', scheduledAt: laterBy(by, notification.scheduledAt, now), keepsAnchor: true });

  // Counted from now also where the mail was snoozed before: whoever presses a button twice means it once.
  const scheduledAt = laterBy(by, now, now);
  let sent = notification;
  for (;;) {
    const next = await askAgain(services, sent, scheduledAt);
    if (next.scheduledAt.getTime() === scheduledAt.getTime()) return next;
    if (!isSent(next)) return moveTo(services, next, { field: 'by', scheduledAt, keepsAnchor: true });
    sent = next;
  }
}

function isSent({ state }: Notification): boolean {
  return state === 'SENT' || state === 'UNCERTAIN';
}

/** @throws DomainError BAD_USER_INPUT on `by` */
function laterBy(by: string, from: Date, now: Date): Date {
  const later = snoozedTime({ scheduledAt: from, by, now });
  if (later.getTime() - Math.max(now.getTime(), from.getTime()) > LONGEST_MS) throw badInput('by', 'A snooze lasts a year at most.');
  return later;
}

/** One mail follows on another, however often that is snoozed. */
async function askAgain(services: PlacingServices, sent: Notification, scheduledAt: Date): Promise<Notification> {
  const { kind, recipientId, subject, content, eventId } = sent;
  if (recipientId === null || (kind !== 'REMINDER' && kind !== 'CUSTOM')) throw new DomainError('CONFLICT', 'Only reminders and mails of one\'s own come again.');
  const version = eventId === null ? null : await services.readModel.events.versionOf(eventId);
  const event = eventId === null ? null : await services.lookup.events.get(eventId);
  if (event !== null && (event.state !== 'known' || event.facts.status === 'CANCELLED')) throw new DomainError('CONFLICT', 'The event does not take place.');
  const facts = event === null ? null : event.facts;
  const deadline = deadlineOf({ kind, scheduledAt, event: facts, lead: services.lead });
  checkTime({ field: 'by', at: scheduledAt, now: services.now(), deadline });
  const toEmail = await addressOfOwn(services, recipientId, { wanted: sent.toEmail, elsePrimary: true });
  const anchor = kind === 'REMINDER' && facts !== null ? anchorAt(facts, scheduledAt) : null;
  return ask(services, version, {
    kind, recipientId, toEmail, subject, content, variables: {}, eventId, anchor, cause: `snoozed.${sent._id}`, scheduledAt, deadline, requestId: sent.requestId,
  });
}
