/** Hides the form of calendar files (RFC 5545, RFC 5546): entries with their zones, and a method that says what to do with them. */
import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import type { ICalEventData } from 'ical-generator';
import { DateTime } from 'luxon';
import type { PlaceFacts } from './facts.ts';
import { vtimezone } from './vtimezone.ts';
import type { Years } from './vtimezone.ts';

const PRODUCT = { company: 'EventPost', product: 'EventPost', language: 'EN' } as const;

/** An event without an end is shown this long. */
const ASSUMED_HOURS = 2;

/** What of an event goes into a calendar. */
export type CalendarEntry = {
  readonly id: string;
  /** Rises with every change; SEQUENCE is one less, so that it begins at 0. */
  readonly version: number;
  readonly title: string;
  readonly description: string;
  readonly topics: readonly string[];
  readonly place: PlaceFacts;
  /** IANA name. */
  readonly timeZone: string;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly status: 'SCHEDULED' | 'CANCELLED';
  readonly cancelReason: string | null;
  /** The last change (DTSTAMP): the same event makes the same text. */
  readonly updatedAt: Date;
  readonly createdAt?: Date;
  /** Whether the reader only waits for a place. */
  readonly isTentative?: boolean;
};

type FileOptions = {
  /** The router's address, without a slash at its end. */
  readonly publicUrl: string;
  /** CANCEL takes the entries out of the calendar. */
  readonly method: 'PUBLISH' | 'CANCEL';
  /** Of a feed: its name, and how often a client should look again. */
  readonly feed?: { readonly name: string; readonly refreshSeconds: number };
};

/** The text of a calendar file; the UID of an entry never changes. */
export function calendarFile(entries: readonly CalendarEntry[], { publicUrl, method, feed }: FileOptions): string {
  const years = yearsOf(entries);
  const calendar = ical({ prodId: PRODUCT, timezone: { name: null, generator: (name: string) => vtimezone(name, years) } });
  calendar.method(ICalCalendarMethod[method]);
  if (feed !== undefined) calendar.name(feed.name).ttl(feed.refreshSeconds);
  for (const entry of entries) calendar.createEvent(componentOf(entry, publicUrl));
  return calendar.toString();
}

function yearsOf(entries: readonly CalendarEntry[]): Years {
  const years = entries.map(({ startsAt }) => startsAt.getUTCFullYear());
  return { first: Math.min(...years), last: Math.max(...years) + 1 };
}

function statusOf({ status, isTentative }: CalendarEntry): ICalEventStatus {
  if (status === 'CANCELLED') return ICalEventStatus.CANCELLED;
  return isTentative === true ? ICalEventStatus.TENTATIVE : ICalEventStatus.CONFIRMED;
}

function componentOf(entry: CalendarEntry, publicUrl: string): ICalEventData {
  const { id, version, title, description, place, topics, timeZone, startsAt, endsAt, createdAt, updatedAt, cancelReason } = entry;
  const start = DateTime.fromJSDate(startsAt, { zone: timeZone });
  const status = statusOf(entry);
  return {
    id: `${id}@${new URL(publicUrl).hostname}`,
    sequence: version - 1,
    start,
    end: endsAt === null ? start.plus({ hours: ASSUMED_HOURS }) : DateTime.fromJSDate(endsAt, { zone: timeZone }),
    timezone: timeZone,
    stamp: utc(updatedAt),
    ...(createdAt === undefined ? {} : { created: utc(createdAt) }),
    lastModified: utc(updatedAt),
    summary: title,
    description: cancelReason === null ? description : `${cancelReason}\n\n${description}`,
    location: locationOf(place),
    categories: topics.map((name) => ({ name })),
    url: `${publicUrl}/events/${id}.ics`,
    status,
    transparency: status === ICalEventStatus.CONFIRMED ? ICalEventTransparency.OPAQUE : ICalEventTransparency.TRANSPARENT,
  };
}

function utc(moment: Date): DateTime {
  return DateTime.fromJSDate(moment, { zone: 'utc' });
}

function locationOf({ name, address, coordinates }: PlaceFacts): ICalEventData['location'] {
  return {
    title: name,
    ...(address === null ? {} : { address }),
    ...(coordinates === null ? {} : { geo: { lat: coordinates.latitude, lon: coordinates.longitude } }),
  };
}
