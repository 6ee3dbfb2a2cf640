/** Hides how events are created, edited, called off and deleted in the database, each as one update of one document. */
import { DomainError, badInput, notFound } from '#platform/errors.ts';
import type { Filter } from '#platform/mongo.ts';
import { EVENT_INDEXES } from './collections.ts';
import type { Collections } from './collections.ts';
import { READ_EVENT, beginEvent, searchable, toEvent } from './event-document.ts';
import type { ReadEvent, StoredEvent } from './event-document.ts';
import type { Event, EventDetails } from './event.ts';
import type { StandingStore } from './standing-store.ts';

export type Upcoming = Pick<Event, 'id' | 'startsAt'>;

/** The event to change; `seen`: as the caller has just read it, which spares reading it again. */
type Subject = { readonly id: string; readonly seen?: Event | null };

export type EventStore = {
  readonly create: (event: { readonly id: string; readonly organizerId: string; readonly details: EventDetails; readonly now: Date }) => Promise<Event>;
  /** The events there are, in no order. */
  readonly findMany: (ids: readonly string[]) => Promise<readonly Event[]>;
  /** What each of these people organises that is still to start after `now` and takes place, in order of start; in the order of the people. */
  readonly upcomingOf: (organizerIds: readonly string[], now: Date) => Promise<readonly (readonly Upcoming[])[]>;
  /**
   * Stores the details that `edit` makes of the current ones, one version up.
   * @throws DomainError NOT_FOUND; CONFLICT when `version` is stale or the event is called off; BAD_USER_INPUT (`capacity`) below the places taken; what `edit` throws
   */
  readonly edit: (edit: Subject & { readonly version: number; readonly edit: (current: Event) => EventDetails; readonly now: Date }) => Promise<Event>;
  /** Calls off; what is called off already stays as it is. Throws DomainError NOT_FOUND. */
  readonly cancel: (cancellation: Subject & { readonly reason: string | null; readonly now: Date }) => Promise<Event>;
  /** Leaves a tombstone for the outbox. Throws DomainError NOT_FOUND. */
  readonly remove: (removal: Subject & { readonly now: Date }) => Promise<void>;
};

type EventStoreOptions = {
  readonly collections: Pick<Collections, 'events'>;
  readonly standings: Pick<StandingStore, 'finish' | 'submit'>;
  /** The outbox's: called once a change is written, before the caller hears of it. */
  readonly publish: (written: ReadEvent) => Promise<void>;
};

export function createEventStore({ collections: { events }, standings, publish }: EventStoreOptions): EventStore {
  /** The event with nothing under way. */
  const findSettled = async (id: string): Promise<Event> => {
    for (;;) {
      const event = (await events.findOne({ _id: id, status: { $ne: 'DELETED' } }, { projection: READ_EVENT })) as ReadEvent | null;
      if (event === null) throw notFound('event');
      if (event.operation === undefined) return toEvent(event);
      await standings.finish(event);
    }
  };

  /** Decides on the event as its caller has seen it and writes; where something came between, reads it anew until nothing does. Null from `changeOf` leaves it as it is. */
  const change = async ({ id, seen }: Subject, changeOf: (current: Event) => object | null): Promise<Event> => {
    for (let current = seen ?? (await findSettled(id)); ; current = await findSettled(id)) {
      const update = changeOf(current);
      if (update === null) return current;
      const { version, sequence } = current;
      const changed = await events.findOneAndUpdate(
        { _id: id, version, sequence, operation: { $exists: false } } as Filter<StoredEvent>,
        update as never,
        { returnDocument: 'after', projection: READ_EVENT },
      );
      if (changed === null) continue;
      const written = changed as ReadEvent;
      await publish(written);
      return toEvent({ ...written, status: written.status === 'CANCELLED' ? 'CANCELLED' : 'SCHEDULED' });
    }
  };

  return {
    create: async ({ id, organizerId, details, now }) => {
      const event = beginEvent({ id, organizerId, details, createdAt: now });
      await events.insertOne(event);
      await publish(event);
      return toEvent(event);
    },
    findMany: async (ids) => {
      const found = await events.find({ _id: { $in: [...ids] }, status: { $ne: 'DELETED' } }, { projection: READ_EVENT }).toArray();
      return found.map((event) => toEvent(event as ReadEvent));
    },
    upcomingOf: async (organizerIds, now) => {
      const found = await events
        .find({ organizerId: { $in: [...organizerIds] }, startsAt: { $gte: now }, status: 'SCHEDULED' }, { projection: { organizerId: 1, startsAt: 1 } })
        .sort({ startsAt: 1, _id: 1 })
        .hint(EVENT_INDEXES.organizer)
        .toArray();
      const byOrganizer = Map.groupBy(found, ({ organizerId }) => organizerId);
      return organizerIds.map((organizerId) => (byOrganizer.get(organizerId) ?? []).map(({ _id: id, startsAt }) => ({ id, startsAt })));
    },
    edit: async ({ version, edit, now, ...subject }) => {
      let hasMorePlaces = false;
      const edited = await change(subject, (current) => {
        if (current.version !== version) throw new DomainError('CONFLICT', 'Somebody changed this event meanwhile: look at it again.');
        if (current.status !== 'SCHEDULED') throw new DomainError('CONFLICT', 'This event was called off.');
        const details = edit(current);
        if (details.capacity !== null && details.capacity < current.attendeeCount) throw badInput('capacity', `${current.attendeeCount} people already have a place.`);
        hasMorePlaces = current.waitlistCount > 0 && (details.capacity === null || details.capacity > current.attendeeCount);
        return editOf(details, { isPromotionDue: hasMorePlaces, now });
      });
      return hasMorePlaces ? standings.submit(subject.id, { kind: 'PROMOTE' }) : edited;
    },
    cancel: ({ reason, now, ...subject }) =>
      change(subject, (current) =>
        current.status === 'CANCELLED' ? null : { $set: { status: 'CANCELLED', cancelReason: reason, updatedAt: now, unpublished: true }, $inc: { version: 1 } },
      ),
    remove: async ({ now, ...subject }) => {
      await change(subject, () => ({ $set: { status: 'DELETED', deletedAt: now, unpublished: true }, $inc: { version: 1 } }));
    },
  };
}

function editOf(details: EventDetails, { isPromotionDue, now }: { readonly isPromotionDue: boolean; readonly now: Date }): object {
  const fields = searchable(details);
  return {
    $set: { ...fields, updatedAt: now, unpublished: true, ...(isPromotionDue ? { promotionDue: true } : {}) },
    $inc: { version: 1 },
    ...(fields.location === undefined ? { $unset: { location: '' } } : {}),
  };
}
