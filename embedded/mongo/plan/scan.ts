/** Hides the execution of a plan: the records it leads to, each once and in its order. */
import type { Folding } from '../query/collation.ts';
import { sortKeys, type SortField } from '../query/sort.ts';
import type { Collection } from '../store/collection.ts';
import { RecordSet } from '../store/record-set.ts';
import { nearestRecords } from './nearest.ts';
import type { IndexPlan, KeyGroup, Plan, ScanStatistics } from './plan.ts';

/** What to run; the order is needed where branches are merged. */
export type Scan = {
  readonly collection: Collection;
  readonly plan: Plan;
  readonly sort: readonly SortField[] | null;
  readonly folding: Folding | null;
  readonly statistics: ScanStatistics;
};

/** The candidate records of a plan. Nothing may be written while they are read. */
export function* candidates(scan: Scan): Generator<number> {
  const { plan, collection, statistics } = scan;
  switch (plan.kind) {
    case 'collection':
      yield* collection.heap.records(plan.isReverse);
      return;
    case 'near':
      yield* nearestRecords(collection, plan, statistics);
      return;
    case 'index': {
      const records = plan.order === 'merge' ? mergedGroups(plan, statistics) : listedGroups(plan, statistics);
      yield* plan.index.multikey.includes(true) ? distinct(records) : records;
      return;
    }
    case 'union':
      yield* distinct(unionOf(plan.branches, plan.isSorted && scan.sort !== null, scan));
      return;
    default:
      plan satisfies never;
  }
}

function* distinct(records: Iterable<number>): Generator<number> {
  const seen = new RecordSet();
  for (const record of records) {
    if (seen.has(record)) continue;
    seen.add(record);
    yield record;
  }
}

function* listedGroups(plan: IndexPlan, statistics: ScanStatistics): Generator<number> {
  const { index, isReverse } = plan;
  const ranges = plan.groups.flatMap((group) => group.ranges);
  for (const range of isReverse ? ranges.toReversed() : ranges) {
    for (const record of index.keys.records(range, isReverse)) {
      statistics.keysExamined++;
      yield record;
    }
  }
}

/** The entries of a group. */
function* groupEntries({ index, isReverse }: IndexPlan, { ranges }: KeyGroup, statistics: ScanStatistics): Generator<Item> {
  for (const range of isReverse ? ranges.toReversed() : ranges) {
    for (const entry of index.keys.entries(range, isReverse)) {
      statistics.keysExamined++;
      yield entry;
    }
  }
}

/** The entries of a group whose keys begin where those of the group differ. */
function* groupRests(plan: IndexPlan, group: KeyGroup, statistics: ScanStatistics): Generator<Item> {
  for (const { key, record } of groupEntries(plan, group, statistics)) yield { key: key.slice(group.prefix.length), record };
}

function mergedGroups(plan: IndexPlan, statistics: ScanStatistics): Generator<number> {
  return merge(
    plan.groups.map((group) => groupRests(plan, group, statistics)),
    plan.isReverse,
  );
}

function* unionOf(branches: readonly Plan[], isMerged: boolean, scan: Scan): Generator<number> {
  const { sort, collection, folding } = scan;
  if (!isMerged || !sort) {
    for (const plan of branches) yield* candidates({ ...scan, plan });
    return;
  }
  const read = collection.fieldsReader(new Set(sort.map(({ path }) => path.split('.')[0] ?? '')));
  const keyOf = sortKeys(sort, folding);
  const sources = branches.map((plan) => keyed(candidates({ ...scan, plan }), (record) => keyOf(read(record))));
  yield* merge(sources, false);
}

function* keyed(records: Iterable<number>, keyOf: (record: number) => string): Generator<Item> {
  for (const record of records) yield { key: keyOf(record), record };
}

type Item = { readonly key: string; readonly record: number };

/** Merges sources that are each in order. */
function* merge(sources: readonly Generator<Item>[], isReverse: boolean): Generator<number> {
  const heads = sources.flatMap((source) => {
    const { value, done } = source.next();
    return done ? [] : [{ source, item: value }];
  });
  while (heads.length > 0) {
    const first = heads.reduce((best, head) => (isReverse ? head.item.key > best.item.key : head.item.key < best.item.key) ? head : best);
    yield first.item.record;
    const { value, done } = first.source.next();
    if (done) heads.splice(heads.indexOf(first), 1);
    else first.item = value;
  }
}
