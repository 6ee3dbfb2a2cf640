/** Hides which events are considered for a person: a few hundred from each direction that could make one of them suit. */
import type { Viewer } from '#platform/identity.ts';
import type { Page } from '#platform/pagination.ts';
import { unauthenticated } from '#platform/errors.ts';
import type { Collections } from './collections.ts';
import { EVENT_INDEXES } from './collections.ts';
import type { IndexKey } from './question.ts';
import { READ_EVENT, toEvent } from './event-document.ts';
import type { ReadEvent } from './event-document.ts';
import type { PeopleStore } from './people-store.ts';
import { cellsAround } from './place.ts';
import { currentInterest } from './popularity.ts';
import { byScore, recommend } from './recommendation.ts';
import type { Recommendation, Taste } from './recommendation.ts';

export type Recommendations = {
  /**
   * Up to `limit + 1` upcoming events that the viewer neither organises, likes nor attends, best first. A cursor keeps the moment
   * of the first page, so that later pages are scored alike.
   */
  readonly find: (viewer: Viewer | null, page: Page) => Promise<readonly (Recommendation & { readonly key: readonly unknown[] })[]>;
};

type RecommendationsOptions = {
  readonly collections: Pick<Collections, 'events' | 'likes'>;
  readonly people: Pick<PeopleStore, 'likedEventIds' | 'attendedEventIds'>;
  readonly now: () => Date;
};

const PER_DIRECTION = 150;
const RECENT_LIKES = 100;
const HOME_RADIUS_KM = 50;

export function createRecommendations({ collections: { events, likes }, people, now }: RecommendationsOptions): Recommendations {
  const considerMost = (index: IndexKey, condition: object, moment: Date) =>
    events
      .find({ status: 'SCHEDULED', ...condition, startsAt: { $gte: moment } }, { projection: READ_EVENT })
      .hint(index)
      .sort(index === EVENT_INDEXES.popularity ? { popularity: -1, _id: -1 } : { startsAt: 1 })
      .limit(PER_DIRECTION)
      .toArray();

  const tasteOf = async ({ id, interests, home }: Viewer): Promise<Taste> => {
    const recent = await likes.find({ userId: id, liked: true }, { projection: { eventId: 1 } }).sort({ since: -1 }).limit(RECENT_LIKES).toArray();
    const liked = await events.find({ _id: { $in: recent.map(({ eventId }) => eventId) } }, { projection: { topics: 1 } }).toArray();
    const likedTopics = new Map<string, number>();
    for (const topic of liked.flatMap(({ topics }) => topics)) likedTopics.set(topic, (likedTopics.get(topic) ?? 0) + 1);
    return { interests, likedTopics, home };
  };

  const candidatesFor = async (taste: Taste, moment: Date): Promise<readonly ReadEvent[]> => {
    const topics = [...new Set([...taste.interests, ...taste.likedTopics.keys()])].slice(0, 20);
    const cells = taste.home === null ? null : cellsAround(taste.home, HOME_RADIUS_KM);
    const found = await Promise.all([
      considerMost(EVENT_INDEXES.popularity, {}, moment),
      considerMost(EVENT_INDEXES.start, {}, moment),
      ...topics.map((topic) => considerMost(EVENT_INDEXES.topic, { topics: topic }, moment)),
      ...(cells === null ? [] : [considerMost(EVENT_INDEXES.cell, { cells: { $in: cells } }, moment)]),
    ]);
    return [...new Map(found.flat().map((event) => [event._id, event as ReadEvent])).values()];
  };

  return {
    find: async (viewer, page) => {
      if (viewer === null) throw unauthenticated();
      const [asOf, afterScore, afterId] = page.after ?? [now(), Number.POSITIVE_INFINITY, ''];
      const moment = asOf instanceof Date ? asOf : now();
      const taste = await tasteOf(viewer);
      const known = new Set((await Promise.all([people.likedEventIds(viewer.id), people.attendedEventIds(viewer.id)])).flat());
      const candidates = (await candidatesFor(taste, moment)).filter(({ _id, organizerId }) => !known.has(_id) && organizerId !== viewer.id);
      return candidates
        .map((event) => recommend({ event: toEvent(event), interest: currentInterest(event.popularity, moment) }, taste, moment))
        .filter(({ score, event }) => score < Number(afterScore) || (score === Number(afterScore) && event.id > String(afterId)))
        .sort(byScore)
        .slice(0, page.limit + 1)
        .map((recommendation) => ({ ...recommendation, key: [moment, recommendation.score, recommendation.event.id] }));
    },
  };
}
