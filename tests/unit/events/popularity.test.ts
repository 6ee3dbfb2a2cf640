import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_INTEREST, WEIGHTS, addInterest, currentInterest, removeInterest } from '#subgraphs/events/popularity.ts';

const moment = fc.date({ min: new Date('2020-01-02'), max: new Date('2060-01-01'), noInvalidDate: true });
const DAY_MS = 86_400_000;

describe('popularity', () => {
  it('is worth its likes and places now, and half of it 14 days later', () => {
    const now = new Date('2026-06-15T12:00:00Z');
    const popularity = addInterest(addInterest(NO_INTEREST, WEIGHTS.like, now), WEIGHTS.place, now);
    expect(currentInterest(popularity, now)).toBeCloseTo(4, 9);
    expect(currentInterest(popularity, new Date(now.getTime() + 14 * DAY_MS))).toBeCloseTo(2, 9);
  });

  it('rises with every interest, and a later one is worth more', () => {
    fc.assert(
      fc.property(fc.array(moment, { maxLength: 20 }), moment, moment, (earlier, one, other) => {
        const base = earlier.reduce((popularity, at) => addInterest(popularity, 1, at), NO_INTEREST);
        const [sooner, later] = one < other ? [one, other] : [other, one];
        expect(addInterest(base, 1, sooner)).toBeGreaterThanOrEqual(base);
        expect(addInterest(base, 1, later)).toBeGreaterThanOrEqual(addInterest(base, 1, sooner));
      }),
    );
  });

  it('comes back to none when all interest is gone', () => {
    fc.assert(
      fc.property(fc.array(moment, { minLength: 1, maxLength: 8 }), (moments) => {
        const popular = moments.reduce((popularity, at) => addInterest(popularity, 1, at), NO_INTEREST);
        const rest = moments.toSorted((one, other) => one.getTime() - other.getTime()).reduce((popularity, at) => removeInterest(popularity, 1, at), popular);
        expect(currentInterest(rest, new Date('2060-01-01'))).toBeLessThan(1e-6);
      }),
    );
  });
});
