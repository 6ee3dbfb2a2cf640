/** Hides the geometry of Earth: great-circle distances, and the grid of cells by which places near a point are found. */
import type { Coordinates } from './event.ts';

/** IUGG mean radius. */
export const EARTH_RADIUS_KM = 6371.0088;

/** Half of Earth's circumference: nothing is farther away. */
export const MAX_RADIUS_KM = 20_040;

const DEGREE = Math.PI / 180;

/** Great-circle distance (haversine, which keeps its precision for near points). */
export function distanceKm(from: Coordinates, to: Coordinates): number {
  const latitude = Math.sin(((to.latitude - from.latitude) * DEGREE) / 2) ** 2;
  const longitude = Math.sin(((to.longitude - from.longitude) * DEGREE) / 2) ** 2;
  const chord = latitude + Math.cos(from.latitude * DEGREE) * Math.cos(to.latitude * DEGREE) * longitude;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(chord)));
}

/** Side lengths of the grid's cells in degrees, finest first; all divide 180. */
const CELL_DEGREES = [0.01, 0.05, 0.25, 1, 5, 20] as const;
const MAX_CELLS = 40;

/** The cells a point lies in, one of each size. */
export function cellsOf(point: Coordinates): string[] {
  return CELL_DEGREES.map((size, level) => cellName(level, rowOf(point.latitude, size), columnOf(point.longitude, size)));
}

/**
 * At most 40 cells of one size that together hold every point within `radiusKm` of `center`, across the date line and the
 * poles; null where the circle is so large that cells do not narrow it down.
 */
export function cellsAround(center: Coordinates, radiusKm: number): readonly string[] | null {
  const angle = radiusKm / EARTH_RADIUS_KM / DEGREE + 1e-9;
  const south = center.latitude - angle;
  const north = center.latitude + angle;
  const halfWidth = south <= -90 || north >= 90 ? 180 : longitudeReach(center.latitude, angle);
  for (const [level, size] of CELL_DEGREES.entries()) {
    const [firstRow, lastRow] = [rowOf(Math.max(south, -90), size), rowOf(Math.min(north, 90), size)];
    if ((lastRow - firstRow + 1) * Math.min((2 * halfWidth) / size, 360 / size) > MAX_CELLS) continue;
    const rows = rangeOf(firstRow, lastRow);
    const columns = columnsBetween(center.longitude - halfWidth, center.longitude + halfWidth, size);
    if (rows.length * columns.length <= MAX_CELLS) return rows.flatMap((row) => columns.map((column) => cellName(level, row, column)));
  }
  return null;
}

/** How far east and west a circle reaches that holds no pole, in degrees. */
function longitudeReach(latitude: number, angle: number): number {
  return Math.min(180, Math.asin(Math.min(1, Math.sin(angle * DEGREE) / Math.cos(latitude * DEGREE))) / DEGREE + 1e-9);
}

function columnsBetween(west: number, east: number, size: number): readonly number[] {
  const count = Math.round(360 / size);
  const first = Math.floor((west + 180) / size);
  const last = Math.floor((east + 180) / size);
  if (last - first + 1 >= count) return rangeOf(0, count - 1);
  return rangeOf(first, last).map((column) => ((column % count) + count) % count);
}

function rowOf(latitude: number, size: number): number {
  return Math.min(Math.floor((latitude + 90) / size), Math.round(180 / size) - 1);
}

/** 180° east and 180° west are the same meridian. */
function columnOf(longitude: number, size: number): number {
  return Math.floor((longitude + 180) / size) % Math.round(360 / size);
}

function rangeOf(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

function cellName(level: number, row: number, column: number): string {
  return `${level}:${row}:${column}`;
}
