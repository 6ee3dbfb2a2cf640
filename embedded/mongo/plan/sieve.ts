/**
 * Hides what the other indexes of a collection know of a query: which records cannot match, told without looking at their documents.
 * To visit a key costs a small part of what it costs to read a document and test it.
 */
import { RecordSet } from '../store/record-set.ts';
import { constraintsOf, type Constraints } from './constraints.ts';
import { planIndex } from './index-scan.ts';
import type { IndexPlan, Question, ScanStatistics } from './plan.ts';

/** So many keys are visited in the time that one document takes. */
const KEYS_PER_DOCUMENT = 8;
const MAX_SIEVES = 3;

export type Sieve = (record: number) => boolean;

/** A sieve for what a plan still has to read, `left` documents at most; `null` where no other index would spare enough of them. */
export function buildSieve(question: Question, used: IndexPlan, { left, statistics }: { readonly left: number; readonly statistics: ScanStatistics }): Sieve | null {
  const { collection, filter, folding } = question;
  const variants = variantsOf(constraintsOf(filter, folding));
  const plans = [...collection.indexes.values()]
    .flatMap((index) => variants.flatMap((constraints) => planIndex(index, constraints, { ...question, sort: null, hint: null }) ?? []))
    .filter(({ index, keys }) => keys < left * KEYS_PER_DOCUMENT && keys < collection.heap.size / 2 && !(index === used.index && keys === used.keys))
    .toSorted((a, b) => a.keys - b.keys)
    .slice(0, MAX_SIEVES);
  if (plans.length === 0) return null;
  const sets = plans.map((plan) => recordsOf(plan, statistics));
  return (record) => sets.every((set) => set.has(record));
}

/** The constraints, and for a field with several conditions, of which an index on arrays can use but one, those with each of them alone. */
function variantsOf(constraints: Constraints): readonly Constraints[] {
  const several = [...constraints.byPath].filter(([, bounds]) => bounds.length > 1);
  return [constraints, ...several.flatMap(([path, bounds]) => bounds.map((one) => ({ ...constraints, byPath: new Map(constraints.byPath).set(path, [one]) })))];
}

function recordsOf({ index, groups, keys }: IndexPlan, statistics: ScanStatistics): RecordSet {
  const records = new RecordSet();
  for (const { ranges } of groups) for (const range of ranges) index.keys.collect(range, records);
  statistics.keysExamined += keys;
  return records;
}
