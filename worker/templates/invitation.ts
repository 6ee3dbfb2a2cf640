/** Hides the calendar file that goes along with mails about an event, so that the reader's calendar follows without a click. */
import type { Notification, NotificationKind } from '#mail/notification.ts';
import type { EventFacts } from '#mail/read-model.ts';
import { calendarFile } from '#platform/calendar-file.ts';

/** Mails whose event belongs into a calendar. */
const CALENDAR_KINDS: ReadonlySet<NotificationKind> = new Set(['REMINDER', 'EVENT_CHANGED', 'EVENT_CANCELLED', 'ATTENDANCE_CONFIRMED']);

export type Attachment = { readonly filename: string; readonly contentType: string; readonly content: string };

type InvitationInput = {
  readonly notification: Pick<Notification, 'kind' | 'eventId' | 'createdAt'>;
  readonly event: EventFacts;
  /** The event's version. */
  readonly version: number;
  readonly publicUrl: string;
};

/** The attachment of a mail about an event, or null for a kind that carries none. */
export function invitationOf({ notification, event, version, publicUrl }: InvitationInput): Attachment | null {
  const { kind, eventId, createdAt } = notification;
  if (eventId === null || !isForCalendar(kind)) return null;
  const method = kind === 'EVENT_CANCELLED' || event.status === 'CANCELLED' ? 'CANCEL' : 'PUBLISH';
  const entry = {
    ...event,
    id: eventId,
    version,
    startsAt: new Date(event.startsAt),
    endsAt: event.endsAt === null ? null : new Date(event.endsAt),
    status: method === 'CANCEL' ? ('CANCELLED' as const) : event.status,
    updatedAt: createdAt,
  };
  return {
    filename: 'event.ics',
    contentType: `text/calendar; charset=utf-8; method=${method}`,
    content: calendarFile([entry], { publicUrl: publicUrl.replace(/\/$/, ''), method }),
  };
}

/** Whether mails of this kind bring the reader's calendar up to date. */
export function isForCalendar(kind: NotificationKind): boolean {
  return CALENDAR_KINDS.has(kind);
}
