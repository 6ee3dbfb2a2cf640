/** Hides the update operators that change an array: pushing, pulling, sorting and cutting. */
import { isNumber, toNumber } from '../bson/number.ts';
import { areEqual, orderKey } from '../bson/order-key.ts';
import { copyDeep } from '../bson/path.ts';
import { isDocument, isOperatorDocument, isRegex, show, typeName, type Document } from '../bson/value.ts';
import { CommandError } from '../command-error.ts';
import { compileCondition } from '../query/condition.ts';
import { compileFilter, type FilterContext } from '../query/filter.ts';
import { readSort, sortByKey, sortKeys } from '../query/sort.ts';
import type { Change } from './change.ts';
import { existingSlot, requiredSlot, type Slot } from './slot.ts';

const CLAUSES = new Set(['$each', '$slice', '$sort', '$position']);

export function push({ document, path, name, operand }: Change): void {
  const clauses = pushClauses(operand);
  const slot = requiredSlot(document, path);
  const current = slot.get() ?? [];
  if (!Array.isArray(current)) {
    throw new CommandError(2, `The field '${name}' must be an array but is of type ${typeName(current)} in document {_id: ${show(document['_id'])}}`);
  }
  const position = clauses.position ?? current.length;
  const pushed = current.toSpliced(position, 0, ...clauses.each.map((item) => copyDeep(item)));
  const sorted = clauses.sort === undefined ? pushed : sortArray(pushed, clauses.sort);
  slot.set(cut(sorted, clauses.slice));
}

type PushClauses = { readonly each: readonly unknown[]; readonly position?: number; readonly slice?: number; readonly sort?: unknown };

function pushClauses(operand: unknown): PushClauses {
  if (!isDocument(operand) || !('$each' in operand)) {
    if (isDocument(operand) && [...CLAUSES].some((clause) => clause in operand)) throw new CommandError(2, 'Unrecognized clause in $push: use $each');
    return { each: [operand] };
  }
  const { $each: each, $position: position, $slice: slice, $sort: sort } = operand;
  if (!Array.isArray(each)) throw new CommandError(2, `The argument to $each in $push must be an array but it was of type: ${typeName(each)}`);
  const unknown = Object.keys(operand).find((clause) => !CLAUSES.has(clause));
  if (unknown !== undefined) throw new CommandError(2, `Unrecognized clause in $push: ${unknown}`);
  return {
    each,
    ...(position !== undefined && { position: integer('$position', position) }),
    ...(slice !== undefined && { slice: integer('$slice', slice) }),
    ...(sort !== undefined && { sort }),
  };
}

function integer(clause: string, value: unknown): number {
  const number = toNumber(value);
  if (!Number.isInteger(number)) throw new CommandError(2, `The value for ${clause} must be an integer value but was given type: ${typeName(value)}`);
  return number;
}

function sortArray(items: readonly unknown[], order: unknown): unknown[] {
  if (isNumber(order)) {
    const sorted = sortByKey(items, orderKey);
    return toNumber(order) < 0 ? sorted.toReversed() : sorted;
  }
  const keyOf = sortKeys(readSort(order)?.fields ?? []);
  return sortByKey(items, (item) => keyOf(isDocument(item) ? item : {}));
}

function cut(items: unknown[], slice: number | undefined): unknown[] {
  if (slice === undefined) return items;
  return slice >= 0 ? items.slice(0, slice) : items.slice(slice);
}

export function addToSet({ document, path, operand }: Change): void {
  const hasEach = isDocument(operand) && '$each' in operand;
  const items = hasEach ? operand['$each'] : [operand];
  if (!Array.isArray(items)) throw new CommandError(14, `The argument to $each in $addToSet must be an array but it was of type ${typeName(items)}`);
  const slot = requiredSlot(document, path);
  const current = slot.get() ?? [];
  if (!Array.isArray(current)) {
    throw new CommandError(2, `Cannot apply $addToSet to non-array field. Field named '${path.at(-1)}' has non-array type ${typeName(current)}`);
  }
  const known = new Set(current.map(orderKey));
  const fresh = items.filter((item) => {
    const key = orderKey(item);
    return !known.has(key) && known.add(key);
  });
  slot.set([...current, ...fresh.map((item) => copyDeep(item))]);
}

type ExistingArray = { readonly slot: Slot; readonly items: readonly unknown[] };

function existingArray({ document, path, name }: Change, operator: string): ExistingArray | null {
  const slot = existingSlot(document, path);
  const items = slot?.get();
  if (!slot || items === undefined) return null;
  if (Array.isArray(items)) return { slot, items };
  if (operator === '$pop') throw new CommandError(14, `Path '${name}' contains an element of non-array type '${typeName(items)}'`);
  throw new CommandError(2, `Cannot apply ${operator} to a non-array value`);
}

export function pop(change: Change): void {
  const end = toNumber(change.operand);
  if (end !== 1 && end !== -1) throw new CommandError(9, `$pop expects 1 or -1, found: ${show(change.operand)}`);
  const array = existingArray(change, '$pop');
  array?.slot.set(end === 1 ? array.items.slice(0, -1) : array.items.slice(1));
}

export function pull(change: Change): void {
  const array = existingArray(change, '$pull');
  if (!array) return;
  const matches = pullTest(change.operand, change.context);
  array.slot.set(array.items.filter((item) => !matches(item)));
}

function pullTest(operand: unknown, context: FilterContext): (item: unknown) => boolean {
  if (isOperatorDocument(operand) || isRegex(operand)) {
    const test = compileCondition(operand, context);
    return (item) => test([item]);
  }
  if (!isDocument(operand)) return (item) => areEqual(item, operand);
  const test = compileFilter(operand, context);
  return (item) => isDocument(item) && test(item as Document);
}

export function pullAll(change: Change): void {
  if (!Array.isArray(change.operand)) throw new CommandError(2, '$pullAll requires an array argument but was given another type');
  const array = existingArray(change, '$pullAll');
  const keys = new Set(change.operand.map(orderKey));
  array?.slot.set(array.items.filter((item) => !keys.has(orderKey(item))));
}
