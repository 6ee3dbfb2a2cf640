/** Hides how the wish for a mail is put down: what each kind says of itself, where it goes, when it is due and until when it helps. Pure. */
import { DateTime } from 'luxon';
import type { AccountMailFacts } from '#platform/facts.ts';
import type { Anchor, Notification, NotificationKind } from './notification.ts';
import type { NewNotification, NotificationChange } from './notification-store.ts';
import { primaryAddressOf } from './read-model.ts';
import type { EventFacts, RecipientFacts } from './read-model.ts';
import { deadlineOf, reanchor } from './schedule.ts';

/** Mails whose words are the event's, not somebody's. */
const DESCRIBES_EVENT: ReadonlySet<NotificationKind> = new Set(['REMINDER', 'EVENT_CHANGED', 'ATTENDANCE_CONFIRMED', 'ATTENDANCE_WAITLISTED', 'ATTENDEE_JOINED', 'ATTENDEE_LEFT']);

const ACCOUNT_SUBJECTS: Readonly<Record<AccountMailFacts['kind'], string>> = {
  WELCOME: 'Welcome to EventPost',
  EMAIL_VERIFICATION: 'Confirm your email address',
  EMAIL_CHANGED: 'Your email address is being changed',
  PASSWORD_RESET: 'Choose a new password',
};

/** Where mail to a person goes of itself: the primary address, unless it is unverified or suppressed. */
export function usableAddressOf(recipient: RecipientFacts): string | null {
  const primary = primaryAddressOf(recipient);
  return primary?.verified === true && primary.suppressedReason === null ? primary.address : null;
}

/** An event in three lines of plain text: title, time on its own clock, place. */
export function describeEvent(event: EventFacts): string {
  const start = DateTime.fromISO(event.startsAt, { zone: event.timeZone }).toFormat('yyyy-MM-dd HH:mm');
  const place = [event.place.name, event.place.address].filter((part) => part !== null && part !== '').join(', ');
  return `${event.title}\n${start} (${event.timeZone})\n${place}`;
}

type EventMail = {
  readonly kind: NotificationKind;
  readonly eventId: string;
  readonly event: EventFacts;
  readonly recipientId: string;
  readonly toEmail: string;
  readonly scheduledAt: Date;
  readonly cause: string | null;
  readonly requestId: string | null;
  /** ISO 8601, `MAIL_DEADLINE_LEAD`. */
  readonly lead: string;
  readonly anchor?: Anchor;
  readonly content?: string;
  readonly subject?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
};

/** A mail about an event, a reminder among them; subject and content say the event unless given. */
export function eventMailWish(mail: EventMail): NewNotification {
  const { kind, event, scheduledAt, lead } = mail;
  return {
    kind,
    recipientId: mail.recipientId,
    toEmail: mail.toEmail,
    subject: mail.subject ?? event.title,
    content: mail.content ?? describeEvent(event),
    variables: mail.variables ?? {},
    eventId: mail.eventId,
    anchor: mail.anchor ?? null,
    cause: mail.cause,
    scheduledAt,
    deadline: deadlineOf({ kind, scheduledAt, event, lead }),
    requestId: mail.requestId,
  };
}

/** A mail about an account; what it must know of the person comes along, for the account may be newer than our knowledge of it. */
export function accountMailWish(mailId: string, facts: AccountMailFacts, options: { readonly now: Date; readonly requestId: string | null }): NewNotification {
  const { kind, userId, toEmail, expiresAt, displayName, language, timeZone, token, newEmail } = facts;
  return {
    kind,
    recipientId: userId,
    toEmail,
    subject: ACCOUNT_SUBJECTS[kind],
    content: '',
    variables: { displayName, language, timeZone, ...(token === null ? {} : { token }), ...(newEmail === null ? {} : { newEmail }) },
    eventId: null,
    anchor: null,
    cause: `account-mail.${mailId}`,
    scheduledAt: options.now,
    deadline: new Date(expiresAt),
    requestId: options.requestId,
  };
}

/** What becomes of a pending mail when its event has changed: an anchored reminder follows the start; null where nothing changes. */
export function followEvent(notification: Notification, event: EventFacts, lead: string): NotificationChange | null {
  const { scheduledAt, deadline } = reanchor(notification, event, lead);
  const { subject, content } = DESCRIBES_EVENT.has(notification.kind) ? { subject: event.title, content: describeEvent(event) } : notification;
  const isSame =
    scheduledAt.getTime() === notification.scheduledAt.getTime() &&
    deadline.getTime() === notification.deadline.getTime() &&
    subject === notification.subject &&
    content === notification.content;
  return isSame ? null : { scheduledAt, deadline, subject, content };
}
