import { describe, expect, it } from 'vitest';
import { DomainError } from '#platform/errors.ts';
import type { Viewer } from '#platform/identity.ts';
import { parseSearch, readsViewer } from '#subgraphs/events/search.ts';

const NOW = new Date('2026-06-15T12:00:00Z');
const HOME = { latitude: 40.4, longitude: -3.7 };
const viewer: Viewer = { id: 'viewer', role: 'USER', verified: true, language: 'EN', timeZone: 'Asia/Tokyo', home: HOME, interests: [] };

describe('a search', () => {
  it('is for what is still to start and takes place, unless told otherwise', () => {
    expect(parseSearch({}, null, NOW)).toMatchObject({ status: 'SCHEDULED', from: NOW, before: null });
    expect(parseSearch({ includePast: true, status: 'CANCELLED' }, null, NOW)).toMatchObject({ status: 'CANCELLED', from: null, before: null });
  });

  it('takes the narrowest of all times given', () => {
    const times = { startsFrom: new Date('2026-06-20T00:00:00Z'), startsBefore: new Date('2026-07-01T00:00:00Z'), when: 'THIS_MONTH' as const, timeZone: 'UTC' };
    expect(parseSearch(times, null, NOW)).toMatchObject({ from: new Date('2026-06-20T00:00:00Z'), before: new Date('2026-07-01T00:00:00Z') });
    expect(parseSearch({ startsFrom: new Date('2020-01-01') }, null, NOW).from).toEqual(NOW);
  });

  it.each([
    ['the zone given', { when: 'TOMORROW' as const, timeZone: 'Europe/Madrid' }, viewer, '2026-06-15T22:00:00.000Z'],
    ['the viewer’s zone', { when: 'TOMORROW' as const }, viewer, '2026-06-15T15:00:00.000Z'],
    ['UTC', { when: 'TOMORROW' as const }, null, '2026-06-16T00:00:00.000Z'],
  ])('means days in %s', (...[_name, filter, who, from]) => {
    expect(parseSearch(filter, who, NOW).from?.toISOString()).toBe(from);
  });

  it('spells topics and words as they are stored', () => {
    expect(parseSearch({ anyTopic: [' Live  Music', 'live music'], text: 'Café!' }, null, NOW)).toMatchObject({ anyTopic: ['live music'], words: ['cafe'] });
  });

  it('measures from the point given before the viewer’s home', () => {
    const near = { coordinates: { latitude: 1, longitude: 2 }, radiusKm: 3 };
    expect(parseSearch({ near, nearHomeKm: 5 }, viewer, NOW).circles).toEqual([{ center: near.coordinates, radiusKm: 3 }, { center: HOME, radiusKm: 5 }]);
  });

  it.each([
    ['timeZone', { when: 'TODAY' as const, timeZone: 'Mars/Olympus' }, viewer, 'BAD_USER_INPUT'],
    ['near.radiusKm', { near: { coordinates: HOME, radiusKm: 0 } }, null, 'BAD_USER_INPUT'],
    ['near.coordinates.latitude', { near: { coordinates: { latitude: Number.NaN, longitude: 0 }, radiusKm: 1 } }, null, 'BAD_USER_INPUT'],
    ['nearHomeKm', { nearHomeKm: 30_000 }, viewer, 'BAD_USER_INPUT'],
    ['text', { text: 'a b c d e f g h i j k' }, null, 'BAD_USER_INPUT'],
    ['anyTopic', { anyTopic: Array.from({ length: 51 }, String) }, null, 'BAD_USER_INPUT'],
    [undefined, { likedByMe: true }, null, 'UNAUTHENTICATED'],
    [undefined, { attendedByMe: false }, null, 'UNAUTHENTICATED'],
  ])('refuses a bad %s', (...[field, filter, who, code]) => {
    const refused = (() => {
      try {
        return parseSearch(filter, who, NOW);
      } catch (error) {
        return error;
      }
    })();
    expect(refused).toBeInstanceOf(DomainError);
    expect(refused).toMatchObject({ code, field });
  });

  it('knows whether it depends on who asks', () => {
    expect([{}, { when: 'TODAY' as const, timeZone: 'UTC' }, { near: { coordinates: HOME, radiusKm: 1 } }].some(readsViewer)).toBe(false);
    expect([{ when: 'TODAY' as const }, { nearHomeKm: 1 }, { likedByMe: false }, { attendedByMe: true }].every(readsViewer)).toBe(true);
  });
});
