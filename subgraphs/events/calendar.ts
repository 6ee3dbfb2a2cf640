/** Hides the form of calendar files (RFC 5545, RFC 5546): one for an event, one for all that a person attends. */
import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import type { ICalCalendar, ICalEventData } from 'ical-generator';
import { DateTime } from 'luxon';
import type { Event } from './event.ts';
import { vtimezone } from './vtimezone.ts';
import type { Years } from './vtimezone.ts';

const PRODUCT = { company: 'EventPost', product: 'EventPost', language: 'EN' } as const;
const FEED_REFRESH_SECONDS = 3_600;

/** An event without an end is shown this long. */
const ASSUMED_HOURS = 2;

/** The file of one event. A cancelled one takes itself out of the calendar (METHOD:CANCEL). `publicUrl` has no slash at its end. */
export function eventCalendar(event: Event, publicUrl: string): string {
  const method = event.status === 'CANCELLED' ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.PUBLISH;
  const calendar = createCalendar([event]);
  calendar.method(method);
  calendar.createEvent(entryOf(event, publicUrl, event.status === 'CANCELLED' ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED));
  return calendar.toString();
}

export type Attended = { readonly event: Event; readonly attendance: 'GOING' | 'WAITLISTED' };

/** The feed of what one person attends; what they wait for is tentative, what was called off says so. */
export function feedCalendar(attended: readonly Attended[], publicUrl: string): string {
  const calendar = createCalendar(attended.map(({ event }) => event));
  calendar.method(ICalCalendarMethod.PUBLISH).name('EventPost').ttl(FEED_REFRESH_SECONDS);
  for (const { event, attendance } of attended) calendar.createEvent(entryOf(event, publicUrl, statusOf(event, attendance)));
  return calendar.toString();
}

function createCalendar(events: readonly Event[]): ICalCalendar {
  const years = yearsOf(events);
  return ical({ prodId: PRODUCT, timezone: { name: null, generator: (name: string) => vtimezone(name, years) } });
}

function yearsOf(events: readonly Event[]): Years {
  const years = events.map(({ startsAt }) => startsAt.getUTCFullYear());
  return { first: Math.min(...years), last: Math.max(...years) + 1 };
}

function statusOf(event: Event, attendance: Attended['attendance']): ICalEventStatus {
  if (event.status === 'CANCELLED') return ICalEventStatus.CANCELLED;
  return attendance === 'GOING' ? ICalEventStatus.CONFIRMED : ICalEventStatus.TENTATIVE;
}

/** UID never changes, SEQUENCE rises with every edit, DTSTAMP is the last edit's: the same event makes the same text. */
function entryOf(event: Event, publicUrl: string, status: ICalEventStatus): ICalEventData {
  const { id, version, title, description, place, topics, timeZone, startsAt, endsAt, createdAt, updatedAt } = event;
  const start = DateTime.fromJSDate(startsAt, { zone: timeZone });
  return {
    id: `${id}@${new URL(publicUrl).hostname}`,
    sequence: version - 1,
    start,
    end: endsAt === null ? start.plus({ hours: ASSUMED_HOURS }) : DateTime.fromJSDate(endsAt, { zone: timeZone }),
    timezone: timeZone,
    stamp: utc(updatedAt),
    created: utc(createdAt),
    lastModified: utc(updatedAt),
    summary: title,
    description: event.cancelReason === null ? description : `${event.cancelReason}\n\n${description}`,
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

function locationOf({ name, address, coordinates }: Event['place']): ICalEventData['location'] {
  return {
    title: name,
    ...(address === null ? {} : { address }),
    ...(coordinates === null ? {} : { geo: { lat: coordinates.latitude, lon: coordinates.longitude } }),
  };
}
