/** Hides how a search becomes a database query: its filter, its order, and the index that answers it with the least reading. */
import type { Filter } from '#platform/mongo.ts';
import type { SortKey } from '#platform/pagination.ts';
import { EVENT_INDEXES } from './collections.ts';
import type { StoredEvent } from './event-document.ts';
import { meetsAll } from './question.ts';
import type { Condition, IndexKey, Judged, Question } from './question.ts';
import { estimate } from './sample.ts';
import type { Sample } from './sample.ts';

/** What the viewer likes and attends, as far as a search needs it. */
export type Ids = { readonly only: readonly string[] | null; readonly except: readonly string[] };

/** A way to narrow a search down: an index, the condition that it answers, and which events meet that. */
export type Route = { readonly index: IndexKey; readonly condition: object; readonly count: number };

export type ListOrder = 'START_TIME' | 'POPULARITY' | 'NEWEST';

/** The sort keys of an order that an index holds, unique at the end. */
export const SORTS: Readonly<Record<ListOrder, readonly SortKey[]>> = {
  START_TIME: [{ path: 'startsAt', direction: 1 }, { path: '_id', direction: 1 }],
  POPULARITY: [{ path: 'popularity', direction: -1 }, { path: '_id', direction: -1 }],
  NEWEST: [{ path: 'createdAt', direction: -1 }, { path: '_id', direction: -1 }],
};

/** The index in which an order's events lie in that order. */
const ORDERED_INDEXES: Readonly<Record<ListOrder, IndexKey>> = {
  START_TIME: EVENT_INDEXES.start,
  POPULARITY: EVENT_INDEXES.popularity,
  NEWEST: EVENT_INDEXES.creation,
};

/** How a search is to be answered. */
export type Plan = {
  readonly index: IndexKey;
  readonly filter: Filter<StoredEvent>;
  /** How many events the search finds, as far as the sample tells. */
  readonly expected: number;
};

type PlanOptions = { readonly ids: Ids; readonly order: ListOrder; readonly wanted: number | null };

/**
 * The plan that reads the fewest events: by one of the search's conditions, or (`wanted` given) through the order until so many are found.
 * Without `wanted` all are read, in no order.
 */
export function planSearch({ conditions, sample }: Question, { ids, order, wanted }: PlanOptions): Plan {
  const expected = Math.min(estimate(sample, meetsAll(conditions)), ids.only?.length ?? Number.POSITIVE_INFINITY);
  const routes = routesOf(conditions, ids, sample);
  const walk = walkOf(conditions, { sample, order, expected, wanted });
  const best = routes.reduce((cheapest, route) => (route.count < cheapest.count ? route : cheapest), walk);
  return { index: best.index, filter: filterOf(conditions, ids, { ...best, isRare: expected < RARE }), expected };
}

/** Which of an index's fields other conditions bound as well. */
const TIMED_INDEXES: ReadonlySet<IndexKey> = new Set<IndexKey>([EVENT_INDEXES.topic, EVENT_INDEXES.cell, EVENT_INDEXES.start, EVENT_INDEXES.organizer]);

function routesOf(conditions: readonly Judged[], { only }: Ids, sample: Sample): readonly Route[] {
  const time = conditions.filter(({ index }) => index === EVENT_INDEXES.start);
  const byIds: Route[] = only === null ? [] : [{ index: { _id: 1 }, condition: {}, count: only.length }];
  return conditions.reduce<readonly Route[]>((routes, condition) => {
    const { index, by } = condition;
    if (index === undefined) return routes;
    const bounded = [condition, ...(TIMED_INDEXES.has(index) ? time : []), ...(index === EVENT_INDEXES.word ? [] : conditions.slice(0, 1))];
    return [...routes, { index, condition: by ?? {}, count: estimate(sample, meetsAll(bounded)) }];
  }, byIds);
}

type Walk = { readonly sample: Sample; readonly order: ListOrder; readonly expected: number; readonly wanted: number | null };

/** What walking through the order reads: its share of all until enough are found, and with nothing left to sort. Never trusted to find the very few. */
function walkOf([status, ...conditions]: readonly Judged[], { sample, order, expected, wanted }: Walk): Route {
  const time = order === 'START_TIME' ? conditions.filter(({ index }) => index === EVENT_INDEXES.start) : [];
  const all = estimate(sample, meetsAll([...(status === undefined ? [] : [status]), ...time]));
  const share = wanted === null ? 1 : Math.min(1, wanted / expected);
  return { index: ORDERED_INDEXES[order], condition: {}, count: all * share };
}

/** Where fewer match, it pays to state also what only other indexes need: a database that combines indexes then rules out most events unread. */
const RARE = 1_000;

function filterOf(conditions: readonly Condition[], { only, except }: Ids, { index, condition, isRare }: Route & { readonly isRare: boolean }): Filter<StoredEvent> {
  // What the index has already answered is tested last, for it rules out nothing.
  const isAnswered = ({ filter }: Condition): boolean => Object.keys(filter).every((field) => field in index);
  const ordered = [...conditions.filter((one) => !isAnswered(one)), ...conditions.filter(isAnswered)].map(({ filter }) => filter);
  const hints = isRare ? conditions.flatMap(({ by }) => by ?? []) : [condition];
  const filters: object[] = [...ordered, except.length === 0 ? {} : { _id: { $nin: except } }, ...hints];
  return { ...(only === null ? {} : { _id: { $in: only } }), $and: filters.filter((filter) => Object.keys(filter).length > 0) } as Filter<StoredEvent>;
}

/**
 * Radii in which to look for the events nearest to the first circle's centre, growing, the last being the whole circle. Few events of the sample
 * are near, and one stands for many, so a small ring is a share of the disc that reaches the fourth of them, by area.
 */
export function ringsOf({ conditions, sample, near }: Question, { radiusKm, afterKm }: { readonly radiusKm: number; readonly afterKm: number }): readonly number[] {
  const isMet = meetsAll(conditions);
  const beyondKm = Math.max(0, afterKm);
  const distances = (near?.distancesKm ?? new Float64Array()).filter((km, at) => km > beyondKm && isMet(at)).sort();
  const steady = Math.min(STEADY_SAMPLES, distances.length);
  const discKm = distances[steady - 1] ?? radiusKm;
  const radii = RING_EVENTS.flatMap((events) => {
    const samples = (events * sample.events.length) / sample.total;
    if (samples >= STEADY_SAMPLES) return distances[Math.ceil(samples) - 1] ?? [];
    return steady === 0 ? [] : Math.sqrt(beyondKm ** 2 + ((discKm ** 2 - beyondKm ** 2) * samples) / steady);
  });
  return [...radii.filter((km) => km < radiusKm), radiusKm];
}

/** How many events each ring should hold: a page with some more, and so on. */
const RING_EVENTS = [60, 240, 1_000, 4_000] as const;
/** Fewer near events of the sample tell little. */
const STEADY_SAMPLES = 4;

/** The bound that a cursor sets on the first sort key: it lets an ordered index begin where the last page ended. */
export function cursorBound(sort: readonly SortKey[], after: readonly unknown[] | null): object {
  const [key] = sort;
  if (after === null || key === undefined) return {};
  return { [key.path]: { [key.direction === 1 ? '$gte' : '$lte']: after[0] } };
}
