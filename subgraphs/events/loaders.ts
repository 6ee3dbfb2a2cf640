/** Hides how what one request asks for piece by piece is read in one query each. */
import DataLoader from 'dataloader';
import type { Page } from '#platform/pagination.ts';
import type { EventStore, Upcoming } from './event-store.ts';
import type { Event } from './event.ts';
import type { Attendee, PeopleStore } from './people-store.ts';

type Asked = { readonly eventId: string; readonly page: Page };

export type Loaders = {
  /** Null where there is none. */
  readonly event: DataLoader<string, Event | null>;
  /** By a person's id; what they organise that is still to start, in order of start. */
  readonly upcoming: DataLoader<string, readonly Upcoming[]>;
  /** By event id; the viewer's like. */
  readonly viewerLike: DataLoader<string, boolean>;
  /** By event id; where the viewer stands. */
  readonly viewerAttendance: DataLoader<string, 'GOING' | 'WAITLISTED' | null>;
  /** Up to one more than the page holds; read anew each time, for a mutation may come between. */
  readonly attendees: DataLoader<Asked, readonly Attendee[]>;
};

type Stores = {
  readonly eventStore: Pick<EventStore, 'findMany' | 'upcomingOf'>;
  readonly people: Pick<PeopleStore, 'likes' | 'attendances' | 'attendees'>;
  readonly now: () => Date;
};

/** Loaders for one request of one viewer (null: nobody, who likes and attends nothing). */
export function createLoaders({ eventStore, people, now }: Stores, viewerId: string | null): Loaders {
  const pairs = (eventIds: readonly string[], userId: string) => eventIds.map((eventId) => ({ eventId, userId }));
  return {
    event: new DataLoader(async (ids) => {
      const events = new Map((await eventStore.findMany(ids)).map((event) => [event.id, event]));
      return ids.map((id) => events.get(id) ?? null);
    }),
    upcoming: new DataLoader(async (organizerIds) => eventStore.upcomingOf(organizerIds, now())),
    viewerLike: new DataLoader(async (ids) => (viewerId === null ? ids.map(() => false) : people.likes(pairs(ids, viewerId)))),
    attendees: new DataLoader((asked) => readAttendees(people, asked), { cache: false }),
    viewerAttendance: new DataLoader(async (ids) => (viewerId === null ? ids.map(() => null) : people.attendances(pairs(ids, viewerId)))),
  };
}

/** One query for each page that is asked for, which is one for a list of events. */
async function readAttendees(people: Stores['people'], asked: readonly Asked[]): Promise<readonly (readonly Attendee[])[]> {
  const pages = Map.groupBy(asked, ({ page }) => JSON.stringify(page));
  const found = await Promise.all(
    [...pages.values()].map(async (same) => {
      const [first] = same;
      const lists = first === undefined ? [] : await people.attendees(same.map(({ eventId }) => eventId), first.page);
      return same.map((one, at) => [one, lists[at] ?? []] as const);
    }),
  );
  const lists = new Map(found.flat());
  return asked.map((one) => lists.get(one) ?? []);
}
