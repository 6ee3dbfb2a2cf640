/** Hides where MongoDB's aggregation expressions differ from the library's: BSON types, comparison, and numbers beyond a double. */
import { Decimal128, Long, ObjectId } from 'bson';
import { evalExpr } from 'mingo/core';
import * as expressions from 'mingo/operators/expression';
import type { Options } from 'mingo/types';
import { calculate, isNumber, toNumber, type NumberValue } from '../bson/number.ts';
import { compare as compareValues } from '../bson/order-key.ts';
import { writeDocument } from '../bson/reader.ts';
import { isDocument, isMissing, typeName, type Document } from '../bson/value.ts';
import { CommandError, notImplemented } from '../command-error.ts';
import { plainValue } from './plain.ts';

export type Expression = (object: unknown, expression: unknown, options: Options) => unknown;

const library: Readonly<Record<string, Expression>> = { ...expressions } as unknown as Record<string, Expression>;

function original(name: string): Expression {
  const operator = library[name];
  if (!operator) throw new Error(`the aggregation library has no ${name}`);
  return operator;
}

const valuesOf = (object: unknown, expression: unknown, options: Options): unknown[] => {
  const values = evalExpr(object, expression, options);
  return Array.isArray(values) ? values : [values];
};

function unary(compute: (value: unknown) => unknown): Expression {
  return (object, expression, options) => compute(evalExpr(object, Array.isArray(expression) && expression.length === 1 ? expression[0] : expression, options));
}

function binary(compute: (a: unknown, b: unknown) => unknown): Expression {
  return (object, expression, options) => {
    if (!Array.isArray(expression) || expression.length !== 2) throw new CommandError(16020, 'Expression takes exactly 2 arguments.');
    return compute(evalExpr(object, expression[0], options), evalExpr(object, expression[1], options));
  };
}

/** A missing value sorts before null. */
export function compareExpression(a: unknown, b: unknown): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return compareValues(a, b);
}

/** A number JavaScript cannot hold as its own. */
export const isLarge = (value: unknown): value is Long | Decimal128 => value instanceof Long || value instanceof Decimal128;

function fold(name: '$add' | '$multiply'): Expression {
  return (object, expression, options) => {
    const values = valuesOf(object, expression, options);
    if (!values.some(isLarge) || values.some(isMissing)) return original(name)(object, literal(values), options);
    if (!values.every(isNumber)) throw new CommandError(14, `${name} only supports numeric types`);
    return plainValue(values.reduce<NumberValue>((total, value) => calculate(name === '$add' ? 'add' : 'multiply', total, value), name === '$add' ? 0 : 1));
  };
}

const literal = (values: readonly unknown[]): Document[] => values.map((value) => ({ $literal: value }));

function subtract(a: unknown, b: unknown): unknown {
  if (isMissing(a) || isMissing(b)) return null;
  if (a instanceof Date) return b instanceof Date ? a.getTime() - b.getTime() : new Date(a.getTime() - toNumber(b));
  if (!isNumber(a) || !isNumber(b)) throw new CommandError(14, `can't $subtract ${typeName(b)} from ${typeName(a)}`);
  return isLarge(a) || isLarge(b) ? plainValue(calculate('add', a, calculate('multiply', b, -1))) : toNumber(a) - toNumber(b);
}

/** These compute with doubles only, so larger numbers are refused rather than rounded. */
const DOUBLES_ONLY = [
  '$abs', '$ceil', '$divide', '$exp', '$floor', '$ln', '$log', '$log10', '$mod', '$pow', '$round', '$sqrt', '$trunc', '$range',
  '$bitAnd', '$bitNot', '$bitOr', '$bitXor',
];

function doublesOnly(name: string): Expression {
  const operator = original(name);
  return (object, expression, options) => {
    const values = evalExpr(object, expression, options);
    if ((Array.isArray(values) ? values : [values]).some(isLarge)) throw notImplemented(`${name} of a decimal or a large 64-bit integer`);
    return operator(object, Array.isArray(values) ? literal(values) : { $literal: values }, options);
  };
}

function conversionFailure(value: unknown, to: string, reason = ''): CommandError {
  const shown = typeof value === 'string' ? `'${value}'` : typeName(value);
  return new CommandError(241, `Failed to convert ${shown} to ${to} in $convert with no onError value${reason}`);
}

function toText(value: unknown): unknown {
  if (isMissing(value)) return null;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof ObjectId) return value.toHexString();
  if (isDocument(value) || Array.isArray(value)) throw conversionFailure(value, 'string');
  return String(value);
}

function toObjectId(value: unknown): unknown {
  if (isMissing(value)) return null;
  if (value instanceof ObjectId) return value;
  if (typeof value === 'string' && /^[0-9a-f]{24}$/i.test(value)) return new ObjectId(value);
  throw conversionFailure(value, 'objectId', typeof value === 'string' ? ': Invalid string length for parsing to OID' : '');
}

function toDecimal(value: unknown): unknown {
  if (isMissing(value)) return null;
  if (value instanceof Decimal128) return value;
  if (typeof value === 'boolean') return Decimal128.fromString(value ? '1' : '0');
  if (value instanceof Date) return Decimal128.fromString(String(value.getTime()));
  if (!isNumber(value) && typeof value !== 'string') throw conversionFailure(value, 'decimal');
  return Decimal128.fromString(String(value));
}

const CONVERSIONS: Readonly<Record<string, (value: unknown) => unknown>> = {
  objectId: toObjectId,
  7: toObjectId,
  string: toText,
  2: toText,
  decimal: toDecimal,
  19: toDecimal,
};

const convert: Expression = (object, expression, options) => {
  if (!isDocument(expression)) throw new CommandError(9, '$convert expects an object of named arguments');
  const value = evalExpr(object, expression['input'], options);
  if (isMissing(value)) return evalExpr(object, expression['onNull'], options) ?? null;
  const to = evalExpr(object, expression['to'], options);
  try {
    const own = CONVERSIONS[String(to)];
    return own ? own(value) : original('$convert')(object, { input: { $literal: value }, to }, options);
  } catch (error) {
    if ('onError' in expression) return evalExpr(object, expression['onError'], options);
    throw error instanceof CommandError ? error : conversionFailure(value, String(to));
  }
};

/** The greatest (1) or least (-1) of the values, nulls aside. */
export function extremeOf(sign: 1 | -1, values: readonly unknown[]): unknown {
  return values.reduce<unknown>((best, value) => (isMissing(value) || (best !== null && compareValues(value, best) * sign <= 0) ? best : value), null);
}

function extreme(sign: 1 | -1): Expression {
  return (object, expression, options) => {
    const values = valuesOf(object, expression, options);
    return extremeOf(sign, values.length === 1 && Array.isArray(values[0]) ? values[0] : values);
  };
}

const indexOfCodePoint: Expression = (object, expression, options) => {
  const [text, search, start = 0, end] = valuesOf(object, expression, options);
  if (isMissing(text)) return null;
  if (typeof text !== 'string' || typeof search !== 'string') throw new CommandError(40093, '$indexOfCP requires strings as its first two arguments');
  const points = [...text];
  const from = points.slice(0, toNumber(start)).join('').length;
  const until = end === undefined ? text : points.slice(0, toNumber(end)).join('');
  const found = until.indexOf(search, from);
  return found < 0 ? -1 : Array.from(until.slice(0, found)).length;
};

const MONTHS: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 };

/** The library lets a month overflow into the next; MongoDB stays on the last day. */
function dateArithmetic(name: '$dateAdd' | '$dateSubtract'): Expression {
  return (object, expression, options) => {
    if (!isDocument(expression)) throw new CommandError(9, `${name} expects an object of named arguments`);
    const [start, unit, amount] = ['startDate', 'unit', 'amount'].map((argument) => evalExpr(object, expression[argument], options));
    if (isMissing(start) || isMissing(unit) || isMissing(amount)) return null;
    const months = MONTHS[String(unit)];
    if (months === undefined || !(start instanceof Date)) return original(name)(object, expression, options);
    if (expression['timezone'] !== undefined) throw notImplemented(`${name} of months with a timezone`);
    const result = new Date(start);
    const day = result.getUTCDate();
    result.setUTCDate(1);
    result.setUTCMonth(result.getUTCMonth() + months * toNumber(amount) * (name === '$dateAdd' ? 1 : -1));
    const lastDay = new Date(Date.UTC(result.getUTCFullYear(), result.getUTCMonth() + 1, 0)).getUTCDate();
    result.setUTCDate(Math.min(day, lastDay));
    return result;
  };
}

const isIn = (value: unknown, list: unknown): boolean => {
  if (!Array.isArray(list)) throw new CommandError(40081, `$in requires an array as a second argument, found: ${typeName(list)}`);
  return list.some((item: unknown) => compareExpression(value, item) === 0);
};

/** The library's expressions with MongoDB's meaning put in front. */
export const EXPRESSIONS: Readonly<Record<string, Expression>> = {
  ...library,
  ...Object.fromEntries(DOUBLES_ONLY.map((name) => [name, doublesOnly(name)])),
  $eq: binary((a, b) => compareExpression(a, b) === 0),
  $ne: binary((a, b) => compareExpression(a, b) !== 0),
  $gt: binary((a, b) => compareExpression(a, b) > 0),
  $gte: binary((a, b) => compareExpression(a, b) >= 0),
  $lt: binary((a, b) => compareExpression(a, b) < 0),
  $lte: binary((a, b) => compareExpression(a, b) <= 0),
  $cmp: binary(compareExpression),
  $in: binary(isIn),
  $add: fold('$add'),
  $multiply: fold('$multiply'),
  $subtract: binary(subtract),
  $convert: convert,
  $toString: unary(toText),
  $toObjectId: unary(toObjectId),
  $toDecimal: unary(toDecimal),
  $type: unary(typeName),
  $isNumber: unary(isNumber),
  $indexOfCP: indexOfCodePoint,
  $max: extreme(1),
  $min: extreme(-1),
  $dateAdd: dateArithmetic('$dateAdd'),
  $dateSubtract: dateArithmetic('$dateSubtract'),
  $bsonSize: unary((value) => (isDocument(value) ? writeDocument(value).length : null)),
};
