/** Hides the `$geoNear` stage: a query for the nearest documents that notes their distance. */
import { setPath, splitPath, valuesAt } from '../bson/path.ts';
import { toNumber } from '../bson/number.ts';
import { isDocument, type Document } from '../bson/value.ts';
import { CommandError, notImplemented } from '../command-error.ts';
import { EARTH_RADIUS_M, nearestM, queryPoint } from '../query/geo.ts';
import type { Collection } from '../store/collection.ts';

/** `filter` finds the documents in order; `annotate` adds the distance to one. */
export type GeoNear = { readonly filter: Document; readonly annotate: (document: Document) => void };

const FIELDS = new Set(['near', 'distanceField', 'key', 'query', 'maxDistance', 'minDistance', 'spherical', 'distanceMultiplier', 'includeLocs']);

/** Reads the stage. Distances are metres for GeoJSON points, radians for legacy pairs. Throws IndexNotFound without a fitting index. */
export function readGeoNear(stage: Document, collection: Collection | undefined): GeoNear {
  const unknown = Object.keys(stage).find((field) => !FIELDS.has(field));
  if (unknown !== undefined) throw notImplemented(`$geoNear option '${unknown}'`);
  const { near, distanceField, query, minDistance, maxDistance, includeLocs } = stage;
  if (typeof distanceField !== 'string') throw new CommandError(16606, '$geoNear requires that the distanceField option be a String');
  if (!isDocument(near) && stage['spherical'] !== true) throw notImplemented('$geoNear on a plane');
  const key = keyOf(stage['key'], collection);
  const limits = { ...(minDistance !== undefined && { $minDistance: minDistance }), ...(maxDistance !== undefined && { $maxDistance: maxDistance }) };
  const condition = isDocument(near) ? { $near: { $geometry: near, ...limits } } : { $nearSphere: near, ...limits };
  const centre = queryPoint(near);
  const unit = (stage['distanceMultiplier'] === undefined ? 1 : toNumber(stage['distanceMultiplier'])) / (isDocument(near) ? 1 : EARTH_RADIUS_M);
  const parts = splitPath(key);
  return {
    filter: { $and: [isDocument(query) ? query : {}, { [key]: condition }] },
    annotate: (document) => {
      const values = valuesAt(document, parts);
      setPath(document, splitPath(distanceField), nearestM(centre, values) * unit);
      if (typeof includeLocs === 'string') setPath(document, splitPath(includeLocs), values[0]);
    },
  };
}

function keyOf(key: unknown, collection: Collection | undefined): string {
  if (typeof key === 'string') return key;
  const paths = [...(collection?.indexes.values() ?? [])].flatMap(({ spec }) => spec.fields.filter(({ kind }) => kind === '2dsphere').map(({ path }) => path));
  const [only, other] = new Set(paths);
  if (only === undefined) throw new CommandError(27, '$geoNear requires a 2d or 2dsphere index, but none were found');
  if (other !== undefined) throw new CommandError(27, "There is more than one 2dsphere index; unsure which to use for $geoNear: name it as 'key'");
  return only;
}
