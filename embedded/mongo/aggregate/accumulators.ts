/** Hides where MongoDB's accumulators differ from the library's: BSON order and numbers beyond a double. */
import * as accumulators from 'mingo/operators/accumulator';
import type { Options } from 'mingo/types';
import { calculate, isNumber, toNumber, type NumberValue } from '../bson/number.ts';
import { orderKey } from '../bson/order-key.ts';
import { notImplemented } from '../command-error.ts';
import { extremeOf, isLarge } from './expressions.ts';
import { plainValue } from './plain.ts';

export type Accumulator = (items: unknown[], expression: unknown, options: Options) => unknown;

const library: Readonly<Record<string, Accumulator>> = { ...accumulators } as unknown as Record<string, Accumulator>;

/** The values of an expression over a group's documents; without an expression the items are the values. */
function valuesOf(items: unknown[], expression: unknown, options: Options): unknown[] {
  const values = library['$push']?.(items, expression, options);
  return Array.isArray(values) ? values : [];
}

function sumOf(values: readonly unknown[]): unknown {
  const numbers = values.filter(isNumber);
  if (!numbers.some(isLarge)) return numbers.reduce<number>((total, value) => total + toNumber(value), 0);
  return plainValue(numbers.reduce<NumberValue>((total, value) => calculate('add', total, value), 0));
}

function distinct(values: readonly unknown[]): unknown[] {
  return [...new Map(values.filter((value) => value !== undefined).map((value) => [orderKey(value), value])).values()];
}

function doublesOnly(name: string): Accumulator {
  return (items, expression, options) => {
    if (valuesOf(items, expression, options).some(isLarge)) throw notImplemented(`${name} of decimals or large 64-bit integers`);
    return library[name]?.(items, expression, options);
  };
}

export const ACCUMULATORS: Readonly<Record<string, Accumulator>> = {
  ...library,
  $avg: doublesOnly('$avg'),
  $stdDevPop: doublesOnly('$stdDevPop'),
  $stdDevSamp: doublesOnly('$stdDevSamp'),
  $max: (items, expression, options) => extremeOf(1, valuesOf(items, expression, options)),
  $min: (items, expression, options) => extremeOf(-1, valuesOf(items, expression, options)),
  $sum: (items, expression, options) => (typeof expression === 'number' ? items.length * expression : sumOf(valuesOf(items, expression, options))),
  $addToSet: (items, expression, options) => distinct(valuesOf(items, expression, options)),
};
