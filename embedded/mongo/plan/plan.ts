/** Hides the shape of a query plan: where candidate records come from and in which order. */
import type { Folding } from '../query/collation.ts';
import type { Near } from '../query/geo.ts';
import type { SortField } from '../query/sort.ts';
import type { Document } from '../bson/value.ts';
import type { Collection } from '../store/collection.ts';
import type { CollectionIndex } from '../store/collection-index.ts';
import type { KeyRange } from '../store/key-range.ts';

/** What to plan for. `wanted`: how many documents will be taken, infinite without a limit. */
export type Question = {
  readonly collection: Collection;
  readonly filter: Document;
  readonly sort: readonly SortField[] | null;
  readonly wanted: number;
  readonly folding: Folding | null;
  readonly hint: Hint | null;
};
export type Hint = CollectionIndex | 'natural' | 'reverse natural';

/** Ranges of an index whose keys all begin alike. */
export type KeyGroup = { readonly prefix: string; readonly ranges: readonly KeyRange[] };

export type CollectionPlan = { readonly kind: 'collection'; readonly isReverse: boolean; readonly isSorted: boolean };
export type IndexPlan = {
  readonly kind: 'index';
  readonly index: CollectionIndex;
  readonly groups: readonly KeyGroup[];
  /** `merge`: each group is sorted as asked, and they are merged. */
  readonly order: 'none' | 'index' | 'merge';
  readonly isReverse: boolean;
  readonly isSorted: boolean;
  /** Whether every record of the ranges matches the filter, so that documents need not be read. */
  readonly isExact: boolean;
  /** How many keys the ranges hold. */
  readonly keys: number;
};
export type UnionPlan = { readonly kind: 'union'; readonly branches: readonly Plan[]; readonly isSorted: boolean };
export type NearPlan = {
  readonly kind: 'near';
  readonly index: CollectionIndex;
  readonly parts: readonly string[];
  readonly prefixes: readonly string[];
  readonly near: Near;
  readonly isSorted: boolean;
};
export type Plan = CollectionPlan | IndexPlan | UnionPlan | NearPlan;

/** What running a plan took. */
export type ScanStatistics = { keysExamined: number; documentsExamined: number };
