/** Hides what an organiser may say of an event: limits, spelling of topics, and times that make sense. */
import { badInput } from '#platform/errors.ts';
import { isTimeZone } from '#platform/time-zone.ts';
import type { Coordinates, EventDetails, Place } from './event.ts';

const MAX_TITLE = 140;
const MAX_DESCRIPTION = 10_000;
const MAX_TOPICS = 10;
const MAX_TOPIC = 40;
const MAX_PLACE_NAME = 200;
const MAX_ADDRESS = 500;
const MAX_CAPACITY = 1_000_000;
const DAY_MS = 86_400_000;
const MAX_DURATION_DAYS = 31;
const MAX_AHEAD_DAYS = 5 * 366;

/** What comes from outside for a new event. */
export type EventDraft = {
  readonly title: string;
  readonly description: string;
  readonly topics: readonly string[];
  readonly startsAt: Date;
  readonly endsAt?: Date | null | undefined;
  readonly timeZone: string;
  readonly place: PlaceDraft;
  readonly capacity?: number | null | undefined;
};

type PlaceDraft = { readonly name: string; readonly address?: string | null | undefined; readonly coordinates?: Coordinates | null | undefined };

/**
 * The details of a new event.
 * @throws DomainError BAD_USER_INPUT naming the first field at fault, as `place.name`
 */
export function parseDraft(draft: EventDraft, now: Date): EventDetails {
  const details = parseDetails(draft);
  checkIsAhead(details.startsAt, now);
  return details;
}

/** What of an event to change; absent stays, and null clears what may be empty. */
export type EventChanges = {
  readonly title?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly topics?: readonly string[] | null | undefined;
  readonly startsAt?: Date | null | undefined;
  readonly endsAt?: Date | null | undefined;
  readonly timeZone?: string | null | undefined;
  readonly place?: PlaceDraft | null | undefined;
  readonly capacity?: number | null | undefined;
};

/**
 * The details after the changes. A new start must lie in the future; one that stays may have passed.
 * @throws DomainError BAD_USER_INPUT naming the field
 */
export function parseChanges(current: EventDetails, changes: EventChanges, now: Date): EventDetails {
  const details = parseDetails({
    title: changes.title ?? current.title,
    description: changes.description ?? current.description,
    topics: changes.topics ?? current.topics,
    startsAt: changes.startsAt ?? current.startsAt,
    endsAt: changes.endsAt === undefined ? current.endsAt : changes.endsAt,
    timeZone: changes.timeZone ?? current.timeZone,
    place: changes.place ?? current.place,
    capacity: changes.capacity === undefined ? current.capacity : changes.capacity,
  });
  if (details.startsAt.getTime() !== current.startsAt.getTime()) checkIsAhead(details.startsAt, now);
  return details;
}

function parseDetails(draft: EventDraft): EventDetails {
  return {
    title: parseText('title', draft.title, { min: 1, max: MAX_TITLE }).replace(/\s+/g, ' '),
    description: parseText('description', draft.description, { min: 0, max: MAX_DESCRIPTION }),
    topics: parseTopics(draft.topics),
    ...parseTimes(draft.startsAt, draft.endsAt ?? null),
    timeZone: parseTimeZone(draft.timeZone),
    place: parsePlace(draft.place),
    capacity: parseCapacity(draft.capacity ?? null),
  };
}

/**
 * Trimmed text of a length between limits, counted in characters.
 * @throws DomainError BAD_USER_INPUT naming the field
 */
export function parseText(field: string, text: string, limits: { readonly min: number; readonly max: number }): string {
  const trimmed = text.trim();
  const length = [...trimmed].length;
  if (length < limits.min) throw badInput(field, `${field} must not be empty.`);
  if (length > limits.max) throw badInput(field, `${field} must be at most ${limits.max} characters long.`);
  return trimmed;
}

/** A topic as it is stored and searched: trimmed, lower case, single spaces. */
export function normalizeTopic(topic: string): string {
  return topic.normalize('NFC').trim().toLowerCase().replace(/\s+/g, ' ');
}

function parseTopics(given: readonly string[]): readonly string[] {
  const topics = [...new Set(given.map(normalizeTopic))];
  if (topics.length === 0) throw badInput('topics', 'Name at least one topic.');
  if (topics.length > MAX_TOPICS) throw badInput('topics', `Name at most ${MAX_TOPICS} topics.`);
  for (const topic of topics) parseText('topics', topic, { min: 1, max: MAX_TOPIC });
  return topics;
}

function parseTimes(startsAt: Date, endsAt: Date | null): Pick<EventDetails, 'startsAt' | 'endsAt'> {
  if (endsAt !== null && endsAt <= startsAt) throw badInput('endsAt', 'An event ends after it starts.');
  if (endsAt !== null && endsAt.getTime() - startsAt.getTime() > MAX_DURATION_DAYS * DAY_MS) {
    throw badInput('endsAt', `An event lasts at most ${MAX_DURATION_DAYS} days.`);
  }
  return { startsAt, endsAt };
}

function checkIsAhead(startsAt: Date, now: Date): void {
  if (startsAt <= now) throw badInput('startsAt', 'An event starts in the future.');
  if (startsAt.getTime() - now.getTime() > MAX_AHEAD_DAYS * DAY_MS) throw badInput('startsAt', 'An event starts within five years.');
}

/**
 * An IANA zone that this platform knows.
 * @throws DomainError BAD_USER_INPUT naming `timeZone`
 */
export function parseTimeZone(timeZone: string): string {
  if (!isTimeZone(timeZone)) throw badInput('timeZone', 'timeZone must be an IANA time zone such as Europe/Madrid.');
  return timeZone;
}

function parsePlace(place: PlaceDraft): Place {
  const address = parseText('place.address', place.address ?? '', { min: 0, max: MAX_ADDRESS });
  return {
    name: parseText('place.name', place.name, { min: 1, max: MAX_PLACE_NAME }),
    address: address === '' ? null : address,
    coordinates: place.coordinates === null || place.coordinates === undefined ? null : parseCoordinates('place.coordinates', place.coordinates),
  };
}

/**
 * A point on Earth.
 * @throws DomainError BAD_USER_INPUT naming `<field>.latitude` or `<field>.longitude`
 */
export function parseCoordinates(field: string, { latitude, longitude }: Coordinates): Coordinates {
  if (!(Math.abs(latitude) <= 90)) throw badInput(`${field}.latitude`, 'A latitude lies between -90 and 90.');
  if (!(Math.abs(longitude) <= 180)) throw badInput(`${field}.longitude`, 'A longitude lies between -180 and 180.');
  return { latitude, longitude };
}

function parseCapacity(capacity: number | null): number | null {
  if (capacity !== null && (capacity < 1 || capacity > MAX_CAPACITY)) throw badInput('capacity', `capacity must be between 1 and ${MAX_CAPACITY}.`);
  return capacity;
}
