/** Hides which JavaScript value stands for which BSON type. */
import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';

export type Document = { [field: string]: unknown };

/** One character per type. Their order is MongoDB's order between types. */
export const TYPE = {
  minKey: '\u0001',
  undefined: '\u0004',
  null: '\u0005',
  number: '\u000A',
  string: '\u0014',
  object: '\u001E',
  array: '\u0028',
  binary: '\u0032',
  objectId: '\u003C',
  boolean: '\u0046',
  date: '\u0050',
  timestamp: '\u005A',
  regex: '\u0064',
  code: '\u006E',
  maxKey: '\u007F',
} as const;

export type TypeTag = (typeof TYPE)[keyof typeof TYPE];

/** The type of a value; `undefined`, a missing field, counts as null. */
export function typeOf(value: unknown): TypeTag {
  switch (typeof value) {
    case 'string':
      return TYPE.string;
    case 'number':
    case 'bigint':
      return TYPE.number;
    case 'boolean':
      return TYPE.boolean;
    case 'object':
      return value === null ? TYPE.null : objectType(value);
    default:
      return TYPE.null;
  }
}

function objectType(value: object): TypeTag {
  if (Object.getPrototypeOf(value) === Object.prototype) return TYPE.object;
  if (Array.isArray(value)) return TYPE.array;
  if (value instanceof ObjectId) return TYPE.objectId;
  if (value instanceof Date) return TYPE.date;
  if (value instanceof Timestamp) return TYPE.timestamp;
  if (value instanceof Double || value instanceof Long || value instanceof Int32 || value instanceof Decimal128) return TYPE.number;
  if (value instanceof Binary || ArrayBuffer.isView(value)) return TYPE.binary;
  if (value instanceof BSONRegExp || value instanceof RegExp) return TYPE.regex;
  if (value instanceof BSONSymbol) return TYPE.string;
  if (value instanceof MinKey) return TYPE.minKey;
  if (value instanceof MaxKey) return TYPE.maxKey;
  return value instanceof Code ? TYPE.code : TYPE.object;
}

export function isDocument(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && objectType(value) === TYPE.object;
}

export function isMissing(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

export function isRegex(value: unknown): value is BSONRegExp | RegExp {
  return value instanceof BSONRegExp || value instanceof RegExp;
}

/** A document such as `{ $gt: 1 }`: its first field names an operator (database references aside). */
export function isOperatorDocument(value: unknown): value is Document {
  if (!isDocument(value)) return false;
  const first = firstKey(value);
  return first?.startsWith('$') === true && !['$ref', '$id', '$db'].includes(first);
}

/** Sets a field, whatever its name: plain assignment to `__proto__` would set the prototype. */
export function setField(document: Document, name: string, value: unknown): void {
  if (name === '__proto__') Object.defineProperty(document, name, { value, enumerable: true, configurable: true, writable: true });
  else document[name] = value;
}

export function firstKey(document: Document): string | undefined {
  for (const key in document) if (Object.hasOwn(document, key)) return key;
  return undefined;
}

/** A value for an error message. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof ObjectId) return `ObjectId('${value.toHexString()}')`;
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (isDocument(value)) return `{ ${Object.entries(value).map(([key, item]) => `${key}: ${show(item)}`).join(', ')} }`;
  if (Array.isArray(value)) return `[ ${value.map(show).join(', ')} ]`;
  return String(value);
}

const TYPE_NAMES: Readonly<Record<TypeTag, string>> = {
  [TYPE.minKey]: 'minKey',
  [TYPE.undefined]: 'undefined',
  [TYPE.null]: 'null',
  [TYPE.number]: 'double',
  [TYPE.string]: 'string',
  [TYPE.object]: 'object',
  [TYPE.array]: 'array',
  [TYPE.binary]: 'binData',
  [TYPE.objectId]: 'objectId',
  [TYPE.boolean]: 'bool',
  [TYPE.date]: 'date',
  [TYPE.timestamp]: 'timestamp',
  [TYPE.regex]: 'regex',
  [TYPE.code]: 'javascript',
  [TYPE.maxKey]: 'maxKey',
};

/** MongoDB's alias of a value's type, as in `$type`; a missing field is `missing`. */
export function typeName(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value instanceof BSONSymbol) return 'symbol';
  const tag = typeOf(value);
  return tag === TYPE.number ? numberTypeName(value) : TYPE_NAMES[tag];
}

function numberTypeName(value: unknown): string {
  if (value instanceof Long || typeof value === 'bigint') return 'long';
  if (value instanceof Decimal128) return 'decimal';
  if (value instanceof Int32) return 'int';
  return typeof value === 'number' && isInt32(value) ? 'int' : 'double';
}

/** Whether the BSON encoder writes this JavaScript number as a 32-bit integer. */
export function isInt32(value: number): boolean {
  return (value | 0) === value && !Object.is(value, -0);
}
