/** Hides how topics are counted without counting for each request: one count serves for a while, less long after a change. */
import type { Collections } from './collections.ts';

export type TopicCount = { readonly name: string; readonly upcomingEventCount: number };

export type TopicCounts = {
  /** The topics of upcoming scheduled events, the most frequent first, then by name. */
  readonly list: () => Promise<readonly TopicCount[]>;
  /** An event changed: count again as soon as the last count has paid for itself. */
  readonly markChanged: () => void;
};

/** Events start, and other processes change them, unseen: no count is older than this. */
const MAX_AGE_MS = 15_000;
/** Counting may take this share of the time at most. */
const MAX_LOAD = 0.1;

type Count = { readonly topics: Promise<readonly TopicCount[]>; readonly startedAt: number; tookMs: number; isStale: boolean };

export function createTopicCounts({ events }: Pick<Collections, 'events'>, now: () => Date): TopicCounts {
  let latest: Count | null = null;

  const isUsable = ({ startedAt, tookMs, isStale }: Count): boolean => {
    const ageMs = now().getTime() - startedAt;
    return ageMs < (isStale ? tookMs / MAX_LOAD : MAX_AGE_MS);
  };

  const count = (): Count => {
    const startedAt = now().getTime();
    const started: Count = { topics: countTopics(events, now()), startedAt, tookMs: 0, isStale: false };
    started.topics.then(
      () => void (started.tookMs = now().getTime() - startedAt),
      () => void (latest = latest === started ? null : latest),
    );
    return started;
  };

  return {
    list: () => {
      if (latest === null || !isUsable(latest)) latest = count();
      return latest.topics;
    },
    markChanged: () => {
      if (latest !== null) latest.isStale = true;
    },
  };
}

async function countTopics(events: Collections['events'], now: Date): Promise<readonly TopicCount[]> {
  const groups = await events
    .aggregate<{ readonly _id: string; readonly count: number }>([
      { $match: { status: 'SCHEDULED', startsAt: { $gte: now } } },
      { $unwind: '$topics' },
      { $group: { _id: '$topics', count: { $sum: 1 } } },
    ])
    .toArray();
  return groups
    .map(({ _id, count }) => ({ name: _id, upcomingEventCount: count }))
    .sort((one, other) => other.upcomingEventCount - one.upcomingEventCount || (one.name < other.name ? -1 : 1));
}
