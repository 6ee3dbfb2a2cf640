/** Hides the bitwise query operators: masks given as a number, bytes or bit positions. */
import { Binary, Long } from 'bson';
import { isNumber, toNumber } from '../bson/number.ts';
import { CommandError } from '../command-error.ts';
import type { ValueTest } from './comparison.ts';

function fromBytes(binary: Binary): bigint {
  return [...binary.value()].reverse().reduce((bits, byte) => (bits << 8n) | BigInt(byte), 0n);
}

function maskOf(operand: unknown): bigint {
  if (Array.isArray(operand)) {
    return operand.reduce<bigint>((mask, position) => {
      const bit = toNumber(position);
      if (!(Number.isInteger(bit) && bit >= 0)) throw new CommandError(2, 'bit positions must be non-negative integers');
      return mask | (1n << BigInt(bit));
    }, 0n);
  }
  const mask = bitsOf(operand);
  if (mask === null || mask < 0n) throw new CommandError(2, 'a bit mask must be a non-negative integer, binary data or an array of positions');
  return mask;
}

/** A stored value as bits; `null` when it has none. Negative numbers are in two's complement, as wide as needed. */
function bitsOf(value: unknown): bigint | null {
  if (value instanceof Binary) return fromBytes(value);
  if (value instanceof Long) return value.toBigInt();
  if (!isNumber(value)) return null;
  const number = toNumber(value);
  return Number.isSafeInteger(number) ? BigInt(number) : null;
}

export function compileBits(operator: '$bitsAllSet' | '$bitsAllClear' | '$bitsAnySet' | '$bitsAnyClear', operand: unknown): ValueTest {
  const mask = maskOf(operand);
  return (value) => {
    const bits = bitsOf(value);
    if (bits === null) return false;
    const set = bits & mask;
    switch (operator) {
      case '$bitsAllSet':
        return set === mask;
      case '$bitsAllClear':
        return set === 0n;
      case '$bitsAnySet':
        return set !== 0n;
      case '$bitsAnyClear':
        return set !== mask;
    }
  };
}
