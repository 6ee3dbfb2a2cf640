/** Hides how a search becomes a database query: its filter, its order, and the indexes that could answer it. */
import type { Filter } from '#platform/mongo.ts';
import type { SortKey } from '#platform/pagination.ts';
import { EVENT_INDEXES } from './collections.ts';
import type { StoredEvent } from './event-document.ts';
import { EARTH_RADIUS_KM, cellsAround } from './place.ts';
import type { Circle, Search } from './search.ts';
import { beginsWith } from './words.ts';

/** What the viewer likes and attends, as far as a search needs it. */
export type Ids = { readonly only: readonly string[] | null; readonly except: readonly string[] };

export type IndexKey = Readonly<Record<string, 1 | -1>>;

/** An index, and the part of the search that it answers alone. */
export type Route = { readonly index: IndexKey; readonly filter: Filter<StoredEvent> };

export type ListOrder = 'START_TIME' | 'POPULARITY' | 'NEWEST';

/** The sort keys of an order that an index holds, unique at the end. */
export const SORTS: Readonly<Record<ListOrder, readonly SortKey[]>> = {
  START_TIME: [{ path: 'startsAt', direction: 1 }, { path: '_id', direction: 1 }],
  POPULARITY: [{ path: 'popularity', direction: -1 }, { path: '_id', direction: -1 }],
  NEWEST: [{ path: 'createdAt', direction: -1 }, { path: '_id', direction: -1 }],
};

/** The index in which an order's events lie in that order. */
export const ORDERED_INDEXES: Readonly<Record<ListOrder, IndexKey>> = {
  START_TIME: EVENT_INDEXES.start,
  POPULARITY: EVENT_INDEXES.popularity,
  NEWEST: EVENT_INDEXES.creation,
};

/** The filter of a search; `ids` stand for what the viewer likes and attends. */
export function filterOf(search: Search, ids: Ids): Filter<StoredEvent> {
  const conditions: object[] = [
    ...(search.allTopics.length === 0 ? [] : search.allTopics.map((topic) => ({ topics: topic }))),
    ...(search.anyTopic.length === 0 ? [] : [{ topics: { $in: search.anyTopic } }]),
    ...search.circles.flatMap((circle) => [...cellCondition(circle), within(circle)]),
    ...search.words.map((word) => ({ words: beginsWith(word) })),
    ...(ids.except.length === 0 ? [] : [{ _id: { $nin: ids.except } }]),
  ];
  return {
    ...(ids.only === null ? {} : { _id: { $in: ids.only } }),
    ...(search.organizerId === null ? {} : { organizerId: search.organizerId }),
    status: search.status,
    ...timeCondition(search),
    ...(conditions.length === 0 ? {} : { $and: conditions }),
  } as Filter<StoredEvent>;
}

/** The ways to narrow a search down by an index, besides walking through an order. */
export function routesOf(search: Search, ids: Ids): readonly Route[] {
  const { status } = search;
  const time = timeCondition(search);
  const route = (index: IndexKey, filter: object): Route => ({ index, filter: filter as Filter<StoredEvent> });
  return [
    ...(ids.only === null ? [] : [route({ _id: 1 }, { _id: { $in: ids.only } })]),
    ...(search.organizerId === null ? [] : [route(EVENT_INDEXES.organizer, { organizerId: search.organizerId, ...time })]),
    ...search.words.map((word) => route(EVENT_INDEXES.word, { words: beginsWith(word) })),
    ...search.circles.flatMap(cellCondition).map((cells) => route(EVENT_INDEXES.cell, { status, ...cells, ...time })),
    ...search.allTopics.map((topic) => route(EVENT_INDEXES.topic, { status, topics: topic, ...time })),
    ...(search.anyTopic.length === 0 ? [] : [route(EVENT_INDEXES.topic, { status, topics: { $in: search.anyTopic }, ...time })]),
    ...(search.from === null && search.before === null ? [] : [route(EVENT_INDEXES.start, { status, ...time })]),
  ];
}

function timeCondition({ from, before }: Search): object {
  if (from === null && before === null) return {};
  return { startsAt: { ...(from === null ? {} : { $gte: from }), ...(before === null ? {} : { $lt: before }) } };
}

function cellCondition({ center, radiusKm }: Circle): { readonly cells: { readonly $in: readonly string[] } }[] {
  const cells = cellsAround(center, radiusKm);
  return cells === null ? [] : [{ cells: { $in: cells } }];
}

function within({ center, radiusKm }: Circle): object {
  return { location: { $geoWithin: { $centerSphere: [[center.longitude, center.latitude], radiusKm / EARTH_RADIUS_KM] } } };
}

/** The bound that a cursor sets on the first sort key: it lets an ordered index begin where the last page ended. */
export function cursorBound(sort: readonly SortKey[], after: readonly unknown[] | null): object {
  const [key] = sort;
  if (after === null || key === undefined) return {};
  return { [key.path]: { [key.direction === 1 ? '$gte' : '$lte']: after[0] } };
}

/** How many documents a route may be counted up to before it stops being worth it. */
export const ROUTE_LIMIT = 8_000;

/**
 * The route that reads the fewest documents, or null for walking through the order until the page is full.
 * `counts` are each route's documents, up to ROUTE_LIMIT; `total` is how many events there are; conditions are taken as
 * independent, with a margin because they are not.
 */
export function cheapestRoute<R extends Route>(routes: readonly R[], counts: readonly number[], { limit, total }: { readonly limit: number; readonly total: number }): R | null {
  const cheapest = counts.indexOf(Math.min(...counts));
  const route = routes[cheapest];
  const count = counts[cheapest];
  if (route === undefined || count === undefined) return null;
  const share = counts.reduce((product, found) => product * (found >= ROUTE_LIMIT ? 1 : Math.max(found, 1) / Math.max(total, 1)), 1);
  const walked = Math.min(total, (WALK_MARGIN * limit) / share);
  return count < ROUTE_LIMIT && count <= walked ? route : null;
}

const WALK_MARGIN = 4;
