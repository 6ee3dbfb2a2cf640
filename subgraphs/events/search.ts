/** Hides how a filter of the API becomes one exact question: presets resolved, viewer's words filled in, everything checked. */
import { badInput, unauthenticated } from '#platform/errors.ts';
import type { Viewer } from '#platform/identity.ts';
import { normalizeTopic, parseCoordinates, parseTimeZone } from './draft.ts';
import type { Coordinates, EventStatus } from './event.ts';
import { MAX_RADIUS_KM } from './place.ts';
import type { EventsFilter } from './schema.types.ts';
import { presetRange } from './time-preset.ts';
import { wordsOf } from './words.ts';

export type Circle = { readonly center: Coordinates; readonly radiusKm: number };

/** Which events are wanted. Every condition holds at once. */
export type Search = {
  readonly status: EventStatus;
  /** Inclusive. */
  readonly from: Date | null;
  /** Exclusive. */
  readonly before: Date | null;
  /** Empty: any. */
  readonly anyTopic: readonly string[];
  readonly allTopics: readonly string[];
  /** All of them hold the place; distances are from the first one's centre. */
  readonly circles: readonly Circle[];
  /** Folded; each begins a word of the event. */
  readonly words: readonly string[];
  readonly organizerId: string | null;
  /** Null: whatever the viewer likes or attends. */
  readonly likedByMe: boolean | null;
  readonly attendedByMe: boolean | null;
};

const MAX_TOPICS = 50;
const MAX_WORDS = 10;
const MAX_TEXT = 200;

/**
 * @throws DomainError BAD_USER_INPUT naming the field; UNAUTHENTICATED for conditions about a viewer when nobody is signed in
 */
export function parseSearch(filter: EventsFilter, viewer: Viewer | null, now: Date): Search {
  const times = timesOf(filter, viewer, now);
  return {
    status: filter.status ?? 'SCHEDULED',
    ...times,
    anyTopic: topicsOf('anyTopic', filter.anyTopic ?? []),
    allTopics: topicsOf('allTopics', filter.allTopics ?? []),
    circles: circlesOf(filter, viewer),
    words: searchWords(filter.text ?? ''),
    organizerId: filter.organizerId ?? null,
    likedByMe: aboutViewer(filter.likedByMe, viewer),
    attendedByMe: aboutViewer(filter.attendedByMe, viewer),
  };
}

/** Whether the answer depends on who asks, so that nobody else may be given it. */
export function readsViewer(filter: EventsFilter): boolean {
  const { likedByMe, attendedByMe, nearHomeKm, when, timeZone } = filter;
  return isGiven(likedByMe) || isGiven(attendedByMe) || isGiven(nearHomeKm) || (isGiven(when) && !isGiven(timeZone));
}

function timesOf(filter: EventsFilter, viewer: Viewer | null, now: Date): Pick<Search, 'from' | 'before'> {
  const { when, timeZone, startsFrom, startsBefore, includePast } = filter;
  const zone = isGiven(timeZone) ? parseTimeZone(timeZone) : (viewer?.timeZone ?? 'UTC');
  const preset = isGiven(when) ? presetRange(when, zone, now) : null;
  const from = [startsFrom, preset?.from, includePast === true ? null : now].filter(isGiven);
  const before = [startsBefore, preset?.before].filter(isGiven);
  return { from: extreme(from, Math.max), before: extreme(before, Math.min) };
}

function extreme(moments: readonly Date[], pick: (...values: number[]) => number): Date | null {
  return moments.length === 0 ? null : new Date(pick(...moments.map((moment) => moment.getTime())));
}

function topicsOf(field: string, given: readonly string[]): readonly string[] {
  if (given.length > MAX_TOPICS) throw badInput(field, `${field} names at most ${MAX_TOPICS} topics.`);
  return [...new Set(given.map(normalizeTopic))];
}

function circlesOf(filter: EventsFilter, viewer: Viewer | null): readonly Circle[] {
  const circles: Circle[] = [];
  if (isGiven(filter.near)) {
    circles.push({ center: parseCoordinates('near.coordinates', filter.near.coordinates), radiusKm: parseRadius('near.radiusKm', filter.near.radiusKm) });
  }
  if (isGiven(filter.nearHomeKm)) {
    if (viewer === null) throw unauthenticated();
    if (viewer.home === null) throw badInput('nearHomeKm', 'Say first where your home is: updateProfile(input: { home }).');
    circles.push({ center: viewer.home, radiusKm: parseRadius('nearHomeKm', filter.nearHomeKm) });
  }
  return circles;
}

function parseRadius(field: string, radiusKm: number): number {
  if (!(radiusKm > 0 && radiusKm <= MAX_RADIUS_KM)) throw badInput(field, `A radius is more than 0 and at most ${MAX_RADIUS_KM} kilometres.`);
  return radiusKm;
}

function searchWords(text: string): readonly string[] {
  if (text.length > MAX_TEXT) throw badInput('text', `text must be at most ${MAX_TEXT} characters long.`);
  const words = wordsOf(text);
  if (words.length > MAX_WORDS) throw badInput('text', `text holds at most ${MAX_WORDS} words.`);
  return words;
}

function aboutViewer(value: boolean | null | undefined, viewer: Viewer | null): boolean | null {
  if (!isGiven(value)) return null;
  if (viewer === null) throw unauthenticated();
  return value;
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
