import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EARTH_RADIUS_KM, MAX_RADIUS_KM, cellsAround, cellsOf, distanceKm } from '#subgraphs/events/place.ts';
import type { Coordinates } from '#subgraphs/events/event.ts';

const at = (latitude: number, longitude: number): Coordinates => ({ latitude, longitude });
const anywhere = fc.record({ latitude: fc.double({ min: -90, max: 90, noNaN: true }), longitude: fc.double({ min: -180, max: 180, noNaN: true }) });

/** The point that lies `km` from `from` in a direction (degrees clockwise from north). */
function destination(from: Coordinates, km: number, bearing: number): Coordinates {
  const radians = Math.PI / 180;
  const angle = km / EARTH_RADIUS_KM;
  const latitude = Math.asin(Math.sin(from.latitude * radians) * Math.cos(angle) + Math.cos(from.latitude * radians) * Math.sin(angle) * Math.cos(bearing * radians));
  const east = Math.atan2(
    Math.sin(bearing * radians) * Math.sin(angle) * Math.cos(from.latitude * radians),
    Math.cos(angle) - Math.sin(from.latitude * radians) * Math.sin(latitude),
  );
  return at(latitude / radians, ((from.longitude + east / radians + 540) % 360) - 180);
}

describe('the distance between two points', () => {
  it.each([
    ['a point and itself', at(40, -3), at(40, -3), 0],
    ['Madrid and Barcelona', at(40.4168, -3.7038), at(41.3874, 2.1686), 505],
    ['either side of the date line', at(0, 179.95), at(0, -179.95), 11.12],
    ['the date line from both sides', at(10, 180), at(10, -180), 0],
    ['the poles', at(90, 0), at(-90, 77), 20_015],
    ['the pole by any meridian', at(90, 0), at(90, 123), 0],
    ['across the pole', at(89.5, 0), at(89.5, 180), 111.2],
    ['antipodes', at(12, 34), at(-12, -146), 20_015],
  ])('holds for %s', (...[_name, from, to, km]) => {
    expect(distanceKm(from, to)).toBeCloseTo(km, km < 1_000 ? 0 : -1);
  });

  it('is the same both ways, and never more than half the circumference', () => {
    fc.assert(
      fc.property(anywhere, anywhere, (from, to) => {
        expect(distanceKm(from, to)).toBeCloseTo(distanceKm(to, from), 6);
        expect(distanceKm(from, to)).toBeLessThan(MAX_RADIUS_KM);
      }),
    );
  });
});

describe('the cells around a point', () => {
  const holds = (center: Coordinates, radiusKm: number, point: Coordinates): boolean => {
    const cells = cellsAround(center, radiusKm);
    return cells === null || cellsOf(point).some((cell) => cells.includes(cell));
  };

  it('hold every point within the radius, wherever on Earth', () => {
    fc.assert(
      fc.property(anywhere, fc.double({ min: 0.001, max: 20_000, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 360, noNaN: true }), (...[center, radiusKm, share, bearing]) => {
        expect(holds(center, radiusKm, destination(center, radiusKm * share, bearing))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['the north pole', at(89.9, 10), 50, at(89.8, -170)],
    ['the south pole itself', at(-90, 0), 10, at(-89.95, 90)],
    ['the date line, going east', at(-17, 179.9), 50, at(-17, -179.8)],
    ['the date line, going west', at(-17, -179.9), 50, at(-17, 179.8)],
    ['the meridian of 180 degrees', at(0, 180), 5, at(0, -180)],
  ])('reach over %s', (...[_name, center, radiusKm, point]) => {
    expect(holds(center, radiusKm, point)).toBe(true);
  });

  it('are few, and small for a small radius', () => {
    fc.assert(fc.property(anywhere, fc.double({ min: 0.1, max: 100, noNaN: true }), (center, radiusKm) => {
      expect(cellsAround(center, radiusKm)?.length ?? 0).toBeLessThanOrEqual(40);
    }));
    expect(cellsAround(at(40, -3), 2)?.every((cell) => cell.startsWith('0:'))).toBe(true);
  });
});
