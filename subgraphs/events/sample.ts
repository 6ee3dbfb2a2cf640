/** Hides how the share of events that meets a condition is estimated: by looking at a random sample of them, kept in memory. */
import { EVENT_INDEXES } from './collections.ts';
import type { Collections } from './collections.ts';
import type { StoredEvent } from './event-document.ts';

export type SampledEvent = Pick<StoredEvent, 'status' | 'startsAt' | 'topics' | 'location' | 'text' | 'titleText' | 'organizerId'>;

/** Some events that stand for all of them. */
export type Sample = { readonly events: readonly SampledEvent[]; readonly total: number };

const SIZE = 1_000;
const MAX_AGE_MS = 60_000;

/** Gives the sample at hand; one that has aged is renewed behind the answer. */
export function createSampler({ events }: Pick<Collections, 'events'>, now: () => number = Date.now): () => Promise<Sample> {
  let latest: Promise<Sample> | null = null;
  let takenAt = Number.NEGATIVE_INFINITY;

  const renew = (): Promise<Sample> => {
    takenAt = now();
    const taken = take(events);
    const previous = latest;
    if (previous === null) latest = taken;
    taken.then(
      () => (latest = taken),
      () => (latest = previous),
    );
    return taken;
  };

  return () => {
    if (latest === null) return renew();
    if (now() - takenAt > MAX_AGE_MS) void renew();
    return latest;
  };
}

/** From a random place in the order of the sample keys, over its end if need be. */
async function take(events: Collections['events']): Promise<Sample> {
  const from = Math.random();
  const projection = { status: 1, startsAt: 1, topics: 1, location: 1, text: 1, titleText: 1, organizerId: 1 } as const;
  const read = (filter: object, limit: number) => events.find(filter, { projection }).sort({ sampleKey: 1 }).hint(EVENT_INDEXES.sample).limit(limit).toArray();
  const [above, total] = await Promise.all([read({ sampleKey: { $gte: from } }, SIZE), events.estimatedDocumentCount()]);
  const below = above.length < SIZE ? await read({ sampleKey: { $lt: from } }, SIZE - above.length) : [];
  return { events: [...above, ...below], total };
}

/** How many of all events meet a condition, told by that of each sampled one by its place; at least half of one in the sample, for what a sample misses may still be there. */
export function estimate({ events, total }: Sample, isMet: (at: number) => boolean): number {
  if (events.length === 0) return total;
  let met = 0;
  for (let at = 0; at < events.length; at += 1) if (isMet(at)) met += 1;
  return (Math.max(met, 0.5) / events.length) * total;
}
