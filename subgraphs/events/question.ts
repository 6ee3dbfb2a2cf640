/** Hides what a search asks of each event: its conditions as the database tests them, and what the sampled events say to them. */
import { EVENT_INDEXES } from './collections.ts';
import type { Coordinates } from './event.ts';
import { EARTH_RADIUS_KM, cellsAround, distanceKm } from './place.ts';
import type { Sample, SampledEvent } from './sample.ts';
import type { Circle, Search } from './search.ts';
import { beginsWith, hasWord } from './words.ts';

export type IndexKey = Readonly<Record<string, 1 | -1>>;

/** A condition of a search: what the database tests, and the same for a sampled event. */
export type Condition = {
  readonly filter: object;
  readonly isMet: (event: SampledEvent) => boolean;
  /** The index that holds the events that meet it; `by` where it needs a condition of its own. */
  readonly index?: IndexKey;
  readonly by?: object;
};

/** With what each sampled event says to it: 1 where it meets the condition. */
export type Judged = Condition & { readonly met: Uint8Array };

/** A search whose conditions were put to every sampled event once, for several estimates are made from the answers. */
export type Question = {
  readonly sample: Sample;
  /** The one on the status first. */
  readonly conditions: readonly Judged[];
  /** The first circle: its place among the conditions, and how far each sampled event is from its centre (NaN where one is nowhere). */
  readonly near: { readonly at: number; readonly center: Coordinates; readonly distancesKm: Float64Array } | null;
};

export function askSample(search: Search, sample: Sample): Question {
  const [circle, ...others] = search.circles;
  const details = detailConditions(search).map((condition) => judge(condition, sample));
  const rest = [...others.map(circleCondition), ...search.words.map(wordCondition)].map((condition) => judge(condition, sample));
  if (circle === undefined) return { sample, conditions: [...details, ...rest], near: null };
  const distancesKm = new Float64Array(sample.events.map((event) => kmFrom(circle.center, event)));
  return { sample, conditions: [...details, judgeCircle(circle, distancesKm), ...rest], near: { at: details.length, center: circle.center, distancesKm } };
}

/** The same within another radius of the first circle's centre. */
export function withinKm(question: Question, radiusKm: number): Question {
  const { conditions, near } = question;
  return near === null ? question : { ...question, conditions: conditions.with(near.at, judgeCircle({ center: near.center, radiusKm }, near.distancesKm)) };
}

/** The same with one more condition. */
export function alsoMeeting(question: Question, condition: Condition): Question {
  return { ...question, conditions: [...question.conditions, judge(condition, question.sample)] };
}

/** Whether a sampled event, by its place, meets all of them. */
export function meetsAll(conditions: readonly Judged[]): (at: number) => boolean {
  return (at) => {
    for (const { met } of conditions) if (met[at] === 0) return false;
    return true;
  };
}

function judge(condition: Condition, { events }: Sample): Judged {
  const met = new Uint8Array(events.length);
  // For each search a thousand times: `Uint8Array.from` takes thirty times as long.
  let at = 0;
  for (const event of events) {
    if (condition.isMet(event)) met[at] = 1;
    at += 1;
  }
  return { ...condition, met };
}

function judgeCircle(circle: Circle, distancesKm: Float64Array): Judged {
  const met = new Uint8Array(distancesKm.length);
  for (let at = 0; at < met.length; at += 1) if (Number(distancesKm[at]) <= circle.radiusKm) met[at] = 1;
  return { ...circleCondition(circle), met };
}

/** How far an event is; NaN where it is nowhere. */
export function kmFrom(center: Coordinates, { location }: Pick<SampledEvent, 'location'>): number {
  const [longitude, latitude] = location?.coordinates ?? [];
  return longitude === undefined || latitude === undefined ? Number.NaN : distanceKm(center, { latitude, longitude });
}

function detailConditions({ status, organizerId, from, before, anyTopic, allTopics }: Search): readonly Condition[] {
  return [
    { filter: { status }, isMet: (event) => event.status === status },
    ...(organizerId === null ? [] : [{ filter: { organizerId }, isMet: (event: SampledEvent) => event.organizerId === organizerId, index: EVENT_INDEXES.organizer }]),
    ...timeConditions({ from, before }),
    ...(anyTopic.length === 0 ? [] : [topicCondition({ $in: anyTopic }, anyTopic)]),
    ...allTopics.map((topic) => topicCondition(topic, [topic])),
  ];
}

function timeConditions({ from, before }: Pick<Search, 'from' | 'before'>): readonly Condition[] {
  if (from === null && before === null) return [];
  const startsAt = { ...(from === null ? {} : { $gte: from }), ...(before === null ? {} : { $lt: before }) };
  return [{ filter: { startsAt }, isMet: (event) => (from === null || event.startsAt >= from) && (before === null || event.startsAt < before), index: EVENT_INDEXES.start }];
}

function topicCondition(topics: unknown, names: readonly string[]): Condition {
  return { filter: { topics }, isMet: (event) => names.some((name) => event.topics.includes(name)), index: EVENT_INDEXES.topic };
}

function circleCondition({ center, radiusKm }: Circle): Condition {
  const cells = cellsAround(center, radiusKm);
  const isEverywhere = radiusKm >= Math.PI * EARTH_RADIUS_KM;
  const within = isEverywhere ? { location: { $exists: true } } : { location: { $geoWithin: { $centerSphere: [[center.longitude, center.latitude], radiusKm / EARTH_RADIUS_KM] } } };
  return { filter: within, isMet: (event) => kmFrom(center, event) <= radiusKm, ...(cells === null ? {} : { index: EVENT_INDEXES.cell, by: { cells: { $in: cells } } }) };
}

function wordCondition(word: string): Condition {
  const pattern = hasWord(word);
  return { filter: { text: pattern }, isMet: ({ text }) => pattern.test(text), index: EVENT_INDEXES.word, by: { words: beginsWith(word) } };
}
