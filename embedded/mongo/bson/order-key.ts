/**
 * Hides MongoDB's order of values: every value becomes a string, and two values compare as their strings do.
 * So one function serves comparison, equality, hashing, index keys and sort keys.
 * No key is the beginning of another one, so keys can be joined into compound ones. No character is above U+00FF: such strings take
 * one byte a character.
 */
import { Binary, BSONRegExp, Code, Decimal128, Long, ObjectId, Timestamp } from 'bson';
import { decimalParts } from './number.ts';
import { isDocument, TYPE, typeOf } from './value.ts';

const float = new Float64Array(1);
const halves = new Uint32Array(float.buffer);
const character = String.fromCharCode;

function doubleKey(value: number): string {
  if (Number.isNaN(value)) return '\0\0\0\0\0\0\0\0';
  float[0] = value === 0 ? 0 : value;
  const [low = 0, high = 0] = halves;
  return high & 0x8000_0000 ? word(~high) + word(~low) : word(high | 0x8000_0000) + word(low);
}

/** The four bytes of a 32-bit number, the most significant first. */
const word = (value: number): string => character((value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);

/** After the double comes one character that says on which side of it the value lies, as no double holds every long or decimal. */
const EXACT = '\u0080';
const BELOW = '\u007F';
const ABOVE = '\u0081';

/** The key just below every real number: comparisons leave NaN out. */
export const NAN_KEY = `${TYPE.number}\0\0\0\0\0\0\0\0${EXACT}`;

function numberKey(value: object | bigint): string {
  const text = value.toString();
  const nearest = Number(text);
  if (!(value instanceof Decimal128) && Number.isSafeInteger(nearest)) return doubleKey(nearest) + EXACT;
  const parts = value instanceof Long || value instanceof Decimal128 || typeof value === 'bigint' ? decimalParts(text) : null;
  if (!parts) return doubleKey(nearest) + EXACT;
  const base = Number.isFinite(nearest) ? nearest : Math.sign(nearest) * Number.MAX_VALUE;
  const side = compareExactly(parts, base);
  if (side === 0) return doubleKey(base) + EXACT;
  const digits = (parts.digits < 0n ? -parts.digits : parts.digits).toString();
  const magnitude = word(0x8000 + parts.exponent + digits.length) + digits.replace(/0+$/, '');
  return doubleKey(base) + (side < 0 ? BELOW : ABOVE) + (parts.digits < 0n ? invert(`${magnitude}\0`) : `${magnitude}\0`);
}

function compareExactly(value: { digits: bigint; exponent: number }, double: number): number {
  float[0] = double;
  const bits = (halves[1] ?? 0) >>> 20;
  const power = Math.max(bits & 0x7ff, 1) - 1075;
  const fraction = (BigInt((halves[1] ?? 0) & 0xf_ffff) << 32n) | BigInt(halves[0] ?? 0);
  const significand = (bits & 0x7ff ? fraction | (1n << 52n) : fraction) * (bits & 0x800 ? -1n : 1n);
  const left = value.digits * 10n ** BigInt(Math.max(value.exponent, 0)) * 2n ** BigInt(Math.max(-power, 0));
  const right = significand * 2n ** BigInt(Math.max(power, 0)) * 10n ** BigInt(Math.max(-value.exponent, 0));
  return left < right ? -1 : Number(left > right);
}

// oxlint-disable-next-line no-control-regex -- NUL is the very character looked for
const UNUSUAL = /[\0\u0001\u0080-\uFFFF]/;
// oxlint-disable-next-line no-control-regex -- as above
const ESCAPED = /[\0\u0001]/g;

/** The inside of a string's key, without its end: the beginning of the keys of all strings that begin so. Strings sort by their UTF-8. */
export function stringBody(text: string): string {
  if (!UNUSUAL.test(text)) return text;
  const bytes = Buffer.from(text).toString('latin1');
  return bytes.replaceAll(ESCAPED, (found) => (found === '\0' ? '\u0001\u0001' : '\u0001\u0002'));
}

const stringKey = (text: string): string => `${stringBody(text)}\0`;

/** The order key of a value; `undefined`, a missing field, has the key of null. */
export function orderKey(value: unknown): string {
  if (typeof value === 'string') return `${TYPE.string}${stringKey(value)}`;
  if (typeof value === 'number') return TYPE.number + doubleKey(value) + EXACT;
  const tag = typeOf(value);
  if (typeof value === 'bigint') return tag + numberKey(value);
  if (typeof value !== 'object' || value === null) return tag === TYPE.boolean ? `${tag}${value === true ? '1' : '0'}` : tag;
  return tag + objectKey(value);
}

function objectKey(value: object): string {
  if (Array.isArray(value)) return `${value.map(orderKey).join('')}\0`;
  if (isDocument(value)) return `${fieldKeys(value)}\0`;
  if (value instanceof ObjectId) return bytesText(value.id);
  if (value instanceof Date) return doubleKey(value.getTime());
  if (value instanceof Timestamp) return word(value.high) + word(value.low);
  if (value instanceof Binary) return binaryKey(value.value(), value.sub_type);
  if (value instanceof Uint8Array) return binaryKey(value, 0);
  if (value instanceof BSONRegExp) return stringKey(value.pattern) + stringKey(value.options);
  if (value instanceof RegExp) return stringKey(value.source) + stringKey([...value.flags].sort().join(''));
  if (value instanceof Code) return stringKey(String(value.code));
  switch (typeOf(value)) {
    case TYPE.number:
      return numberKey(value);
    case TYPE.string:
      return stringKey(String(value));
    default:
      return '';
  }
}

function fieldKeys(document: { [field: string]: unknown }): string {
  let text = '';
  for (const field of Object.keys(document)) {
    const value = document[field];
    if (value !== undefined) text += typeOf(value) + stringKey(field) + orderKey(value);
  }
  return text;
}

function bytesText(bytes: Uint8Array): string {
  const buffer = bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.toString('latin1');
}

function binaryKey(bytes: Uint8Array, subtype: number): string {
  return word(bytes.length) + character(subtype) + bytesText(bytes);
}

/** The key that sorts the other way round. */
export function invert(key: string): string {
  let text = '';
  for (let index = 0; index < key.length; index++) text += character(0xff - key.charCodeAt(index));
  return text;
}

export function areEqual(a: unknown, b: unknown): boolean {
  return a === b || orderKey(a) === orderKey(b);
}

/** Negative, zero or positive, as `a` sorts before, with or after `b`. */
export function compare(a: unknown, b: unknown): number {
  return compareKeys(orderKey(a), orderKey(b));
}

/** The same of keys. */
export function compareKeys(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
