/** Hides how an event lies in the database: beside its fields, what searches, counts and the outbox need. */
import type { EventFacts, DomainEvent } from '#platform/facts.ts';
import type { OutboxDocument } from '#platform/outbox.ts';
import type { Event, EventDetails, EventStatus } from './event.ts';
import type { Operation } from './operation.ts';
import { cellsOf } from './place.ts';
import { NO_INTEREST } from './popularity.ts';
import { wordsOf } from './words.ts';

export type StoredEvent = OutboxDocument & EventDetails & {
  /** DELETED: a tombstone until the deletion is published. */
  readonly status: EventStatus | 'DELETED';
  readonly cancelReason: string | null;
  readonly organizerId: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly attendeeCount: number;
  readonly waitlistCount: number;
  readonly likeCount: number;
  readonly popularity: number;
  /** From 0, below 1, at random: neighbours in its order are a fair sample. */
  readonly sampleKey: number;
  /** Rises with every operation on likes and attendances; 0: nobody ever liked or attended it. */
  readonly sequence: number;
  /** What is being done to likes and attendances, from the moment it was decided until all of it is written. */
  readonly operation?: Operation;
  /** Seats became free and people wait. */
  readonly promotionDue?: true;
} & SearchFields;

/** An event as it is read by whoever does not search; see `READ_EVENT`. */
export type ReadEvent = Omit<StoredEvent, keyof SearchFields | 'sampleKey'>;

/** What searches look at, derived from the details. */
type SearchFields = {
  readonly cells: readonly string[];
  readonly location?: { readonly type: 'Point'; readonly coordinates: readonly [number, number] };
  /** The title's words, folded, each after a space. */
  readonly titleText: string;
  /** All words likewise: quicker to test than the list, which is there to be indexed. */
  readonly text: string;
  readonly words: readonly string[];
};

/** The projection that leaves out what only searches look at: most of a document, and most of the time that reading it takes. */
export const READ_EVENT = { cells: 0, location: 0, titleText: 0, text: 0, words: 0, sampleKey: 0 } as const satisfies Record<Exclude<keyof StoredEvent, keyof ReadEvent>, 0>;

/**
 * The stored details with their search fields; a place without coordinates has no location. What filters name comes first and what is
 * long comes last, for a database reads a document from its beginning.
 */
export function searchable({ startsAt, topics, title, description, place, ...details }: EventDetails): EventDetails & SearchFields {
  const words = wordsOf(title, ...topics, place.name, place.address ?? '', description);
  return { startsAt, topics, ...locate(place.coordinates), text: spaced(words), titleText: spaced(wordsOf(title)), ...details, title, place, description, words };
}

type NewEvent = { readonly id: string; readonly organizerId: string | null; readonly details: EventDetails; readonly createdAt: Date };

/** A scheduled event that nobody has heard of yet. */
export function beginEvent({ id, organizerId, details, createdAt }: NewEvent): StoredEvent {
  return {
    _id: id, status: 'SCHEDULED', createdAt, popularity: NO_INTEREST, organizerId, ...searchable(details), sampleKey: Math.random(), version: 1,
    unpublished: true, cancelReason: null, updatedAt: createdAt, attendeeCount: 0, waitlistCount: 0, likeCount: 0, sequence: 0,
  };
}

function spaced(words: readonly string[]): string {
  return words.map((word) => ` ${word}`).join('');
}

function locate(point: EventDetails['place']['coordinates']): Pick<SearchFields, 'cells' | 'location'> {
  if (point === null) return { cells: [] };
  return { location: { type: 'Point', coordinates: [point.longitude, point.latitude] }, cells: cellsOf(point) };
}

/** The event of a document that is no tombstone. */
export function toEvent(stored: ReadEvent): Event {
  const { _id, status, title, description, topics, startsAt, endsAt, timeZone, place, capacity, version, cancelReason, organizerId } = stored;
  if (status === 'DELETED') throw new Error('a deleted event was read as an event');
  const { attendeeCount, waitlistCount, likeCount, sequence, createdAt, updatedAt } = stored;
  return {
    id: _id, version, title, description, topics, startsAt, endsAt, timeZone, place, capacity, status, cancelReason, organizerId,
    attendeeCount, waitlistCount, likeCount, sequence, createdAt, updatedAt,
  };
}

/** What others may know of an event; of a deleted one, what it was. */
export function factsOf(event: Pick<ReadEvent, keyof EventDetails | 'status' | 'cancelReason' | 'organizerId'>): EventFacts {
  return {
    title: event.title,
    description: event.description,
    topics: event.topics,
    startsAt: event.startsAt.toISOString(),
    endsAt: event.endsAt?.toISOString() ?? null,
    timeZone: event.timeZone,
    place: event.place,
    status: event.status === 'SCHEDULED' ? 'SCHEDULED' : 'CANCELLED',
    cancelReason: event.cancelReason,
    organizerId: event.organizerId ?? '',
  };
}

/** What became of an event, for those who follow it. */
export function domainEventOf(stored: ReadEvent, requestId: string | null): DomainEvent {
  const { _id: id, version } = stored;
  return { type: stored.status === 'DELETED' ? 'event.deleted' : 'event.changed', id, version, requestId, facts: factsOf(stored) };
}
