/** Hides what people search for in the benchmark: each condition with values from common to rare. */
import { CITIES } from '#cli/fixtures/cities.ts';
import { SUBJECTS } from '#cli/fixtures/subjects.ts';
import type { Random } from '#cli/fixtures/random.ts';
import type { Search } from '#subgraphs/events/search.ts';

export const CONDITIONS = ['anyTopic', 'allTopics', 'time', 'near', 'text', 'organizer', 'past', 'cancelled'] as const;
export type Condition = (typeof CONDITIONS)[number];

type Chance = { readonly random: Random; readonly now: Date; readonly organizerIds: readonly string[] };

const DAY_MS = 86_400_000;
const TEXTS = ['jazz', 'park', 'open air', 'madrid', 'coffee conv', 'a', 'the', 'workshop beginners', 'sao paulo', 'tango', 'zzz', 'photo walk berlin'] as const;
const RADII = [1, 5, 25, 100, 1_000, 8_000] as const;
const DAYS = [1, 2, 7, 30] as const;

export function makeSearch(conditions: readonly Condition[], chance: Chance): Search {
  const has = (condition: Condition): boolean => conditions.includes(condition);
  const { random, now } = chance;
  const topics = SUBJECTS.map(({ topic }) => topic);
  const subject = random.pick(SUBJECTS);
  return {
    status: has('cancelled') ? 'CANCELLED' : 'SCHEDULED',
    ...timesOf(has('time'), has('past'), chance),
    anyTopic: has('anyTopic') ? random.sample(topics, random.between(1, 4)) : [],
    allTopics: has('allTopics') ? [subject.topic, ...subject.related.slice(0, random.between(0, 1))] : [],
    circles: has('near') ? [circleOf(random)] : [],
    words: has('text') ? random.pick(TEXTS).split(' ') : [],
    organizerId: has('organizer') ? (random.sample(chance.organizerIds, 1)[0] ?? null) : null,
    likedByMe: null,
    attendedByMe: null,
  };

  function circleOf({ pick, normal }: Random): Search['circles'][number] {
    const city = pick(CITIES);
    return { center: { latitude: city.latitude + normal() * 0.02, longitude: city.longitude + normal() * 0.02 }, radiusKm: pick(RADII) };
  }

  function timesOf(isBounded: boolean, isPast: boolean, { random: { between, pick } }: Chance): Pick<Search, 'from' | 'before'> {
    if (!isBounded) return { from: isPast ? null : now, before: null };
    const from = now.getTime() + between(isPast ? -150 : 0, 120) * DAY_MS;
    return { from: new Date(from), before: new Date(from + pick(DAYS) * DAY_MS) };
  }
}
