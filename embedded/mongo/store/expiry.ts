/** Hides how TTL indexes remove documents: those whose date, in the index's field, is old enough. */
import { invert, orderKey } from '../bson/order-key.ts';
import { TYPE } from '../bson/value.ts';
import type { Catalog } from './catalog.ts';
import type { Collection } from './collection.ts';
import type { CollectionIndex } from './collection-index.ts';
import { after, before, type KeyRange } from './key-range.ts';

/** Removes what has expired by `now`; answers how many documents. */
export function removeExpired(catalog: Catalog, now: Date): number {
  let removed = 0;
  for (const collection of catalog.all()) {
    for (const index of collection.indexes.values()) removed += sweep(collection, index, now);
  }
  return removed;
}

function sweep(collection: Collection, index: CollectionIndex, now: Date): number {
  const { expireAfterMs, fields } = index.spec;
  if (expireAfterMs === null) return 0;
  const range = expiredRange(new Date(now.getTime() - expireAfterMs), fields[0]?.isDescending === true);
  const records = new Set([...index.keys.entries(range)].map(({ record }) => record));
  for (const record of records) collection.remove(record);
  return records.size;
}

function expiredRange(limit: Date, isDescending: boolean): KeyRange {
  const key = orderKey(limit);
  return isDescending ? { low: before(invert(key)), high: after(invert(TYPE.date)) } : { low: before(TYPE.date), high: after(key) };
}
