/** Hides a query from end to end: the records that match, in the order asked for, and what it took to find them. */
import type { Document } from '../bson/value.ts';
import { CommandError } from '../command-error.ts';
import type { Folding } from '../query/collation.ts';
import type { FilterContext } from '../query/filter.ts';
import { sortByKey, sortKeys, type Sort } from '../query/sort.ts';
import { readTextSearch, textScore, type TextFields } from '../query/text.ts';
import type { Collection } from '../store/collection.ts';
import type { Hint, IndexPlan, Plan, ScanStatistics } from './plan.ts';
import { choosePlan, planById } from './planner.ts';
import { compileRecordTest } from './record-test.ts';
import { buildSieve, type Sieve } from './sieve.ts';
import { candidates } from './scan.ts';

export type Query = {
  readonly filter: Document;
  readonly sort?: Sort | null;
  readonly skip?: number;
  /** 0 or less: no limit. */
  readonly limit?: number;
  readonly hint?: Hint | null;
  readonly folding?: Folding | null;
  readonly evaluate?: FilterContext['evaluate'];
  /** When to give up, on the clock of `performance.now()`. */
  readonly deadline?: number;
};

export type Found = { readonly records: readonly number[]; readonly plan: Plan; readonly statistics: ScanStatistics; readonly isSorted: boolean };

const CHECK_EVERY = 1_024;
/** A plan that has read so many documents, most of them in vain, gets help from the other indexes. */
const SIEVE_AFTER = 64;

/** The fields of the collection's text index, if it has one. */
export function textFieldsOf(collection: Collection): TextFields | null {
  for (const { spec } of collection.indexes.values()) if (spec.textFields) return spec.textFields;
  return null;
}

/** Runs a query. Throws MongoDB's errors for malformed ones, and MaxTimeMSExpired. */
export function find(collection: Collection, query: Query): Found {
  const { filter, sort = null, skip = 0, limit = 0, folding = null } = query;
  const wanted = limit > 0 ? skip + limit : Number.POSITIVE_INFINITY;
  const fields = sort && !sort.byTextScore ? sort.fields : null;
  const question = { collection, filter, sort: fields, wanted: sort?.byTextScore ? Number.POSITIVE_INFINITY : wanted, folding, hint: query.hint ?? null };
  const byId = planById(question);
  if (byId?.isExact && !sort) return findById(collection, query, byId);
  const textFields = '$text' in filter ? textFieldsOf(collection) : null;
  const matches = compileRecordTest(collection, filter, { folding, textFields, ...(query.evaluate && { evaluate: query.evaluate }) });
  const plan = byId ?? choosePlan(question);
  const statistics: ScanStatistics = { keysExamined: 0, documentsExamined: 0 };
  const isSorted = plan.isSorted && !sort?.byTextScore;
  const isExact = plan.kind === 'index' && plan.isExact;
  const found: number[] = [];
  let sieve: Sieve | null = null;
  for (const record of candidates({ collection, plan, sort: fields, folding, statistics })) {
    if (sieve && !sieve(record)) continue;
    statistics.documentsExamined++;
    if (statistics.documentsExamined === SIEVE_AFTER && plan.kind === 'index' && found.length < SIEVE_AFTER / 2) {
      sieve = buildSieve(question, plan, { left: plan.keys - SIEVE_AFTER, statistics });
    }
    if (statistics.documentsExamined % CHECK_EVERY === 0) checkTime(query.deadline);
    if (!isExact && !matches(record)) continue;
    found.push(record);
    if (isSorted && found.length >= wanted) break;
  }
  const ordered = isSorted || !sort ? found : inOrder(collection, found, query);
  return { records: skip > 0 || ordered.length > wanted ? ordered.slice(skip, wanted) : ordered, plan, statistics, isSorted };
}

/** What most queries of an application are: straight to the one document. */
function findById(collection: Collection, { filter, skip = 0 }: Query, plan: IndexPlan): Found {
  const record = collection.recordById(filter['_id']);
  const found = record === undefined ? [] : [record];
  return { records: skip > 0 ? [] : found, plan, statistics: { keysExamined: found.length, documentsExamined: found.length }, isSorted: true };
}

function checkTime(deadline: number | undefined): void {
  if (deadline !== undefined && performance.now() > deadline) throw new CommandError(50, 'operation exceeded time limit');
}

function inOrder(collection: Collection, records: readonly number[], { sort, filter, folding }: Query): number[] {
  const keyOf = sortKeys(sort?.fields ?? [], folding ?? null);
  const read = collection.fieldsReader(new Set((sort?.fields ?? []).map(({ path }) => path.split('.', 1)[0] ?? path)));
  const ordered = sortByKey(records, (record) => keyOf(read(record)));
  if (!sort?.byTextScore) return ordered;
  const scoreOf = scoreFor(collection, filter);
  const scored = ordered.map((record) => ({ record, score: scoreOf(collection.document(record)) }));
  return scored.toSorted((a, b) => b.score - a.score).map(({ record }) => record);
}

/** The text score of documents under a filter. Throws when the filter has no `$text`. */
export function scoreFor(collection: Collection, filter: Document): (document: Document) => number {
  const fields = textFieldsOf(collection);
  if (!fields || !('$text' in filter)) throw new CommandError(40218, "query requires text score metadata, but it is not available");
  return textScore(readTextSearch(filter['$text']), fields);
}
