import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Event } from '#subgraphs/events/event.ts';
import { REASON_WEIGHTS, byScore, recommend } from '#subgraphs/events/recommendation.ts';
import type { Taste } from '#subgraphs/events/recommendation.ts';

const NOW = new Date('2026-06-15T12:00:00Z');
const NOBODY: Taste = { interests: [], likedTopics: new Map(), home: null };
const MADRID = { latitude: 40.4168, longitude: -3.7038 };

function event(changes: Partial<Event> = {}): Event {
  return {
    id: 'event', version: 1, title: 'Title', description: '', topics: ['music'], startsAt: new Date('2026-07-01T18:00:00Z'), endsAt: null, timeZone: 'UTC',
    place: { name: 'Somewhere', address: null, coordinates: null }, capacity: null, status: 'SCHEDULED', cancelReason: null, organizerId: null,
    attendeeCount: 0, waitlistCount: 0, likeCount: 0, sequence: 0, createdAt: new Date('2026-01-01'), updatedAt: new Date('2026-01-01'), ...changes,
  };
}

const near = event({ place: { name: 'Near', address: null, coordinates: { latitude: 40.42, longitude: -3.7 } } });
const far = event({ place: { name: 'Far', address: null, coordinates: { latitude: 48.85, longitude: 2.35 } } });

describe('a recommendation', () => {
  it.each([
    ['interests', event(), { ...NOBODY, interests: ['music'] }, 0, 'Because you are interested in music.'],
    ['liked topics', event(), { ...NOBODY, likedTopics: new Map([['music', 5]]) }, 0, 'Because you liked other events about music.'],
    ['nearness', near, { ...NOBODY, home: MADRID }, 0, 'Because it is less than a kilometre from your home.'],
    ['popularity', event(), NOBODY, 100, 'Because many people like it or are going.'],
    ['freshness', event({ createdAt: NOW }), NOBODY, 0, 'Because it is new.'],
  ])('says why, for %s', (...[_name, candidate, taste, interest, reason]) => {
    expect(recommend({ event: candidate, interest }, taste, NOW).reason).toBe(reason);
  });

  it('prefers the nearer of two alike', () => {
    const taste = { ...NOBODY, home: MADRID };
    expect(recommend({ event: near, interest: 0 }, taste, NOW).score).toBeGreaterThan(recommend({ event: far, interest: 0 }, taste, NOW).score);
  });

  it('prefers shared interests to anything else alone', () => {
    const shared = recommend({ event: event(), interest: 0 }, { ...NOBODY, interests: ['music'] }, NOW).score;
    expect(shared).toBeGreaterThan(recommend({ event: near, interest: 0 }, { ...NOBODY, home: MADRID }, NOW).score);
  });

  it('is worth between nothing and all reasons together, more with more interest', () => {
    const most = Object.values(REASON_WEIGHTS).reduce((sum, weight) => sum + weight, 0);
    const topics = fc.uniqueArray(fc.constantFrom('music', 'jazz', 'food', 'art'), { minLength: 1 });
    fc.assert(
      fc.property(topics, topics, fc.nat(1_000), fc.nat(1_000), (...[ofEvent, interests, likes, interest]) => {
        const taste = { interests, likedTopics: new Map([['jazz', likes]]), home: MADRID };
        const score = (of: number) => recommend({ event: event({ topics: ofEvent }), interest: of }, taste, NOW).score;
        expect(score(interest)).toBeGreaterThanOrEqual(0);
        expect(score(interest)).toBeLessThanOrEqual(most);
        expect(score(interest + 1)).toBeGreaterThan(score(interest));
      }),
    );
  });

  it('comes best first, and in one order only', () => {
    const scored = [1, 3, 2, 3].map((score, index) => ({ event: event({ id: `event-${index}` }), score, reason: '' }));
    expect(scored.toSorted(byScore).map((one) => one.event.id)).toEqual(['event-1', 'event-3', 'event-2', 'event-0']);
  });
});
