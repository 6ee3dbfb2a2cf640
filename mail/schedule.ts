/** Hides when a mail becomes due and when it stops being of use. */
import { DateTime, Duration } from 'luxon';
import { badInput } from '#platform/errors.ts';
import type { Lane, Notification, NotificationKind, PendingMail } from './notification.ts';
import { afterQuiet } from './quiet-hours.ts';
import type { EventFacts, RecipientFacts } from './read-model.ts';

const DAY_MS = 86_400_000;

/** Mails that tell of the event itself help until it starts; all others need the lead to act upon. */
const ABOUT_EVENT: ReadonlySet<NotificationKind> = new Set([
  'EVENT_CHANGED', 'EVENT_CANCELLED', 'ANNOUNCEMENT', 'ATTENDANCE_CONFIRMED', 'ATTENDEE_JOINED', 'ATTENDANCE_WAITLISTED', 'ATTENDEE_LEFT',
]);

type DeadlineInput = {
  readonly kind: NotificationKind;
  readonly scheduledAt: Date;
  readonly event: Pick<EventFacts, 'startsAt'> | null;
  /** ISO 8601 duration, `MAIL_DEADLINE_LEAD`. */
  readonly lead: string;
};

/** The moment after which a mail is useless: the event's start less the lead; the start itself for mails about the event; without event a day after it was due. */
export function deadlineOf({ kind, scheduledAt, event, lead }: DeadlineInput): Date {
  if (event === null) return new Date(scheduledAt.getTime() + DAY_MS);
  const start = Date.parse(event.startsAt);
  return new Date(ABOUT_EVENT.has(kind) ? start : start - durationOf(lead, 'lead').toMillis());
}

/**
 * When a reminder is due: `before` (ISO 8601) ahead of the start, days counted on the event's own calendar so that `P1D` keeps the time of day across daylight saving.
 * @throws DomainError BAD_USER_INPUT on `before`
 */
export function reminderTime(event: Pick<EventFacts, 'startsAt' | 'timeZone'>, before: string): Date {
  const duration = durationOf(before, 'before');
  if (duration.toMillis() < 0) throw badInput('before', 'A reminder comes before the event starts.');
  return DateTime.fromISO(event.startsAt, { zone: event.timeZone }).minus(duration).toJSDate();
}

/**
 * The new time of a snoozed mail: `by` (ISO 8601) from the later of now and the time it was due.
 * @throws DomainError BAD_USER_INPUT on `by`
 */
export function snoozedTime(options: { readonly scheduledAt: Date; readonly by: string; readonly now: Date }): Date {
  const by = durationOf(options.by, 'by').toMillis();
  if (by <= 0) throw badInput('by', 'A snooze is longer than nothing.');
  return new Date(Math.max(options.now.getTime(), options.scheduledAt.getTime()) + by);
}

type QuietInput = {
  readonly at: Date;
  readonly deadline: Date;
  readonly recipient: { readonly timeZone: string; readonly preferences: Pick<RecipientFacts['preferences'], 'quietHours'> };
};

/** `at`, or the end of the person's quiet hours where it falls into them; never past the deadline: a mail that could only be late disturbs instead. */
export function afterQuietHours({ at, deadline, recipient }: QuietInput): Date {
  const { timeZone, preferences: { quietHours } } = recipient;
  return quietHours === null ? at : new Date(afterQuiet({ ...quietHours, timeZone }, at.getTime(), deadline.getTime()));
}

/** Due time and deadline of a pending mail after its event moved: an anchored reminder follows the start, any other keeps its time. */
export function reanchor(
  notification: Pick<Notification, 'kind' | 'anchor' | 'scheduledAt'>,
  event: Pick<EventFacts, 'startsAt' | 'timeZone'>,
  lead: string,
): { readonly scheduledAt: Date; readonly deadline: Date } {
  const scheduledAt = notification.anchor === null ? notification.scheduledAt : reminderTime(event, notification.anchor.before);
  return { scheduledAt, deadline: deadlineOf({ kind: notification.kind, scheduledAt, event, lead }) };
}

/** Words that every document repeats, held once: what is read of the database is a string of its own each time. */
const [sharedKind, sharedLane] = [createSharing<NotificationKind>(), createSharing<Lane>()];

function createSharing<Word extends string>(): (word: Word) => Word {
  const words = new Map<Word, Word>();
  return (word) => {
    const known = words.get(word);
    if (known === undefined) words.set(word, word);
    return known ?? word;
  };
}

/** What the policy sees of a stored notification. */
export function pendingMailOf(notification: Pick<Notification, '_id' | 'kind' | 'lane' | 'recipientId' | 'toEmail' | 'scheduledAt' | 'deadline'>): PendingMail {
  return {
    id: notification._id,
    kind: sharedKind(notification.kind),
    lane: sharedLane(notification.lane),
    recipient: notification.recipientId ?? notification.toEmail.toLowerCase(),
    dueAt: notification.scheduledAt.getTime(),
    deadline: notification.deadline.getTime(),
  };
}

function durationOf(text: string, field: string): Duration<true> {
  const duration = Duration.fromISO(text);
  if (!duration.isValid) throw badInput(field, `${field} must be an ISO 8601 duration such as PT1H30M or P1D.`);
  return duration;
}
