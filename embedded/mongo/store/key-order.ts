/**
 * Hides how very many keys are sorted: by numbers made of their next characters, for to compare strings is to wait for memory.
 * All characters are below U+0100, and no key is the beginning of another one.
 */
import { compareKeys } from '../bson/order-key.ts';

/** Below this many, comparing is quicker. */
const FEW = 32;
/** So many characters are a number. */
const CHARACTERS = 4;

/** The keys in order, with equal ones as one and the same string, and where each was given; equal ones as given. */
export function inOrder(keys: readonly string[]): { readonly keys: readonly string[]; readonly from: Uint32Array } {
  const from = Uint32Array.from(keys, (_key, index) => index);
  const sorted = [...keys];
  sort({ given: keys, sorted, from }, { start: 0, end: keys.length, depth: 0 });
  return { keys: sorted, from };
}

type Sorting = { readonly given: readonly string[]; readonly sorted: string[]; readonly from: Uint32Array };
/** Places from `start` on, before `end`, whose keys share their first `depth` characters and are there in the order they were given. */
type Span = { readonly start: number; readonly end: number; readonly depth: number };

function sort(sorting: Sorting, { start, end, depth }: Span): void {
  const { given, sorted, from } = sorting;
  const size = end - start;
  if (size < FEW) return sortFew(sorting, start, end);
  const shared = sharedLength(sorting, { start, end, depth });
  const first = given[from[start] ?? 0] ?? '';
  if (shared === first.length) return void sorted.fill(first, start, end);
  const numbers = new BigUint64Array(size);
  // Each number's lower half, which comes first on every machine that Node.js runs on, is the place where the key was given.
  const halves = new Uint32Array(numbers.buffer);
  for (let at = 0; at < size; at++) {
    const index = from[start + at] ?? 0;
    halves[2 * at] = index;
    halves[2 * at + 1] = numberAt(given[index] ?? '', shared);
  }
  numbers.sort();
  for (let at = 0; at < size; at++) {
    const index = halves[2 * at] ?? 0;
    from[start + at] = index;
    sorted[start + at] = given[index] ?? '';
  }
  for (let at = 0, next = 1; at < size; at = next, next++) {
    while (next < size && halves[2 * next + 1] === halves[2 * at + 1]) next++;
    if (next - at > 1) sort(sorting, { start: start + at, end: start + next, depth: shared + CHARACTERS });
  }
}

function sortFew({ given, sorted, from }: Sorting, start: number, end: number): void {
  const indexes = [...from.subarray(start, end)].sort((one, other) => compareKeys(given[one] ?? '', given[other] ?? '') || one - other);
  let last = '';
  for (const [at, index] of indexes.entries()) {
    const key = given[index] ?? '';
    if (key !== last) last = key;
    sorted[start + at] = last;
    from[start + at] = index;
  }
}

function sharedLength({ given, from }: Sorting, { start, end, depth }: Span): number {
  const first = given[from[start] ?? 0] ?? '';
  let shared = first.length;
  for (let at = start + 1; at < end && shared > depth; at++) {
    const key = given[from[at] ?? 0] ?? '';
    let length = depth;
    while (length < shared && key.charCodeAt(length) === first.charCodeAt(length)) length++;
    shared = length;
  }
  return shared;
}

/** Four characters from a place on, as a number that sorts as they do. */
function numberAt(key: string, place: number): number {
  let number = 0;
  for (let at = place; at < place + CHARACTERS; at++) number = number * 256 + (at < key.length ? key.charCodeAt(at) : 0);
  return number;
}
