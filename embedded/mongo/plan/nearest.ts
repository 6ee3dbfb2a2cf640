/** Hides the search for what is nearest: rings around the centre, each twice as wide as the one before, read from the cells of an index. */
import { valuesAt } from '../bson/path.ts';
import { circleBox, EARTH_RADIUS_M, nearestM } from '../query/geo.ts';
import type { Collection } from '../store/collection.ts';
import { cellsCovering } from '../store/geo-cell.ts';
import { POINT_KEY, SHAPE_KEY } from '../store/index-keys.ts';
import { within, type KeyRange } from '../store/key-range.ts';
import type { NearPlan, ScanStatistics } from './plan.ts';

const SMALLEST_RADIUS_M = 50;
/** The first ring is one that holds about this many candidates. */
const FIRST_CANDIDATES = 24;
const WHOLE_EARTH_M = Math.PI * EARTH_RADIUS_M;

/** Records by growing distance, within the plan's limits. */
export function* nearestRecords(collection: Collection, plan: NearPlan, statistics: ScanStatistics): Generator<number> {
  const { near, index } = plan;
  const limitM = Math.min(near.maxM, WHOLE_EARTH_M);
  const read = collection.fieldsReader(new Set(plan.parts.slice(0, 1)));
  const waiting = new Map<number, number>();
  const seen = new Set<number>();
  let radiusM = firstRadiusM(plan, limitM);
  for (;;) {
    for (const range of rangesWithin(plan, radiusM)) {
      for (const { record } of index.keys.entries(range)) {
        statistics.keysExamined++;
        if (seen.has(record)) continue;
        seen.add(record);
        const distance = nearestM(near.centre, valuesAt(read(record), plan.parts));
        if (distance >= near.minM && distance <= near.maxM) waiting.set(record, distance);
      }
    }
    const reached = [...waiting].filter(([, distance]) => distance <= radiusM || radiusM >= limitM).toSorted((a, b) => a[1] - b[1]);
    for (const [record] of reached) {
      waiting.delete(record);
      yield record;
    }
    if (radiusM >= limitM) return;
    radiusM = Math.min(radiusM * 2, limitM);
  }
}

function firstRadiusM(plan: NearPlan, limitM: number): number {
  let radiusM = Math.min(Math.max(SMALLEST_RADIUS_M, plan.near.minM), limitM);
  while (radiusM < limitM) {
    const candidates = rangesWithin(plan, radiusM).reduce((sum, range) => sum + plan.index.keys.count(range), 0);
    if (candidates >= FIRST_CANDIDATES) break;
    radiusM *= 2;
  }
  return Math.min(radiusM, limitM);
}

function rangesWithin({ near, prefixes }: NearPlan, radiusM: number): readonly KeyRange[] {
  const cells = cellsCovering(circleBox(near.centre, radiusM * 1.000_001));
  return prefixes.flatMap((prefix) => [...cells.map((cell) => within(prefix + POINT_KEY + cell)), within(prefix + SHAPE_KEY)]);
}
