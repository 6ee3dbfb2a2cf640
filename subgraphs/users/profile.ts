/** Hides what a valid profile is. Pure. */
import { badInput } from '#platform/errors.ts';
import type { Language, PlaceFacts } from '#platform/facts.ts';
import { givenOr } from './given.ts';
import { parseText } from './text-field.ts';
import { parseTopics } from './topics.ts';
import type { User } from './user.ts';

type PlaceGiven = { readonly name: string; readonly address?: string | null | undefined; readonly coordinates?: { readonly latitude: number; readonly longitude: number } | null | undefined };

/** What may be given of a profile; absent (or null, except for `home`) stays. */
export type ProfileChange = {
  readonly displayName?: string | null | undefined;
  readonly timeZone?: string | null | undefined;
  readonly language?: Language | null | undefined;
  /** Null forgets it. */
  readonly home?: PlaceGiven | null | undefined;
  readonly interests?: readonly string[] | null | undefined;
};

/**
 * The account with its profile changed.
 * @throws DomainError BAD_USER_INPUT naming the field
 */
export function changeProfile(user: User, change: ProfileChange): User {
  return {
    ...user,
    displayName: givenOr(change.displayName, parseDisplayName, user.displayName),
    timeZone: givenOr(change.timeZone, parseTimeZone, user.timeZone),
    language: change.language ?? user.language,
    home: change.home === undefined ? user.home : parsePlace(change.home),
    interests: givenOr(change.interests, (topics) => parseTopics(topics, 'interests'), user.interests),
  };
}

/** The name as it is stored. @throws DomainError BAD_USER_INPUT */
export function parseDisplayName(text: string): string {
  return parseText(text, { field: 'displayName', min: 1, max: 100 });
}

/** The zone's name in its usual spelling. @throws DomainError BAD_USER_INPUT */
export function parseTimeZone(text: string): string {
  // Intl also takes offsets such as +01:00, which know no summer time.
  if (!/^[A-Za-z]/.test(text)) throw badInput('timeZone', 'timeZone must be an IANA time zone such as Europe/Lisbon.');
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw badInput('timeZone', 'timeZone must be an IANA time zone such as Europe/Lisbon.');
  }
}

function parsePlace(place: PlaceGiven | null): PlaceFacts | null {
  if (place === null) return null;
  return {
    name: parseText(place.name, { field: 'home.name', min: 1, max: 200 }),
    address: givenOr(place.address, (address) => parseText(address, { field: 'home.address', min: 1, max: 500 }), null),
    coordinates: givenOr(place.coordinates, parseCoordinates, null),
  };
}

function parseCoordinates({ latitude, longitude }: { readonly latitude: number; readonly longitude: number }) {
  if (!(Math.abs(latitude) <= 90)) throw badInput('home.coordinates.latitude', 'latitude must be between -90 and 90.');
  if (!(Math.abs(longitude) <= 180)) throw badInput('home.coordinates.longitude', 'longitude must be between -180 and 180.');
  return { latitude, longitude };
}
