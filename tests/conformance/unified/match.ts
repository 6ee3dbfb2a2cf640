/** Hides how the unified test format compares what came with what was expected, `$$` operators included. */
import { BSON, type Document } from 'mongodb';

/** What came is not what was expected. */
export class Mismatch extends Error {}

const show = (value: unknown): string => BSON.EJSON.stringify(value as Document)?.slice(0, 200) ?? 'nothing';

function isPlain(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date) && !('_bsontype' in value);
}

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  int: Number.isInteger,
  long: Number.isInteger,
  double: (value) => typeof value === 'number',
  number: (value) => typeof value === 'number',
  string: (value) => typeof value === 'string',
  bool: (value) => typeof value === 'boolean',
  object: isPlain,
  array: Array.isArray,
  objectId: (value) => value instanceof BSON.ObjectId,
  binData: (value) => value instanceof BSON.Binary,
  date: (value) => value instanceof Date,
  null: (value) => value === null,
};

/** The driver gives some results as maps or with a field more than the format knows. */
function normalised(actual: unknown): unknown {
  if (actual instanceof Map) return Object.fromEntries(actual);
  if (!isPlain(actual) || !('didUpsert' in actual)) return actual;
  const { didUpsert: _, ...rest } = actual;
  return rest;
}

/** Compares; fields that only came are ignored at the root. Throws Mismatch. */
export function matchDocument(expected: unknown, actual: unknown, path = ''): void {
  const found = normalised(actual);
  if (isPlain(expected)) matchFields(expected, found, path);
  else if (Array.isArray(expected)) matchArray(expected, found, path);
  else if (expected === null ? found !== null && found !== undefined : BSON.EJSON.stringify({ v: expected }) !== BSON.EJSON.stringify({ v: found })) {
    throw new Mismatch(`${path || 'the value'} should be ${show(expected)}, is ${show(found)}`);
  }
}

function matchArray(expected: readonly unknown[], actual: unknown, path: string): void {
  if (!Array.isArray(actual) || actual.length !== expected.length) throw new Mismatch(`${path} should be ${show(expected)}, is ${show(actual)}`);
  for (const [index, item] of expected.entries()) matchDocument(item, actual[index], path === '' ? '' : `${path}.${index}`);
}

function matchFields(expected: Document, actual: unknown, path: string): void {
  const [operator] = Object.keys(expected);
  if (operator?.startsWith('$$')) {
    matchOperator(operator, expected[operator], { actual, path });
    return;
  }
  if (!isPlain(actual)) throw new Mismatch(`${path || 'the value'} should be a document, is ${show(actual)}`);
  for (const [key, value] of Object.entries(expected)) {
    const inner = path === '' ? key : `${path}.${key}`;
    const isAbsent = actual[key] === undefined;
    if (isAbsent && !(isPlain(value) && Object.keys(value)[0]?.startsWith('$$')) && value !== null) throw new Mismatch(`${inner} is missing`);
    matchDocument(value, actual[key], inner);
  }
  const surplus = path === '' ? undefined : Object.keys(actual).find((key) => !(key in expected));
  if (surplus !== undefined) throw new Mismatch(`${path}.${surplus} should not be there`);
}

function matchOperator(operator: string, operand: unknown, { actual, path }: { actual: unknown; path: string }): void {
  switch (operator) {
    case '$$unsetOrMatches':
      if (actual !== undefined && actual !== null) matchDocument(operand, actual, path);
      return;
    case '$$exists':
      if ((actual !== undefined && actual !== null) !== operand) throw new Mismatch(`${path} should ${operand ? '' : 'not '}exist`);
      return;
    case '$$type':
      if (![operand].flat().some((type) => TYPES[String(type)]?.(actual))) throw new Mismatch(`${path} should be of type ${String(operand)}, is ${show(actual)}`);
      return;
    default:
      throw new Error(`the matcher ${operator} is not known`);
  }
}
