/** Hides how topics are counted without counting for each request: each keeps its count until an event about it changes or a while has passed. */
import { isDuplicateKey } from '#platform/mongo.ts';
import { EVENT_INDEXES } from './collections.ts';
import type { Collections } from './collections.ts';

export type TopicCount = { readonly name: string; readonly upcomingEventCount: number };

export type TopicCounts = {
  /** The topics of upcoming scheduled events, the most frequent first, then by name. */
  readonly list: () => Promise<readonly TopicCount[]>;
  /** An event about these changed: they are known from now on, and counted again before the next answer. */
  readonly noteChange: (names: readonly string[]) => Promise<void>;
};

/** Events start, and other processes change them, unseen: after this long topics are counted again, behind the answer. */
const MAX_AGE_MS = 15_000;
const AT_ONCE = 4;

export function createTopicCounts({ events, topics }: Pick<Collections, 'events' | 'topics'>, now: () => Date): TopicCounts {
  const counts = new Map<string, number>();
  const changed = new Set<string>();
  const known = new Set<string>();
  let countedAt = Number.NEGATIVE_INFINITY;
  let recount: Promise<void> | null = null;

  const count = async (names: readonly string[]): Promise<void> => {
    const left = [...names];
    const countNext = async (): Promise<void> => {
      for (let name = left.shift(); name !== undefined; name = left.shift()) {
        changed.delete(name);
        counts.set(name, await countUpcoming(events, name, now()));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, countNext));
  };

  /** Everything anew, once at a time. */
  const countAll = (): Promise<void> => {
    recount ??= topics
      .find({})
      .toArray()
      .then((known) => count(known.map(({ _id }) => _id)))
      .finally(() => {
        countedAt = now().getTime();
        recount = null;
      });
    return recount;
  };

  return {
    list: async () => {
      const isFirst = counts.size === 0;
      if (now().getTime() - countedAt > MAX_AGE_MS) {
        const counted = countAll();
        if (isFirst) await counted;
        else counted.catch(() => undefined);
      }
      await count([...changed]);
      return [...counts]
        .filter(([, upcomingEventCount]) => upcomingEventCount > 0)
        .map(([name, upcomingEventCount]) => ({ name, upcomingEventCount }))
        .sort((one, other) => other.upcomingEventCount - one.upcomingEventCount || (one.name < other.name ? -1 : 1));
    },
    noteChange: async (names) => {
      for (const name of names) changed.add(name);
      const unknown = names.filter((name) => !known.has(name));
      if (unknown.length === 0) return;
      await topics.bulkWrite(unknown.map((_id) => ({ updateOne: { filter: { _id }, update: { $setOnInsert: { _id } }, upsert: true } })), { ordered: false }).catch(ignoreKnown);
      for (const name of unknown) known.add(name);
    },
  };
}

/** Somebody else made it known at the same moment. */
function ignoreKnown(error: unknown): void {
  if (!isDuplicateKey(error)) throw error;
}

/** The count command, not an aggregation: it reads the index alone where it can. */
async function countUpcoming(events: Collections['events'], topic: string, now: Date): Promise<number> {
  return events.count({ status: 'SCHEDULED', topics: topic, startsAt: { $gte: now } }, { hint: EVENT_INDEXES.topic });
}
