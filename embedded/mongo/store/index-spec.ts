/** Hides how `createIndexes` describes an index: the checks on it and what it says, field by field. */
import { toNumber } from '../bson/number.ts';
import { splitPath } from '../bson/path.ts';
import { isDocument, isMissing, show, type Document } from '../bson/value.ts';
import { CommandError, notImplemented } from '../command-error.ts';
import { foldingOf, type Folding } from '../query/collation.ts';
import type { TextFields } from '../query/text.ts';

export type FieldKind = 'value' | '2dsphere' | 'text';
export type IndexField = { readonly path: string; readonly parts: readonly string[]; readonly kind: FieldKind; readonly isDescending: boolean };

export type IndexSpec = {
  readonly name: string;
  /** As the client wrote it, with what MongoDB adds; what `listIndexes` answers. */
  readonly document: Document;
  readonly key: Document;
  readonly fields: readonly IndexField[];
  readonly isUnique: boolean;
  readonly isSparse: boolean;
  readonly partialFilter: Document | null;
  readonly expireAfterMs: number | null;
  readonly folding: Folding | null;
  readonly textFields: TextFields | null;
};

const OPTIONS = new Set([
  'v', 'key', 'name', 'unique', 'sparse', 'partialFilterExpression', 'expireAfterSeconds', 'collation', 'background', 'ns',
  'weights', 'default_language', 'language_override', 'textIndexVersion', '2dsphereIndexVersion',
]);

/** Reads and checks a specification. Throws CannotCreateIndex or InvalidIndexSpecificationOption; what is not supported is refused by name. */
export function readIndexSpec(document: Document): IndexSpec {
  const { key, name } = document;
  if (!isDocument(key) || Object.keys(key).length === 0) throw new CommandError(67, 'Index keys cannot be empty.');
  if (typeof name !== 'string' || name === '') throw new CommandError(67, 'The index must have a name.');
  for (const option of Object.keys(document)) {
    if (option === 'hidden' && document[option] === false) continue;
    if (!OPTIONS.has(option)) throw notImplemented(`index option '${option}'`);
  }
  const all = Object.entries(key).map(([path, direction]) => readField(path, direction));
  const fields = all.filter(({ kind }, at) => kind !== 'text' || at === all.findIndex((other) => other.kind === 'text'));
  if (fields.filter(({ kind }) => kind !== 'value').length > 1) throw notImplemented('an index with several geo fields, or with geo and text');
  const textFields = Object.values(key).includes('text') ? readTextFields(document, key) : null;
  const sphereVersion = fields.some(({ kind }) => kind === '2dsphere') ? { '2dsphereIndexVersion': 3 } : {};
  const { partialFilterExpression: partial } = document;
  if (partial !== undefined && !isDocument(partial)) throw new CommandError(14, 'partialFilterExpression must be an object');
  return {
    name,
    document: { v: 2, ...document, ...sphereVersion },
    key,
    fields,
    isUnique: document['unique'] === true || name === '_id_',
    isSparse: document['sparse'] === true,
    partialFilter: partial ?? null,
    expireAfterMs: readExpiry(document['expireAfterSeconds'], key),
    folding: foldingOf(document['collation']),
    textFields,
  };
}

/** One field of the key. All text fields of an index become one, at the place of the first. */
function readField(path: string, direction: unknown): IndexField {
  if (path === '$**' ? direction !== 'text' : path.endsWith('.$**')) throw notImplemented('a wildcard index');
  if (path.split('.').some((part) => part === '' || (part.startsWith('$') && path !== '$**'))) {
    throw new CommandError(67, `Index key contains an illegal field name: '${path}'.`);
  }
  if (direction === 'text') return { path: '_fts', parts: ['_fts'], kind: 'text', isDescending: false };
  if (direction === '2dsphere') return { path, parts: splitPath(path), kind: '2dsphere', isDescending: false };
  if (typeof direction === 'string') {
    throw ['2d', 'hashed'].includes(direction) ? notImplemented(`a ${direction} index`) : new CommandError(67, `Unknown index plugin '${direction}'`);
  }
  const number = toNumber(direction);
  if (Number.isNaN(number) || number === 0) throw new CommandError(67, `Values in v:2 index key pattern cannot be ${show(direction)}.`);
  return { path, parts: splitPath(path), kind: 'value', isDescending: number < 0 };
}

function readTextFields(document: Document, key: Document): TextFields {
  const language = document['default_language'] ?? 'english';
  if (language !== 'none') throw notImplemented(`a text index with default_language '${String(language)}' (use 'none')`);
  const { weights } = document;
  const paths = Object.keys(key).filter((path) => key[path] === 'text');
  const named = isDocument(weights) ? Object.entries(weights).map(([path, weight]) => [path, toNumber(weight)] as const) : [];
  return new Map([...paths.map((path) => [path, 1] as const), ...named]);
}

/** Reads `expireAfterSeconds`. Throws CannotCreateIndex when the index cannot expire documents. */
export function readExpiry(seconds: unknown, key: Document): number | null {
  if (isMissing(seconds)) return null;
  const number = toNumber(seconds);
  if (!(number >= 0 && number <= 2_147_483_647)) throw new CommandError(67, 'TTL index expireAfterSeconds must be within 0 and 2147483647');
  if (Object.keys(key).length !== 1) throw new CommandError(67, 'TTL indexes are single-field indexes, compound indexes do not support TTL');
  if (key['_id'] !== undefined) throw new CommandError(197, "The field 'expireAfterSeconds' is not valid for an _id index specification");
  return number * 1_000;
}
