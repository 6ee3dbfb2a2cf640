/** Hides how searches are answered: by the cheapest index, pages by keyset, distances ring by ring. */
import { afterCursor } from '#platform/pagination.ts';
import type { Page } from '#platform/pagination.ts';
import type { Filter } from '#platform/mongo.ts';
import type { Collections } from './collections.ts';
import { SORTS, cursorBound, planSearch } from './discovery.ts';
import type { Ids, ListOrder } from './discovery.ts';
import { toEvent } from './event-document.ts';
import type { StoredEvent } from './event-document.ts';
import type { EventView } from './event.ts';
import { distanceKm } from './place.ts';
import { createSampler } from './sample.ts';
import type { Search } from './search.ts';
import { hasWord } from './words.ts';

export type SearchOrder = ListOrder | 'DISTANCE' | 'RELEVANCE';

/** An event with the key by which a cursor finds its place again. */
export type Found = { readonly event: EventView; readonly key: readonly unknown[] };

export type DiscoveryStore = {
  /** Up to `limit + 1` events after the page's cursor; DISTANCE needs a circle, RELEVANCE words. */
  readonly find: (search: Search, query: { readonly order: SearchOrder; readonly page: Page; readonly ids: Ids }) => Promise<readonly Found[]>;
  readonly count: (search: Search, ids: Ids) => Promise<number>;
};

/** How many values a cursor of an order holds. */
export const KEY_LENGTHS: Readonly<Record<SearchOrder, number>> = { START_TIME: 2, POPULARITY: 2, NEWEST: 2, DISTANCE: 2, RELEVANCE: 3 };

const FIRST_RING_KM = 1;
const RING_GROWTH = 3;
/** So many are sorted by distance at once, whatever the radius. */
const FEW = 300;

type ListQuery = { readonly order: ListOrder; readonly page: Page; readonly ids: Ids; readonly also?: object };
type Candidate = { readonly id: string; readonly km: number };

export function createDiscoveryStore({ events }: Pick<Collections, 'events'>): DiscoveryStore {
  const takeSample = createSampler({ events });

  const findListed = async (search: Search, { order, page, ids, also = {} }: ListQuery): Promise<readonly Found[]> => {
    const wanted = page.limit + 1;
    const sort = SORTS[order];
    const { index, filter } = planSearch(search, ids, { sample: await takeSample(), order, wanted });
    const documents = await events
      .find(all(filter, cursorBound(sort, page.after), afterCursor<StoredEvent>(sort, page.after), also))
      .sort(Object.fromEntries(sort.map(({ path, direction }) => [path, direction])))
      .hint(index)
      .limit(wanted)
      .toArray();
    return documents.map((document) => ({ event: toEvent(document as StoredEvent), key: sort.map(({ path }) => document[path as keyof typeof document]) }));
  };

  /** Ring by ring around the centre, so that far events are not read for a near page. */
  const findNearest = async (search: Search, page: Page, ids: Ids): Promise<readonly Found[]> => {
    const [circle, ...others] = search.circles;
    if (circle === undefined) return [];
    const wanted = page.limit + 1;
    const [afterKm, afterId] = page.after ?? [-1, ''];
    const isAfter = ({ km, id }: Candidate) => km > Number(afterKm) || (km === Number(afterKm) && id > String(afterId));
    const { expected } = planSearch(search, ids, { sample: await takeSample(), order: 'START_TIME', wanted: null });
    let radiusKm = Math.min(circle.radiusKm, expected <= FEW ? circle.radiusKm : Math.max(FIRST_RING_KM, Number(afterKm) * 1.1));
    for (;;) {
      const candidates = (await candidatesWithin({ ...search, circles: [{ center: circle.center, radiusKm }, ...others] }, ids)).filter(isAfter);
      if (candidates.length >= wanted || radiusKm >= circle.radiusKm) return read(candidates.sort(byDistance).slice(0, wanted));
      radiusKm = Math.min(circle.radiusKm, radiusKm * RING_GROWTH);
    }
  };

  const candidatesWithin = async (search: Search, ids: Ids): Promise<readonly Candidate[]> => {
    const [circle] = search.circles;
    if (circle === undefined) return [];
    const { index, filter } = planSearch(search, ids, { sample: await takeSample(), order: 'START_TIME', wanted: null });
    const found = await events.find(filter, { projection: { 'place.coordinates': 1 } }).hint(index).toArray();
    return found.flatMap(({ _id: id, place }) => (place.coordinates === null ? [] : [{ id, km: distanceKm(circle.center, place.coordinates) }]));
  };

  const read = async (candidates: readonly Candidate[]): Promise<readonly Found[]> => {
    const documents = await events.find({ _id: { $in: candidates.map(({ id }) => id) }, status: { $ne: 'DELETED' } }).toArray();
    const byId = new Map(documents.map((document) => [document._id, toEvent(document as StoredEvent)]));
    return candidates.flatMap(({ id, km }) => {
      const event = byId.get(id);
      return event === undefined ? [] : [{ event, key: [km, id] }];
    });
  };

  /** Rank by rank (see `rankConditions`), each in order of start. */
  const findRelevant = async (search: Search, page: Page, ids: Ids): Promise<readonly Found[]> => {
    const [afterRank, ...afterKey] = page.after ?? [0];
    const found: Found[] = [];
    for (const [rank, also] of rankConditions(search.words).entries()) {
      const missing = page.limit - found.length;
      if (rank < Number(afterRank) || missing < 0) continue;
      const after = page.after !== null && rank === Number(afterRank) ? afterKey : null;
      const listed = await findListed(search, { order: 'START_TIME', page: { limit: missing, after }, ids, also });
      found.push(...listed.map(({ event, key }) => ({ event, key: [rank, ...key] })));
    }
    return found;
  };

  const findInOrder = (search: Search, { order, page, ids }: { readonly order: SearchOrder; readonly page: Page; readonly ids: Ids }): Promise<readonly Found[]> => {
    switch (order) {
      case 'DISTANCE': return findNearest(search, page, ids);
      case 'RELEVANCE': return findRelevant(search, page, ids);
      default: return findListed(search, { order, page, ids });
    }
  };

  return {
    find: async (search, query) => {
      const found = await findInOrder(search, query);
      const [circle] = search.circles;
      return circle === undefined ? found : found.map(({ event, key }) => ({ event: withDistance(event, circle.center), key }));
    },
    count: async (search, ids) => {
      const { index, filter } = planSearch(search, ids, { sample: await takeSample(), order: 'START_TIME', wanted: null });
      return events.count(filter, { hint: index });
    },
  };
}

function byDistance(one: Candidate, other: Candidate): number {
  return one.km - other.km || (one.id < other.id ? -1 : 1);
}

function withDistance(event: EventView, center: { readonly latitude: number; readonly longitude: number }): EventView {
  return event.place.coordinates === null ? event : { ...event, distanceKm: distanceKm(center, event.place.coordinates) };
}

/** Best first: every word begins a word of the title; some do; none does. */
function rankConditions(words: readonly string[]): readonly object[] {
  const inTitle = words.map((word) => ({ titleText: hasWord(word) }));
  if (inTitle.length === 1) return [{ $and: inTitle }, { $nor: inTitle }];
  return [{ $and: inTitle }, { $and: [{ $or: inTitle }, { $nor: [{ $and: inTitle }] }] }, { $nor: inTitle }];
}

function all(...filters: readonly object[]): Filter<StoredEvent> {
  return { $and: filters.filter((filter) => Object.keys(filter).length > 0) } as Filter<StoredEvent>;
}
