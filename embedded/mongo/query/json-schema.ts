/** Hides `$jsonSchema`: the keywords validators use; any other keyword is refused by name. */
import { orderKey } from '../bson/order-key.ts';
import { isNumber, toNumber } from '../bson/number.ts';
import { isDocument, type Document } from '../bson/value.ts';
import { CommandError, notImplemented } from '../command-error.ts';
import type { ValueTest } from './comparison.ts';
import { isOfType, typeAlias } from './type-alias.ts';

type Keyword = (operand: unknown, schema: Document) => ValueTest;

const JSON_TYPES: Readonly<Record<string, string>> = { boolean: 'bool' };
const always: ValueTest = () => true;
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

function typeKeyword(operand: unknown): ValueTest {
  const aliases = listOf(operand).map((type) => typeAlias(JSON_TYPES[String(type)] ?? type));
  return (value) => aliases.some((alias) => isOfType(value, alias));
}

/** Keywords that only speak about numbers, strings, arrays or objects hold for anything else. */
function numberKeyword(holds: (value: number, limit: number) => boolean): Keyword {
  return (operand) => (value) => !isNumber(value) || holds(toNumber(value), toNumber(operand));
}
function lengthKeyword(isString: boolean, holds: (length: number, limit: number) => boolean): Keyword {
  return (operand) => (value) => (isString ? typeof value !== 'string' : !Array.isArray(value)) || holds(lengthOf(value), toNumber(operand));
}
const lengthOf = (value: unknown): number => (typeof value === 'string' ? [...value].length : Array.isArray(value) ? value.length : 0);

function propertiesKeyword(operand: unknown): ValueTest {
  if (!isDocument(operand)) throw new CommandError(14, "$jsonSchema keyword 'properties' must be an object");
  const tests = Object.entries(operand).map(([name, schema]) => [name, schemaTest(schema)] as const);
  return (value) => !isDocument(value) || tests.every(([name, test]) => value[name] === undefined || test(value[name]));
}

function additionalKeyword(operand: unknown, schema: Document): ValueTest {
  const known = new Set(isDocument(schema['properties']) ? Object.keys(schema['properties']) : []);
  const test: ValueTest = operand === false ? () => false : isDocument(operand) ? schemaTest(operand) : always;
  return (value) => !isDocument(value) || Object.keys(value).every((name) => known.has(name) || test(value[name]));
}

function requiredKeyword(operand: unknown): ValueTest {
  const names = listOf(operand).map(String);
  return (value) => !isDocument(value) || names.every((name) => value[name] !== undefined);
}

const KEYWORDS: Readonly<Record<string, Keyword>> = {
  bsonType: typeKeyword,
  type: typeKeyword,
  title: () => always,
  description: () => always,
  enum: (operand) => {
    const keys = new Set(listOf(operand).map(orderKey));
    return (value) => keys.has(orderKey(value));
  },
  minimum: (operand, { exclusiveMinimum }) =>
    numberKeyword((value, limit) => (exclusiveMinimum === true ? value > limit : value >= limit))(operand, {}),
  maximum: (operand, { exclusiveMaximum }) =>
    numberKeyword((value, limit) => (exclusiveMaximum === true ? value < limit : value <= limit))(operand, {}),
  exclusiveMinimum: () => always,
  exclusiveMaximum: () => always,
  multipleOf: numberKeyword((value, limit) => value % limit === 0),
  minLength: lengthKeyword(true, (length, limit) => length >= limit),
  maxLength: lengthKeyword(true, (length, limit) => length <= limit),
  minItems: lengthKeyword(false, (length, limit) => length >= limit),
  maxItems: lengthKeyword(false, (length, limit) => length <= limit),
  pattern: (operand) => {
    const pattern = new RegExp(String(operand));
    return (value) => typeof value !== 'string' || pattern.test(value);
  },
  uniqueItems: (operand) => (value) => operand !== true || !Array.isArray(value) || new Set(value.map(orderKey)).size === value.length,
  items: (operand) => {
    if (Array.isArray(operand)) throw notImplemented("$jsonSchema keyword 'items' as an array");
    const test = schemaTest(operand);
    return (value) => !Array.isArray(value) || value.every(test);
  },
  properties: propertiesKeyword,
  additionalProperties: additionalKeyword,
  required: requiredKeyword,
  allOf: (operand) => {
    const tests = listOf(operand).map(schemaTest);
    return (value) => tests.every((test) => test(value));
  },
  anyOf: (operand) => {
    const tests = listOf(operand).map(schemaTest);
    return (value) => tests.some((test) => test(value));
  },
  oneOf: (operand) => {
    const tests = listOf(operand).map(schemaTest);
    return (value) => tests.filter((test) => test(value)).length === 1;
  },
  not: (operand) => {
    const test = schemaTest(operand);
    return (value) => !test(value);
  },
};

function schemaTest(schema: unknown): ValueTest {
  if (!isDocument(schema)) throw new CommandError(14, '$jsonSchema must be an object');
  const tests = Object.entries(schema).map(([name, operand]) => {
    const keyword = KEYWORDS[name];
    if (!keyword) throw notImplemented(`$jsonSchema keyword '${name}'`);
    return keyword(operand, schema);
  });
  return (value) => tests.every((test) => test(value));
}

/** Compiles a schema. */
export function compileSchema(schema: unknown): (document: Document) => boolean {
  return schemaTest(schema);
}
