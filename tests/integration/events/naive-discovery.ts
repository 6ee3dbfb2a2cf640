/** Hides the naive way to discover events, in memory and condition by condition, against which the real one is checked. */
import { CITIES } from '#cli/fixtures/cities.ts';
import { makeEvents } from '#cli/fixtures/generator.ts';
import { createRandom } from '#cli/fixtures/random.ts';
import type { Random } from '#cli/fixtures/random.ts';
import { SUBJECTS } from '#cli/fixtures/subjects.ts';
import { seededId } from '#cli/fixtures/seeded-id.ts';
import type { Ids } from '#subgraphs/events/discovery.ts';
import { KEY_LENGTHS } from '#subgraphs/events/discovery-store.ts';
import type { DiscoveryStore, Found, SearchOrder } from '#subgraphs/events/discovery-store.ts';
import { beginEvent } from '#subgraphs/events/event-document.ts';
import type { StoredEvent } from '#subgraphs/events/event-document.ts';
import type { Coordinates } from '#subgraphs/events/event.ts';
import type { Circle, Search } from '#subgraphs/events/search.ts';
import { encodeCursor, pageOf } from '#platform/pagination.ts';

export const NOW = new Date('2026-06-15T12:00:00Z');
const HOUR_MS = 3_600_000;
const EARTH_RADIUS_KM = 6371.0088;
const ORDERS: readonly [SearchOrder, ...SearchOrder[]] = ['START_TIME', 'POPULARITY', 'NEWEST', 'DISTANCE', 'RELEVANCE'];
const TEXTS = ['jazz', 'PARK', 'são', 'open air', 'Ca', 'méxico', 'workshop', 'the b', 'zzz', 'a'] as const;
const CORNERS: readonly [Coordinates, ...Coordinates[]] = [
  { latitude: 90, longitude: 0 }, { latitude: -89.99, longitude: 120 }, { latitude: 0, longitude: 180 }, { latitude: -17.5, longitude: -179.99 }, { latitude: 17, longitude: 179.99 },
];

/** Events with many ties, some without a place on the map and some at the ends of the world. */
export function makeStoredEvents(seed: number, count: number): readonly StoredEvent[] {
  const random = createRandom(seed);
  return makeEvents({ seed, count, now: NOW, pastDays: 20, futureDays: 60 }).map((made, index) => {
    const coordinates = random.chance(0.1) ? null : random.chance(0.1) ? random.pick(CORNERS) : made.place.coordinates;
    const createdAt = new Date(NOW.getTime() - random.between(1, 40) * 24 * HOUR_MS);
    const details = { ...made, place: { ...made.place, coordinates } };
    const { unpublished: _unpublished, ...event } = beginEvent({ id: seededId(`naive ${seed} ${index}`), organizerId: `organizer-${random.between(1, 20)}`, details, createdAt });
    return { ...event, status: random.chance(0.1) ? 'CANCELLED' : 'SCHEDULED', popularity: random.between(0, 8) };
  });
}

/** A search with an order, a page size and what the viewer likes and attends. */
export type Query = { readonly search: Search; readonly order: SearchOrder; readonly first: number; readonly ids: Ids };

export function makeQuery(random: Random, events: readonly StoredEvent[]): Query {
  const maybe = <T>(probability: number, value: () => T, otherwise: T): T => (random.chance(probability) ? value() : otherwise);
  const topics = SUBJECTS.map(({ topic }) => topic);
  const from = maybe<Date | null>(0.7, () => (random.chance(0.5) ? NOW : new Date(NOW.getTime() + random.between(-400, 1_000) * HOUR_MS)), null);
  const search: Search = {
    status: random.chance(0.9) ? 'SCHEDULED' : 'CANCELLED',
    from,
    before: maybe<Date | null>(0.3, () => new Date((from ?? NOW).getTime() + random.between(1, 700) * HOUR_MS), null),
    anyTopic: maybe(0.3, () => random.sample(topics, random.between(1, 4)), []),
    allTopics: maybe(0.2, () => random.sample(topics, random.between(1, 2)), []),
    circles: maybe<readonly Circle[]>(0.4, () => Array.from({ length: random.chance(0.1) ? 2 : 1 }, () => makeCircle(random)), []),
    words: maybe(0.3, () => naiveWords(random.pick(TEXTS)), []),
    organizerId: maybe<string | null>(0.15, () => `organizer-${random.between(1, 20)}`, null),
    likedByMe: null,
    attendedByMe: null,
  };
  const orders = ORDERS.filter((order) => (order !== 'DISTANCE' || search.circles.length > 0) && (order !== 'RELEVANCE' || search.words.length > 0));
  return {
    search,
    order: random.sample(orders, 1)[0] ?? 'START_TIME',
    first: random.between(1, 40),
    ids: {
      only: maybe<readonly string[] | null>(0.1, () => random.sample(events, 30).map(({ _id }) => _id), null),
      except: maybe(0.1, () => random.sample(events, 30).map(({ _id }) => _id), []),
    },
  };
}

function makeCircle(random: Random): Circle {
  const city = random.pick(CITIES);
  return { center: random.chance(0.2) ? random.pick(CORNERS) : { latitude: city.latitude, longitude: city.longitude }, radiusKm: random.pick([0.5, 3, 10, 50, 500, 3_000, 12_000, 20_040]) };
}

/** Every id that the search finds, in its order. */
export function findNaively(events: readonly StoredEvent[], { search, order, ids }: Query): readonly string[] {
  return events
    .filter((event) => isFound(event, search) && (ids.only === null || ids.only.includes(event._id)) && !ids.except.includes(event._id))
    .map((event) => ({ event, keys: sortKeysOf(event, order, search) }))
    .toSorted((one, other) => compareKeys(one.keys, other.keys))
    .map(({ event }) => event._id);
}

function isFound(event: StoredEvent, search: Search): boolean {
  const { coordinates } = event.place;
  const words = naiveWords([event.title, event.description, event.place.name, event.place.address, ...event.topics].join(' '));
  return [
    event.status === search.status,
    search.from === null || event.startsAt >= search.from,
    search.before === null || event.startsAt < search.before,
    search.anyTopic.length === 0 || search.anyTopic.some((topic) => event.topics.includes(topic)),
    search.allTopics.every((topic) => event.topics.includes(topic)),
    search.circles.every(({ center, radiusKm }) => coordinates !== null && naiveDistanceKm(center, coordinates) <= radiusKm),
    search.words.every((prefix) => words.some((word) => word.startsWith(prefix))),
    search.organizerId === null || event.organizerId === search.organizerId,
  ].every(Boolean);
}

/** Ascending. */
function sortKeysOf(event: StoredEvent, order: SearchOrder, search: Search): readonly (number | string)[] {
  switch (order) {
    case 'START_TIME': return [event.startsAt.getTime(), event._id];
    case 'POPULARITY': return [-event.popularity, backwards(event._id)];
    case 'NEWEST': return [-event.createdAt.getTime(), backwards(event._id)];
    case 'DISTANCE': {
      const center = search.circles[0]?.center;
      return [center === undefined || event.place.coordinates === null ? 0 : Math.round(naiveDistanceKm(center, event.place.coordinates) * 1e6), event._id];
    }
    case 'RELEVANCE': {
      const title = naiveWords(event.title);
      const inTitle = search.words.filter((prefix) => title.some((word) => word.startsWith(prefix))).length;
      return [inTitle === search.words.length ? 0 : inTitle > 0 ? 1 : 2, event.startsAt.getTime(), event._id];
    }
    default: return order satisfies never;
  }
}

function compareKeys(one: readonly (number | string)[], other: readonly (number | string)[]): number {
  for (const [index, key] of one.entries()) {
    const against = other[index] ?? '';
    if (key !== against) return key < against ? -1 : 1;
  }
  return 0;
}

function backwards(id: string): string {
  return [...id].map((character) => String.fromCodePoint(0xffff - (character.codePointAt(0) ?? 0))).join('');
}

export function naiveWords(text: string): readonly string[] {
  const plain = text.normalize('NFD').replace(/\p{Diacritic}/gu, '').replaceAll('ß', 'ss').toLowerCase();
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

/** By the angle between two unit vectors. */
function naiveDistanceKm(one: Coordinates, other: Coordinates): number {
  const vector = ({ latitude, longitude }: Coordinates): readonly [number, number, number] => {
    const [phi, lambda] = [(latitude * Math.PI) / 180, (longitude * Math.PI) / 180];
    return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)];
  };
  const [[ax, ay, az], [bx, by, bz]] = [vector(one), vector(other)];
  const cross = Math.hypot(ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx);
  return EARTH_RADIUS_KM * Math.atan2(cross, ax * bx + ay * by + az * bz);
}

/** Every id of every page, following cursors as a client does; `between` is called before each further page. */
export async function findByPages(discovery: DiscoveryStore, query: Query, between: () => Promise<void> = () => Promise.resolve()): Promise<readonly string[]> {
  const { search, order, first, ids } = query;
  const found: string[] = [];
  let after: string | null = null;
  for (;;) {
    const page = pageOf({ first, after }, KEY_LENGTHS[order]);
    const items: readonly Found[] = await discovery.find(search, { order, page, ids });
    found.push(...items.slice(0, first).map(({ event }) => event.id));
    const last = items[first - 1];
    if (items.length <= first || last === undefined) return found;
    after = encodeCursor(last.key);
    await between();
  }
}
