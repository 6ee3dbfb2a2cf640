/** Hides how searches are answered: by the cheapest index, pages by keyset, distances ring by ring. */
import { afterCursor } from '#platform/pagination.ts';
import type { Page } from '#platform/pagination.ts';
import type { Filter } from '#platform/mongo.ts';
import type { Collections } from './collections.ts';
import { SORTS, cursorBound, planSearch, ringsOf } from './discovery.ts';
import type { Ids, ListOrder } from './discovery.ts';
import { READ_EVENT, toEvent } from './event-document.ts';
import type { ReadEvent, StoredEvent } from './event-document.ts';
import type { Coordinates, EventView } from './event.ts';
import { distanceKm } from './place.ts';
import { alsoMeeting, askSample, kmFrom, withinKm } from './question.ts';
import type { Condition, Question } from './question.ts';
import { createSampler } from './sample.ts';
import type { Circle, Search } from './search.ts';
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

/** So many matches are ranked at once. */
const FEW = 500;
/** More than these were not to be expected: the sample misled. */
const MANY = 5_000;

type ListQuery = { readonly order: ListOrder; readonly page: Page; readonly ids: Ids };
type Near = { readonly circle: Circle; readonly page: Page; readonly ids: Ids };
type Ranking = { readonly words: readonly string[]; readonly page: Page; readonly ids: Ids };
type Candidate = { readonly id: string; readonly km: number };

export function createDiscoveryStore({ events }: Pick<Collections, 'events'>): DiscoveryStore {
  const takeSample = createSampler({ events });

  const findListed = async (question: Question, { order, page, ids }: ListQuery): Promise<readonly Found[]> => {
    const wanted = page.limit + 1;
    const sort = SORTS[order];
    const { index, filter } = planSearch(question, { ids, order, wanted });
    const documents = await events
      .find(all(filter, cursorBound(sort, page.after), afterCursor<StoredEvent>(sort, page.after)), { projection: READ_EVENT })
      .sort(Object.fromEntries(sort.map(({ path, direction }) => [path, direction])))
      .hint(index)
      .limit(wanted)
      .toArray();
    return documents.map((document) => ({ event: toEvent(document as ReadEvent), key: sort.map(({ path }) => document[path as keyof typeof document]) }));
  };

  /** Ring by ring around the centre, so that far events are not read for a near page. */
  const findNearest = async (question: Question, { circle, page, ids }: Near): Promise<readonly Found[]> => {
    const wanted = page.limit + 1;
    const [afterKm, afterId] = page.after ?? [-1, ''];
    const isAfter = ({ km, id }: Candidate) => km > Number(afterKm) || (km === Number(afterKm) && id > String(afterId));
    const rings = ringsOf(question, { radiusKm: circle.radiusKm, afterKm: Number(afterKm) });
    for (const [ring, radiusKm] of rings.entries()) {
      const candidates = (await candidatesOf(withinKm(question, radiusKm), circle.center, ids)).filter(isAfter);
      if (candidates.length >= wanted || ring === rings.length - 1) return read(candidates.sort(byDistance).slice(0, wanted).map(({ id, km }) => ({ id, key: [km, id] })));
    }
    return [];
  };

  const candidatesOf = async (question: Question, center: Coordinates, ids: Ids): Promise<readonly Candidate[]> => {
    const { index, filter } = planSearch(question, { ids, order: 'START_TIME', wanted: null });
    const found = await events.find(filter, { projection: { location: 1 }, batchSize: MANY }).hint(index).toArray();
    return found.map((event) => ({ id: event._id, km: kmFrom(center, event) })).filter(({ km }) => !Number.isNaN(km));
  };

  const read = async (candidates: readonly { readonly id: string; readonly key: readonly unknown[] }[]): Promise<readonly Found[]> => {
    const documents = await events.find({ _id: { $in: candidates.map(({ id }) => id) }, status: { $ne: 'DELETED' } }, { projection: READ_EVENT }).toArray();
    const byId = new Map(documents.map((document) => [document._id, toEvent(document as ReadEvent)]));
    return candidates.flatMap(({ id, key }) => {
      const event = byId.get(id);
      return event === undefined ? [] : [{ event, key }];
    });
  };

  /** Best match first: few are ranked here, many are found rank by rank. */
  const findRelevant = async (question: Question, { words, page, ids }: Ranking): Promise<readonly Found[]> => {
    const plan = planSearch(question, { ids, order: 'START_TIME', wanted: null });
    if (plan.expected > FEW) return findByRank(question, { words, page, ids });
    const found = await events.find(plan.filter, { projection: { titleText: 1, startsAt: 1 }, batchSize: MANY }).hint(plan.index).limit(MANY).toArray();
    if (found.length === MANY) return findByRank(question, { words, page, ids });
    const ranked = found
      .map(({ _id: id, titleText, startsAt }) => ({ id, key: [rankOf(words, titleText), startsAt, id] as const }))
      .sort((one, other) => compareRelevance(one.key, other.key));
    const after = page.after;
    const rest = after === null ? ranked : ranked.filter(({ key }) => compareRelevance(key, [Number(after[0]), after[1] instanceof Date ? after[1] : new Date(0), String(after[2])]) > 0);
    return read(rest.slice(0, page.limit + 1));
  };

  const findByRank = async (question: Question, { words, page, ids }: Ranking): Promise<readonly Found[]> => {
    const [afterRank, ...afterKey] = page.after ?? [0];
    const found: Found[] = [];
    for (const [rank, condition] of rankConditions(words).entries()) {
      const missing = page.limit - found.length;
      if (rank < Number(afterRank) || missing < 0) continue;
      const after = page.after !== null && rank === Number(afterRank) ? afterKey : null;
      const listed = await findListed(alsoMeeting(question, condition), { order: 'START_TIME', page: { limit: missing, after }, ids });
      found.push(...listed.map(({ event, key }) => ({ event, key: [rank, ...key] })));
    }
    return found;
  };

  const findInOrder = async (search: Search, { order, page, ids }: { readonly order: SearchOrder; readonly page: Page; readonly ids: Ids }): Promise<readonly Found[]> => {
    const question = askSample(search, await takeSample());
    const [circle] = search.circles;
    switch (order) {
      case 'DISTANCE': return circle === undefined ? [] : findNearest(question, { circle, page, ids });
      case 'RELEVANCE': return findRelevant(question, { words: search.words, page, ids });
      default: return findListed(question, { order, page, ids });
    }
  };

  return {
    find: async (search, query) => {
      const found = await findInOrder(search, query);
      const [circle] = search.circles;
      return circle === undefined ? found : found.map(({ event, key }) => ({ event: withDistance(event, circle.center), key }));
    },
    count: async (search, ids) => {
      const { index, filter } = planSearch(askSample(search, await takeSample()), { ids, order: 'START_TIME', wanted: null });
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

/** Ranks, best first: every word begins a word of the title (0), some do (1), none does (the last). */
function rankConditions(words: readonly string[]): readonly Condition[] {
  const inTitle = words.map((word) => ({ titleText: hasWord(word) }));
  const some = { $and: [{ $or: inTitle }, { $nor: [{ $and: inTitle }] }] };
  const filters = [{ $and: inTitle }, ...(inTitle.length === 1 ? [] : [some]), { $nor: inTitle }];
  return filters.map((filter, rank) => ({ filter, isMet: ({ titleText }) => rankOf(words, titleText) === rank }));
}

/** The place of a title among `rankConditions`. */
function rankOf(words: readonly string[], titleText: string): number {
  const found = words.filter((word) => hasWord(word).test(titleText)).length;
  if (found === words.length) return 0;
  return found > 0 || words.length === 1 ? 1 : 2;
}

type RelevanceKey = readonly [rank: number, startsAt: Date, id: string];

function compareRelevance([rank, startsAt, id]: RelevanceKey, [otherRank, otherStartsAt, otherId]: RelevanceKey): number {
  return rank - otherRank || startsAt.getTime() - otherStartsAt.getTime() || (id < otherId ? -1 : Number(id > otherId));
}

function all(...filters: readonly object[]): Filter<StoredEvent> {
  return { $and: filters.filter((filter) => Object.keys(filter).length > 0) } as Filter<StoredEvent>;
}
