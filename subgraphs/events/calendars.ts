/** Hides what goes into whose calendar. */
import { eventCalendar, feedCalendar } from './calendar.ts';
import type { EventStore } from './event-store.ts';
import type { Event } from './event.ts';
import type { PeopleStore } from './people-store.ts';

export type Calendars = {
  /** The file of one event. */
  readonly file: (event: Event) => string;
  /** The person's feed, or null where the secret is not theirs (any more). */
  readonly feed: (userId: string, secret: string) => Promise<string | null>;
};

type CalendarsOptions = {
  readonly people: Pick<PeopleStore, 'isFeedSecret' | 'attendedEventIds' | 'attendances'>;
  readonly eventStore: Pick<EventStore, 'findMany'>;
  readonly publicUrl: string;
};

/** A feed holds at most so many events, the latest ones. */
const MAX_EVENTS = 1_000;

export function createCalendars({ people, eventStore, publicUrl }: CalendarsOptions): Calendars {
  return {
    file: (event) => eventCalendar(event, publicUrl),
    feed: async (userId, secret) => {
      if (!(await people.isFeedSecret(userId, secret))) return null;
      const events = [...(await eventStore.findMany(await people.attendedEventIds(userId)))];
      const latest = events.sort((one, other) => other.startsAt.getTime() - one.startsAt.getTime()).slice(0, MAX_EVENTS).reverse();
      const attendances = await people.attendances(latest.map(({ id: eventId }) => ({ eventId, userId })));
      return feedCalendar(latest.flatMap((event, index) => attendedOf(event, attendances[index] ?? null)), publicUrl);
    },
  };
}

function attendedOf(event: Event, attendance: 'GOING' | 'WAITLISTED' | null) {
  return attendance === null ? [] : [{ event, attendance }];
}
