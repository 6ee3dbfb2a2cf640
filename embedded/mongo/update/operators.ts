/** Hides what each update operator does to one place of a document. */
import { Long, Timestamp } from 'bson';
import { calculate, isNumber } from '../bson/number.ts';
import { compare } from '../bson/order-key.ts';
import { copyDeep, splitPath } from '../bson/path.ts';
import { isDocument, isInt32, show, typeName } from '../bson/value.ts';
import { CommandError } from '../command-error.ts';
import { addToSet, pop, pull, pullAll, push } from './array-operators.ts';
import type { Change } from './change.ts';
import { existingSlot, requiredSlot } from './slot.ts';

export type Operator = (change: Change) => void;

const set: Operator = ({ document, path, operand }) => requiredSlot(document, path).set(copyDeep(operand));

const unset: Operator = ({ document, path }) => existingSlot(document, path)?.remove();

function arithmetic(operation: 'add' | 'multiply'): Operator {
  const [name, verb] = operation === 'add' ? ['$inc', 'increment'] : ['$mul', 'multiply'];
  return ({ document, path, name: field, operand }) => {
    if (!isNumber(operand)) throw new CommandError(14, `Cannot ${verb} with non-numeric argument: {${field}: ${show(operand)}}`);
    const slot = requiredSlot(document, path);
    const value = slot.get();
    if (value === undefined) slot.set(operation === 'add' ? operand : calculate('multiply', operand, 0));
    else if (isNumber(value)) slot.set(calculate(operation, value, operand));
    else {
      const found = `{_id: ${show(document['_id'])}} has the field '${path.at(-1)}' of non-numeric type ${typeName(value)}`;
      throw new CommandError(14, `Cannot apply ${name} to a value of non-numeric type. ${found}`);
    }
  };
}

function extreme(sign: 1 | -1): Operator {
  return ({ document, path, operand }) => {
    const slot = requiredSlot(document, path);
    const value = slot.get();
    if (value === undefined || compare(operand, value) * sign > 0) slot.set(copyDeep(operand));
  };
}

const currentDate: Operator = ({ document, path, operand, now }) => {
  const type = isDocument(operand) ? operand['$type'] : operand;
  if (typeof type !== 'boolean' && type !== 'date' && type !== 'timestamp') {
    throw new CommandError(2, "The '$type' string field is required to be 'date' or 'timestamp'");
  }
  const seconds = Math.floor(now.getTime() / 1_000);
  requiredSlot(document, path).set(type === 'timestamp' ? new Timestamp({ t: seconds, i: 1 }) : new Date(now));
};

const rename: Operator = ({ document, path, name, operand }) => {
  if (typeof operand !== 'string') throw new CommandError(2, `The 'to' field for $rename must be a string: ${name}: ${show(operand)}`);
  const slot = existingSlot(document, path);
  const value = slot?.get();
  if (!slot || value === undefined) return;
  slot.remove();
  requiredSlot(document, splitPath(operand)).set(value);
};

const bit: Operator = ({ document, path, operand }) => {
  if (!isDocument(operand) || Object.keys(operand).length === 0) throw new CommandError(2, 'The $bit modifier needs an object such as {and: 1}');
  const slot = requiredSlot(document, path);
  const current = slot.get() ?? 0;
  const operands = Object.values(operand);
  if (![current, ...operands].every(isInteger)) throw new CommandError(2, 'The $bit modifier field must be an Integer(32/64 bit)');
  const result = Object.entries(operand).reduce((bits, [name, mask]) => applyBits(name, bits, BigInt(String(mask))), BigInt(String(current)));
  const isWide = [current, ...operands].some((value) => value instanceof Long) || !isInt32(Number(result));
  slot.set(isWide ? Long.fromBigInt(result) : Number(result));
};

const isInteger = (value: unknown): boolean => value instanceof Long || (typeof value === 'number' && isInt32(value));

function applyBits(name: string, bits: bigint, mask: bigint): bigint {
  switch (name) {
    case 'and':
      return bits & mask;
    case 'or':
      return bits | mask;
    case 'xor':
      return bits ^ mask;
    default:
      throw new CommandError(2, `The $bit modifier only supports 'and', 'or', and 'xor', not '${name}'`);
  }
}

export const OPERATORS: ReadonlyMap<string, Operator> = new Map([
  ['$set', set],
  ['$setOnInsert', set],
  ['$unset', unset],
  ['$inc', arithmetic('add')],
  ['$mul', arithmetic('multiply')],
  ['$min', extreme(-1)],
  ['$max', extreme(1)],
  ['$currentDate', currentDate],
  ['$rename', rename],
  ['$bit', bit],
  ['$push', push],
  ['$addToSet', addToSet],
  ['$pop', pop],
  ['$pull', pull],
  ['$pullAll', pullAll],
]);
