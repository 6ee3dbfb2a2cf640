/** Hides the names and numbers by which `$type` and schemas call BSON types. */
import { typeName } from '../bson/value.ts';
import { isNumber, toNumber } from '../bson/number.ts';
import { CommandError } from '../command-error.ts';
import type { ValueTest } from './comparison.ts';

const BY_NUMBER: Readonly<Record<number, string>> = {
  [-1]: 'minKey',
  1: 'double',
  2: 'string',
  3: 'object',
  4: 'array',
  5: 'binData',
  6: 'undefined',
  7: 'objectId',
  8: 'bool',
  9: 'date',
  10: 'null',
  11: 'regex',
  13: 'javascript',
  14: 'symbol',
  16: 'int',
  17: 'timestamp',
  18: 'long',
  19: 'decimal',
  127: 'maxKey',
};
const ALIASES = new Set([...Object.values(BY_NUMBER), 'number']);
const NUMBERS = new Set(['int', 'long', 'double', 'decimal']);

/** The alias of a type given by name or number. Throws BadValue for an unknown one. */
export function typeAlias(type: unknown): string {
  const alias = isNumber(type) ? BY_NUMBER[toNumber(type)] : type;
  if (typeof alias !== 'string' || !ALIASES.has(alias)) throw new CommandError(2, `Unknown type name alias: ${String(type)}`);
  return alias;
}

/** Whether a value, which may be missing, is of the type with this alias. */
export function isOfType(value: unknown, alias: string): boolean {
  if (value === undefined) return false;
  const name = typeName(value);
  return name === alias || (alias === 'number' && NUMBERS.has(name));
}

export function typeTest(operand: unknown): ValueTest {
  const aliases = (Array.isArray(operand) ? operand : [operand]).map(typeAlias);
  return (value) => aliases.some((alias) => isOfType(value, alias));
}
