/**
 * Hides the grid behind 2dsphere indexes: a point's cell is a path down a quadtree over longitude and latitude,
 * so that all points of a larger cell have keys that begin alike.
 */
import type { Box, Point } from '../query/geo.ts';

const LEVELS = 24;
const MAX_CELLS = 24;

/** The smallest cell, about two metres wide, that holds a point. */
export function cellOf([longitude, latitude]: Point): string {
  return cellAt(LEVELS, column(LEVELS, longitude), row(LEVELS, latitude));
}

const column = (level: number, longitude: number): number => place(level, (longitude + 180) / 360);
const row = (level: number, latitude: number): number => place(level, (latitude + 90) / 180);

function place(level: number, fraction: number): number {
  return Math.min(Math.max(Math.floor(fraction * 2 ** level), 0), 2 ** level - 1);
}

function cellAt(level: number, x: number, y: number): string {
  const upper = interleave(x >>> 12) + 2 * interleave(y >>> 12);
  const lower = interleave(x & 0xfff) + 2 * interleave(y & 0xfff);
  return (digits(upper >>> 12) + digits(upper & 0xfff) + digits(lower >>> 12) + digits(lower & 0xfff)).slice(LEVELS - level);
}

const DIGITS = Array.from({ length: 1 << 12 }, (_, value) => value.toString(4).padStart(6, '0'));

/** Twelve bits as six digits to the base of four. */
function digits(value: number): string {
  return DIGITS[value] ?? '';
}

/** Spreads twelve bits out to every second place. */
function interleave(value: number): number {
  let spread = (value | (value << 8)) & 0x00ff00ff;
  spread = (spread | (spread << 4)) & 0x0f0f0f0f;
  spread = (spread | (spread << 2)) & 0x33333333;
  return (spread | (spread << 1)) & 0x55555555;
}

/** Cells that together cover a box, a few dozen at most. A box may reach beyond 180 degrees on either side. */
export function cellsCovering(box: Box): readonly string[] {
  if (box.east - box.west >= 360) return coverPlain({ ...box, west: -180, east: 180 });
  if (box.west < -180) return [...coverPlain({ ...box, west: box.west + 360, east: 180 }), ...coverPlain({ ...box, west: -180 })];
  if (box.east > 180) return [...coverPlain({ ...box, east: 180 }), ...coverPlain({ ...box, west: -180, east: box.east - 360 })];
  return coverPlain(box);
}

function coverPlain(box: Box): readonly string[] {
  for (let level = LEVELS; level > 0; level--) {
    const [west, east] = [column(level, box.west), column(level, box.east)];
    const [south, north] = [row(level, box.south), row(level, box.north)];
    if ((east - west + 1) * (north - south + 1) > MAX_CELLS) continue;
    const cells: string[] = [];
    for (let x = west; x <= east; x++) for (let y = south; y <= north; y++) cells.push(cellAt(level, x, y));
    return cells;
  }
  return [''];
}
