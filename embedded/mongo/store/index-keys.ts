/** Hides which keys an index holds for a document: several for arrays, words and shapes. */
import { invert, orderKey, stringBody } from '../bson/order-key.ts';
import { field, isPosition, valuesAt } from '../bson/path.ts';
import { isDocument, isMissing, show, TYPE, type Document } from '../bson/value.ts';
import { CommandError } from '../command-error.ts';
import { foldValue } from '../query/collation.ts';
import { isPoint, pointsOf } from '../query/geo.ts';
import { indexedWords } from '../query/text.ts';
import { cellOf } from './geo-cell.ts';
import type { IndexField, IndexSpec } from './index-spec.ts';

/** A key and, for each field of the index, whether an array was met on its way. */
export type IndexKeys = { readonly keys: readonly string[]; readonly multikey: readonly boolean[] };

/** Where a field stands on its walk down the document. */
type Place = { readonly value: unknown; readonly rest: readonly string[] };

/** The key of one value in one field of an index. */
export function componentKey(value: unknown, indexField: IndexField, spec: IndexSpec): string {
  const key = orderKey(foldValue(value, spec.folding));
  return indexField.isDescending ? invert(key) : key;
}

/** All distinct keys of a document. Throws CannotIndexParallelArrays, or 16755 for a malformed shape. */
export function keysOf(document: Document, spec: IndexSpec): IndexKeys {
  const multikey = spec.fields.map(({ kind }) => kind !== 'value');
  const [indexField] = spec.fields;
  if (spec.fields.length === 1 && indexField && indexField.kind !== 'value') return { keys: componentsOf(null, { document, spec, indexField }), multikey };
  const places = spec.fields.map(({ kind, parts }): Place => (kind === 'value' ? { value: document, rest: parts } : { value: null, rest: [] }));
  const rows: (readonly unknown[])[] = [];
  expand(places, { spec, multikey, rows });
  const kept = spec.isSparse ? rows.filter((row) => row.some((value) => value !== undefined)) : rows;
  const keys = kept.flatMap((row) => joinRow(row, document, spec));
  return { keys: keys.length > 1 ? [...new Set(keys)] : keys, multikey };
}

/** The one key of a document without arrays, the usual case; `null` when it takes more to find its keys. */
export function simpleKey(document: Document, spec: IndexSpec): string | null {
  let key = '';
  let isPresent = false;
  for (const indexField of spec.fields) {
    if (indexField.kind !== 'value') return null;
    let value: unknown = document;
    for (const part of indexField.parts) {
      if (Array.isArray(value)) return null;
      value = isDocument(value) ? field(value, part) : undefined;
    }
    if (Array.isArray(value)) return null;
    isPresent ||= value !== undefined;
    key += componentKey(value, indexField, spec);
  }
  return spec.isSparse && !isPresent ? null : key;
}

type Expansion = { readonly spec: IndexSpec; readonly multikey: boolean[]; readonly rows: (readonly unknown[])[] };

/** Walks all fields down at once. An array gives a row for each of its elements; two different arrays cannot be indexed together. */
function expand(places: readonly Place[], expansion: Expansion): void {
  const { spec, multikey, rows } = expansion;
  const advanced = places.map(advance);
  const array = advanced.find(({ value }) => Array.isArray(value))?.value;
  if (!Array.isArray(array)) {
    rows.push(advanced.map(({ value }) => value));
    return;
  }
  advanced.forEach(({ value }, index) => {
    if (value === array) multikey[index] = true;
    else if (Array.isArray(value)) throw new CommandError(171, `cannot index parallel arrays [${spec.fields.map(({ path }) => path).join('] [')}]`);
  });
  const elements: readonly unknown[] = array.length === 0 ? [EMPTY_ARRAY] : array;
  for (const element of elements) expand(advanced.map((place) => (place.value === array ? enter(place, element) : place)), expansion);
}

/** An array that is itself an element: it is indexed whole. */
class Sealed {
  readonly array: readonly unknown[];
  constructor(array: readonly unknown[]) {
    this.array = array;
  }
}
const EMPTY_ARRAY = new Sealed([]);

/** Steps from an array into one of its elements, which is looked into further only if it is a document. */
function enter({ rest }: Place, element: unknown): Place {
  if (rest.length === 0) return { value: Array.isArray(element) ? new Sealed(element) : element, rest };
  return isDocument(element) ? { value: element, rest } : { value: undefined, rest: [] };
}

/** Goes down to the next array or to the end of the path. */
function advance({ value, rest }: Place): Place {
  let [current, index] = [value, 0];
  for (; index < rest.length && isDocument(current); index++) current = field(current, rest[index] ?? '');
  const position = rest[index] ?? '';
  if (Array.isArray(current) && isPosition(position)) return advance({ value: current[Number(position)], rest: rest.slice(index + 1) });
  if (index < rest.length && !Array.isArray(current)) return { value: undefined, rest: [] };
  return { value: current, rest: rest.slice(index) };
}

function joinRow(row: readonly unknown[], document: Document, spec: IndexSpec): string[] {
  return spec.fields.reduce<string[]>(
    (prefixes, indexField, index) => {
      const components = componentsOf(row[index], { document, spec, indexField });
      return prefixes.flatMap((prefix) => components.map((component) => prefix + component));
    },
    [''],
  );
}

type Source = { readonly document: Document; readonly spec: IndexSpec; readonly indexField: IndexField };

function componentsOf(value: unknown, { document, spec, indexField }: Source): readonly string[] {
  switch (indexField.kind) {
    case 'text':
      return [...indexedWords(document, spec.textFields ?? new Map())].map(wordKey);
    case '2dsphere':
      return cellKeys(document, indexField);
    case 'value':
      if (value === EMPTY_ARRAY) return [indexField.isDescending ? invert(TYPE.undefined) : TYPE.undefined];
      return [componentKey(value instanceof Sealed ? value.array : value, indexField, spec)];
  }
}

/** The key of a word in a text index. */
export const wordKey = (word: string): string => `${stringBody(word)}\0`;

/** Shapes larger than a point are kept apart, where every search looks. */
export const SHAPE_KEY = 's';
export const POINT_KEY = 'p';

function cellKeys(document: Document, { parts }: IndexField): readonly string[] {
  const keys = valuesAt(document, parts).flatMap((shape) => (isMissing(shape) ? [] : shapeKeys(shape, document)));
  return keys.length > 1 ? [...new Set(keys)] : keys;
}

function shapeKeys(value: unknown, document: Document): readonly string[] {
  const points = pointsOf(value);
  if (points.length === 0 || points.some(([longitude, latitude]) => Math.abs(longitude) > 180 || Math.abs(latitude) > 90)) {
    throw new CommandError(16755, `Can't extract geo keys: _id: ${show(document['_id'])} unknown GeoJSON type or longitude/latitude out of bounds: ${show(value)}`);
  }
  const isPoints = isPoint(value) || (Array.isArray(value) && value.every(isPoint));
  return isPoints ? points.map((point) => `${POINT_KEY}${cellOf(point)}\0`) : [`${SHAPE_KEY}\0`];
}
