/** Hides spherical geometry: distances in metres, points of stored shapes, regions and the boxes that enclose them. */
import { toNumber } from '../bson/number.ts';
import { isDocument, show, type Document } from '../bson/value.ts';
import { CommandError, notImplemented } from '../command-error.ts';

/** MongoDB's radius of the earth. */
export const EARTH_RADIUS_M = 6_378_100;

/** Longitude and latitude in degrees. */
export type Point = readonly [longitude: number, latitude: number];
export type Box = { readonly west: number; readonly south: number; readonly east: number; readonly north: number };
/** A region to search: its test and the box around it in degrees (`null` for a flat shape that has no bounds on the sphere). */
export type Region = { readonly contains: (point: Point) => boolean; readonly box: Box | null };

const radians = Math.PI / 180;

/** Great-circle distance in metres. */
export function distanceM(a: Point, b: Point): number {
  const sinLatitude = Math.sin(((b[1] - a[1]) * radians) / 2);
  const sinLongitude = Math.sin(((b[0] - a[0]) * radians) / 2);
  const chord = sinLatitude ** 2 + Math.cos(a[1] * radians) * Math.cos(b[1] * radians) * sinLongitude ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(chord)));
}

function asPair(value: unknown): Point | null {
  const pair = isDocument(value) && !('type' in value) && !('coordinates' in value) ? Object.values(value) : value;
  if (!Array.isArray(pair) || pair.length < 2) return null;
  const [longitude, latitude] = [toNumber(pair[0]), toNumber(pair[1])];
  return Number.isNaN(longitude) || Number.isNaN(latitude) ? null : [longitude, latitude];
}

/** All points of a stored shape: GeoJSON, a legacy pair, or an array of those. */
export function pointsOf(value: unknown): readonly Point[] {
  const pair = asPair(value);
  if (pair) return [pair];
  if (Array.isArray(value)) return value.flatMap(pointsOf);
  if (!isDocument(value)) return [];
  return pointsOf(value['coordinates'] ?? value['geometries']);
}

/** Whether a stored value is one point, not a larger shape. */
export function isPoint(value: unknown): boolean {
  return asPair(value) !== null || (isDocument(value) && value['type'] === 'Point');
}

/** The point a query is about. Throws BadValue when there is none. */
export function queryPoint(value: unknown): Point {
  const [point] = pointsOf(isDocument(value) && '$geometry' in value ? value['$geometry'] : value);
  if (!point || Math.abs(point[0]) > 180 || Math.abs(point[1]) > 90) {
    throw new CommandError(2, `a point with longitude and latitude is required, found ${show(value)}`);
  }
  return point;
}

/** The box around a circle; it spans all longitudes when a pole lies within, and may reach beyond 180 degrees. */
export function circleBox(centre: Point, radiusM: number): Box {
  const angle = radiusM / EARTH_RADIUS_M;
  const [south, north] = [centre[1] - angle / radians, centre[1] + angle / radians];
  const ratio = Math.sin(Math.min(angle, Math.PI / 2)) / Math.cos(centre[1] * radians);
  if (north >= 90 || south <= -90 || ratio >= 1) {
    return { west: -180, east: 180, south: Math.max(south, -90), north: Math.min(north, 90) };
  }
  const width = Math.asin(ratio) / radians;
  return { west: centre[0] - width, east: centre[0] + width, south, north };
}

function isInRing(point: Point, ring: readonly Point[]): boolean {
  let isInside = false;
  let previous = ring.at(-1);
  for (const corner of ring) {
    if (previous && corner[1] > point[1] !== previous[1] > point[1]) {
      const crossing = ((previous[0] - corner[0]) * (point[1] - corner[1])) / (previous[1] - corner[1]) + corner[0];
      if (point[0] < crossing) isInside = !isInside;
    }
    previous = corner;
  }
  return isInside;
}

function polygon(rings: unknown): Region {
  if (!Array.isArray(rings) || rings.length === 0) throw new CommandError(2, 'Polygon coordinates must be an array of rings');
  const [outer = [], ...holes] = rings.map((ring: unknown) => pointsOf(ring));
  const [longitudes, latitudes] = [outer.map((point) => point[0]), outer.map((point) => point[1])];
  const box = { west: Math.min(...longitudes), east: Math.max(...longitudes), south: Math.min(...latitudes), north: Math.max(...latitudes) };
  return { contains: (point) => isInRing(point, outer) && !holes.some((hole) => isInRing(point, hole)), box };
}

function geometryRegion(geometry: Document): Region {
  const { type, coordinates } = geometry;
  if (type === 'Polygon') return polygon(coordinates);
  if (type === 'MultiPolygon' && Array.isArray(coordinates)) {
    const parts = coordinates.map(polygon);
    return { contains: (point) => parts.some((part) => part.contains(point)), box: null };
  }
  if (type === 'Point') {
    const [longitude, latitude] = queryPoint(geometry);
    const box = { west: longitude, east: longitude, south: latitude, north: latitude };
    return { contains: (point) => point[0] === longitude && point[1] === latitude, box };
  }
  throw notImplemented(`a query region of type ${show(type)}`);
}

function circle(value: unknown): [Point, number] {
  if (!Array.isArray(value) || value.length !== 2) throw new CommandError(2, 'a centre and a radius are required');
  const radius = toNumber(value[1]);
  if (Number.isNaN(radius) || radius < 0) throw new CommandError(2, 'radius must be a non-negative number');
  return [queryPoint(value[0]), radius];
}

/** Compiles the region of `$geoWithin` or `$geoIntersects`. */
export function compileRegion(value: unknown): Region {
  if (!isDocument(value)) throw new CommandError(2, 'a geo region must be an object');
  if (isDocument(value['$geometry'])) return geometryRegion(value['$geometry']);
  if ('$centerSphere' in value) {
    const [centre, radius] = circle(value['$centerSphere']);
    const radiusM = radius * EARTH_RADIUS_M;
    return { contains: (point) => distanceM(centre, point) <= radiusM, box: circleBox(centre, radiusM * 1.000_001) };
  }
  if ('$center' in value) {
    const [centre, radius] = circle(value['$center']);
    return { contains: (point) => Math.hypot(point[0] - centre[0], point[1] - centre[1]) <= radius, box: null };
  }
  if ('$box' in value) {
    const [from, to] = pointsOf(value['$box']);
    if (!from || !to) throw new CommandError(2, '$box needs two corners');
    const box = { west: from[0], south: from[1], east: to[0], north: to[1] };
    return { contains: ([x, y]) => x >= box.west && x <= box.east && y >= box.south && y <= box.north, box };
  }
  if ('$polygon' in value) return polygon([value['$polygon']]);
  throw new CommandError(2, `unknown geo specifier: ${show(value)}`);
}

export type Near = { readonly centre: Point; readonly minM: number; readonly maxM: number };

/** Reads `$near` or `$nearSphere`; legacy pairs give their distances in radians. */
export function readNear(operator: string, condition: Document): Near {
  const value = condition[operator];
  const isGeoJson = isDocument(value) && '$geometry' in value;
  const source = isGeoJson ? value : condition;
  const unit = isGeoJson ? 1 : EARTH_RADIUS_M;
  const [min, max] = [source['$minDistance'], source['$maxDistance']];
  return {
    centre: queryPoint(value),
    minM: min === undefined ? 0 : toNumber(min) * unit,
    maxM: max === undefined ? Number.POSITIVE_INFINITY : toNumber(max) * unit,
  };
}

/** Metres to the nearest point among these stored values; infinite without one. */
export function nearestM(centre: Point, values: readonly unknown[]): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (const value of values) for (const point of pointsOf(value)) nearest = Math.min(nearest, distanceM(centre, point));
  return nearest;
}
