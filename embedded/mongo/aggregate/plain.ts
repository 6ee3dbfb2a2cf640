/**
 * Hides the gap between BSON numbers and the plain JavaScript numbers the aggregation library computes with.
 * A 64-bit integer beyond 2^53 and a decimal stay as they are.
 */
import { BSONRegExp, Double, Int32, Long } from 'bson';
import { isDocument, type Document } from '../bson/value.ts';
import { compileRegex } from '../query/regex.ts';

/** The same value with plain numbers; the very same object where nothing differs. */
export function plainValue<T>(value: T): T;
export function plainValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => plainValue(item));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (value instanceof Double || value instanceof Int32) return value.valueOf();
  if (value instanceof Long) return plainLong(value);
  if (value instanceof BSONRegExp) return compileRegex(value);
  return isDocument(value) ? plainDocument(value) : value;
}

function plainLong(value: Long): unknown {
  const number = value.toNumber();
  return value.unsigned || !Number.isSafeInteger(number) ? value : number;
}

function plainDocument(document: Document): Document {
  let copy: Document | null = null;
  for (const key of Object.keys(document)) {
    const value = plainValue(document[key]);
    if (value === document[key]) continue;
    copy ??= { ...document };
    copy[key] = value;
  }
  return copy ?? document;
}

/** Puts the original's values back wherever the result still has the same number, text or pattern at the same place. */
export function restoreTypes(result: unknown, original: unknown): unknown {
  if (isDocument(result) && isDocument(original)) {
    return Object.fromEntries(Object.entries(result).map(([key, value]) => [key, restoreTypes(value, original[key])]));
  }
  if (Array.isArray(result) && Array.isArray(original)) return result.map((item, index) => restoreTypes(item, original[index]));
  if (typeof original !== 'object' || original === null) return result;
  if (original instanceof BSONRegExp) return result instanceof RegExp && String(plainValue(original)) === String(result) ? original : result;
  return plainValue(original) === result ? original : result;
}
