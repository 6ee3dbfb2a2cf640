/** Hides the arithmetic of BSON's four number types: which type a result has and when it overflows. */
import { Decimal128, Double, Int32, Long } from 'bson';
import { CommandError } from '../command-error.ts';
import { isInt32, TYPE, typeOf } from './value.ts';

export type NumberValue = number | Double | Int32 | Long | Decimal128;

export function isNumber(value: unknown): value is NumberValue {
  return typeof value === 'number' || (typeof value === 'object' && value !== null && typeOf(value) === TYPE.number);
}

/** The nearest double; not a number is NaN. */
export function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  return isNumber(value) ? Number(value.toString()) : Number.NaN;
}

/** A double as it is kept in memory: wrapped when a plain number would be encoded as an integer. */
export function double(value: number): number | Double {
  return isInt32(value) ? new Double(value) : value;
}

const MAX_LONG = 0x7fff_ffff_ffff_ffffn;

function isIntegral(value: NumberValue): boolean {
  return value instanceof Long || value instanceof Int32 || (typeof value === 'number' && isInt32(value));
}

/** `a + b` or `a * b` in the wider of both types. Throws BadValue when a 64-bit integer overflows. */
export function calculate(operation: 'add' | 'multiply', a: NumberValue, b: NumberValue): NumberValue {
  if (a instanceof Decimal128 || b instanceof Decimal128) return calculateDecimal(operation, a, b);
  if (!isIntegral(a) || !isIntegral(b)) {
    return double(operation === 'add' ? toNumber(a) + toNumber(b) : toNumber(a) * toNumber(b));
  }
  const [left, right] = [BigInt(a.toString()), BigInt(b.toString())];
  const result = operation === 'add' ? left + right : left * right;
  if (result > MAX_LONG || result < -MAX_LONG - 1n) throw new CommandError(2, 'Failed to apply the operation to the current value: integer overflow');
  const isWide = a instanceof Long || b instanceof Long || !isInt32(Number(result));
  return isWide ? Long.fromBigInt(result) : Number(result);
}

/** A finite decimal as `digits * 10 ** exponent`; `null` for infinities and NaN. */
export function decimalParts(text: string): { digits: bigint; exponent: number } | null {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:E([+-]?\d+))?$/i.exec(text);
  if (!match) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  return { digits: BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`), exponent: Number(exponent) - fraction.length };
}

function calculateDecimal(operation: 'add' | 'multiply', a: NumberValue, b: NumberValue): Decimal128 {
  const [left, right] = [decimalParts(a.toString()), decimalParts(b.toString())];
  if (!left || !right) {
    const result = operation === 'add' ? toNumber(a) + toNumber(b) : toNumber(a) * toNumber(b);
    return Decimal128.fromString(String(result));
  }
  if (operation === 'multiply') return decimal(left.digits * right.digits, left.exponent + right.exponent);
  const exponent = Math.min(left.exponent, right.exponent);
  const scaled = (part: typeof left) => part.digits * 10n ** BigInt(part.exponent - exponent);
  return decimal(scaled(left) + scaled(right), exponent);
}

function decimal(digits: bigint, exponent: number): Decimal128 {
  const text = (digits < 0n ? -digits : digits).toString();
  const sign = digits < 0n ? '-' : '';
  if (exponent >= 0) return Decimal128.fromStringWithRounding(`${sign}${text}${exponent > 0 ? `E${exponent}` : ''}`);
  if (exponent < -6200) return Decimal128.fromStringWithRounding(`${sign}${text}E${exponent}`);
  const padded = text.padStart(1 - exponent, '0');
  return Decimal128.fromStringWithRounding(`${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`);
}
