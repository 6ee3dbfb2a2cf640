/** Hides how one value compares with an operand: equality, order within a type, membership, regular expressions. */
import { isNumber, toNumber } from '../bson/number.ts';
import { orderKey } from '../bson/order-key.ts';
import { isMissing, isOperatorDocument, isRegex, TYPE, typeOf } from '../bson/value.ts';
import { CommandError } from '../command-error.ts';
import { foldValue, type Folding } from './collation.ts';
import { compileRegex } from './regex.ts';

export type ValueTest = (value: unknown) => boolean;
export type Comparison = '$gt' | '$gte' | '$lt' | '$lte';

function keyOf(value: unknown, folding: Folding | null | undefined): string {
  return orderKey(folding ? foldValue(value, folding) : value);
}

/** Equality with an operand; null equals a missing field. */
export function equalTest(operand: unknown, folding?: Folding | null): ValueTest {
  if (isMissing(operand)) return isMissing;
  if ((typeof operand === 'string' && !folding) || typeof operand === 'boolean') return (value) => value === operand;
  const key = keyOf(operand, folding);
  const type = typeOf(operand);
  return (value) => value !== undefined && typeOf(value) === type && keyOf(value, folding) === key;
}

/** Order against an operand of the same type. */
export function compareTest(operator: Comparison, operand: unknown, folding?: Folding | null): ValueTest {
  if (isRegex(operand)) throw new CommandError(2, "Can't have RegExp as arg to predicate over field");
  const isInclusive = operator === '$gte' || operator === '$lte';
  if (isMissing(operand)) return isInclusive ? isMissing : () => false;
  if (isNumber(operand) && Number.isNaN(toNumber(operand))) return isInclusive ? equalTest(operand) : () => false;
  const type = typeOf(operand);
  const key = keyOf(operand, folding);
  const holds = keyComparison(operator, key);
  if (type === TYPE.minKey || type === TYPE.maxKey) return (value) => holds(keyOf(value, folding));
  if (type === TYPE.number) return numberComparison(operator, operand, holds);
  return (value) => value !== undefined && typeOf(value) === type && holds(keyOf(value, folding));
}

function keyComparison(operator: Comparison, key: string): (other: string) => boolean {
  switch (operator) {
    case '$gt':
      return (other) => other > key;
    case '$gte':
      return (other) => other >= key;
    case '$lt':
      return (other) => other < key;
    case '$lte':
      return (other) => other <= key;
  }
}

function numberComparison(operator: Comparison, operand: unknown, holds: (key: string) => boolean): ValueTest {
  const isComparable: ValueTest = (value) => isNumber(value) && !Number.isNaN(toNumber(value)) && holds(orderKey(value));
  if (typeof operand !== 'number') return isComparable;
  switch (operator) {
    case '$gt':
      return (value) => (typeof value === 'number' ? value > operand : isComparable(value));
    case '$gte':
      return (value) => (typeof value === 'number' ? value >= operand : isComparable(value));
    case '$lt':
      return (value) => (typeof value === 'number' ? value < operand : isComparable(value));
    case '$lte':
      return (value) => (typeof value === 'number' ? value <= operand : isComparable(value));
  }
}

/** Membership in a list whose regular expressions match as such. */
export function memberTest(operands: readonly unknown[], folding?: Folding | null): ValueTest {
  if (operands.some(isOperatorDocument)) throw new CommandError(2, 'cannot nest $ under $in');
  const keys = new Set(operands.filter((operand) => !isMissing(operand)).map((operand) => keyOf(operand, folding)));
  const types = new Set(operands.map(typeOf));
  const strings = new Set(operands.filter((operand) => typeOf(operand) === TYPE.string).map(String));
  const patterns = operands.filter(isRegex).map((operand) => compileRegex(operand));
  const hasNull = operands.some(isMissing);
  return (value) => {
    if (isMissing(value)) return hasNull;
    if (typeof value !== 'string') return types.has(typeOf(value)) && keys.has(keyOf(value, folding));
    return (folding ? keys.has(keyOf(value, folding)) : strings.has(value)) || patterns.some((pattern) => pattern.test(value));
  };
}

/** Strings a regular expression matches, and that very expression as a value. */
export function regexTest(operand: unknown, options?: unknown): ValueTest {
  const pattern = compileRegex(operand, options);
  const key = isRegex(operand) ? orderKey(operand) : null;
  return (value) => (typeof value === 'string' ? pattern.test(value) : key !== null && isRegex(value) && orderKey(value) === key);
}
