/** Hides the order a sort specification asks for: one string per document that compares as the documents sort. */
import { toNumber } from '../bson/number.ts';
import { compareKeys, invert, orderKey } from '../bson/order-key.ts';
import { splitPath, valuesAt } from '../bson/path.ts';
import { isDocument, isMissing, TYPE, type Document } from '../bson/value.ts';
import { CommandError } from '../command-error.ts';
import { foldValue, type Folding } from './collation.ts';

export type SortField = { readonly path: string; readonly direction: 1 | -1 };
/** By fields, or by how well the text matches. */
export type Sort = { readonly fields: readonly SortField[]; readonly byTextScore: boolean };

/** Reads a sort specification; `null` when it asks for nothing. */
export function readSort(value: unknown): Sort | null {
  if (isMissing(value)) return null;
  if (!isDocument(value)) throw new CommandError(14, 'Expected field sort to be of type object');
  const fields: SortField[] = [];
  let byTextScore = false;
  for (const [path, direction] of Object.entries(value)) {
    if (isDocument(direction)) {
      if (direction['$meta'] !== 'textScore') throw new CommandError(2, `Illegal key in $sort specification: ${path}`);
      if (fields.length > 0) throw new CommandError(238, 'sorting by textScore after other fields is not implemented in the embedded server');
      byTextScore = true;
      continue;
    }
    const number = toNumber(direction);
    if (number !== 1 && number !== -1) throw new CommandError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    fields.push({ path, direction: number });
  }
  return fields.length > 0 || byTextScore ? { fields, byTextScore } : null;
}

/** The key of a document; of an array the smallest element counts when ascending, the largest when descending. */
export function sortKeys(fields: readonly SortField[], folding: Folding | null = null): (document: Document) => string {
  const parts = fields.map(({ path, direction }) => ({ parts: splitPath(path), isAscending: direction === 1 }));
  return (document) => {
    let key = '';
    for (const { parts: path, isAscending } of parts) {
      let best: string | null = null;
      for (const value of valuesAt(document, path)) {
        for (const candidate of elementKeys(foldValue(value, folding))) {
          if (best === null || (isAscending ? candidate < best : candidate > best)) best = candidate;
        }
      }
      best ??= TYPE.null;
      key += isAscending ? best : invert(best);
    }
    return key;
  };
}

function elementKeys(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [orderKey(value)];
  return value.length === 0 ? [TYPE.undefined] : value.map(orderKey);
}

/** Items in the order of their keys; equal ones stay as they were. */
export function sortByKey<Item>(items: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const keyed = items.map((item) => ({ item, key: keyOf(item) }));
  keyed.sort((a, b) => compareKeys(a.key, b.key));
  return keyed.map(({ item }) => item);
}
