/**
 * Hides how well an event suits a person, and why.
 *
 * Each reason is worth between 0 and its weight; an event's score is their sum, and the reason told is the one worth most
 * (see docs/events.md). Pure: the same event, taste and moment give the same score.
 */
import type { Coordinates, Event } from './event.ts';
import { distanceKm } from './place.ts';

/** What is known of a person's taste. */
export type Taste = {
  readonly interests: readonly string[];
  /** How many of the person's recent likes each topic has. */
  readonly likedTopics: ReadonlyMap<string, number>;
  readonly home: Coordinates | null;
};

export type Candidate = {
  readonly event: Event;
  /** In likes of this moment (`currentInterest`). */
  readonly interest: number;
};

export type Recommendation = { readonly event: Event; readonly score: number; readonly reason: string };

export const REASON_WEIGHTS = { interest: 4, likedTopic: 3, distance: 2.5, popularity: 2, freshness: 1 } as const;

/** At this distance nearness is worth half. */
const NEAR_KM = 15;
/** With this interest popularity is worth half. */
const POPULAR = 20;
/** At this age freshness is worth half. */
const FRESH_DAYS = 5;
const DAY_MS = 86_400_000;

type Reason = { readonly worth: number; readonly text: string };

export function recommend({ event, interest }: Candidate, taste: Taste, now: Date): Recommendation {
  const reasons = [interestReason(event, taste), likedTopicReason(event, taste), distanceReason(event, taste), popularityReason(interest), freshnessReason(event, now)];
  const best = reasons.reduce((first, second) => (second.worth > first.worth ? second : first));
  return { event, score: reasons.reduce((sum, { worth }) => sum + worth, 0), reason: best.text };
}

/** Two shared interests say nearly as much as many. */
function interestReason({ topics }: Event, { interests }: Taste): Reason {
  const shared = topics.filter((topic) => interests.includes(topic));
  return { worth: REASON_WEIGHTS.interest * (1 - 0.25 ** shared.length), text: `Because you are interested in ${shared.join(' and ')}.` };
}

/** The share of the person's likes that the event's strongest topic has, grown with their number. */
function likedTopicReason({ topics }: Event, { likedTopics }: Taste): Reason {
  const strongest = topics.map((topic) => ({ topic, likes: likedTopics.get(topic) ?? 0 })).reduce((one, other) => (other.likes > one.likes ? other : one), { topic: '', likes: 0 });
  return { worth: REASON_WEIGHTS.likedTopic * saturate(strongest.likes, 2), text: `Because you liked other events about ${strongest.topic}.` };
}

function distanceReason({ place }: Event, { home }: Taste): Reason {
  if (home === null || place.coordinates === null) return { worth: 0, text: '' };
  const km = distanceKm(home, place.coordinates);
  const text = km < 1 ? 'Because it is less than a kilometre from your home.' : `Because it is ${Math.round(km)} km from your home.`;
  return { worth: REASON_WEIGHTS.distance * (1 - saturate(km, NEAR_KM)), text };
}

function popularityReason(interest: number): Reason {
  return { worth: REASON_WEIGHTS.popularity * saturate(interest, POPULAR), text: 'Because many people like it or are going.' };
}

function freshnessReason({ createdAt }: Event, now: Date): Reason {
  const days = Math.max(0, now.getTime() - createdAt.getTime()) / DAY_MS;
  return { worth: REASON_WEIGHTS.freshness * 0.5 ** (days / FRESH_DAYS), text: 'Because it is new.' };
}

/** 0 for none, half for `half`, towards 1 for very many. */
function saturate(value: number, half: number): number {
  return value / (value + half);
}

/** Best first; equal scores by id, so that pages never overlap. */
export function byScore(one: Recommendation, other: Recommendation): number {
  return other.score - one.score || (one.event.id < other.event.id ? -1 : 1);
}
