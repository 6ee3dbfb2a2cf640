/** Hides how one index can answer a question: which of its ranges to read and what order that gives. */
import { compareKeys, invert } from '../bson/order-key.ts';
import { isPosition } from '../bson/path.ts';
import type { SortField } from '../query/sort.ts';
import type { CollectionIndex } from '../store/collection-index.ts';
import type { IndexField } from '../store/index-spec.ts';
import { EVERYTHING, intersect, type Edge, type KeyRange } from '../store/key-range.ts';
import { implies, type Bounds, type Constraints } from './constraints.ts';
import type { IndexPlan, KeyGroup, Question } from './plan.ts';

const MAX_GROUPS = 2_000;
const MAX_MERGED = 64;

/** The part of an index to read: its leading fields at given values, then ranges of the next. */
type Scan = { readonly prefixes: readonly string[]; readonly ranges: readonly KeyRange[]; readonly pointFields: number; readonly usedFields: number; readonly singles: ReadonlySet<string> };

/** The plan over one index; `null` when the index may lack matching documents or would not help. */
export function planIndex(index: CollectionIndex, constraints: Constraints, question: Question): IndexPlan | null {
  const isForced = question.hint === index;
  if (!isUsable(index, constraints, question)) return null;
  const scan = scanOf(index, constraints);
  const order = orderOf(index, scan, question.sort);
  if (!isForced && scan.usedFields === 0 && !order) return null;
  const groups = scan.prefixes.map((prefix) => groupOf(prefix, scan.ranges));
  return {
    kind: 'index',
    index,
    groups,
    order: order?.kind ?? 'none',
    isReverse: order?.isReverse ?? false,
    isSorted: question.sort === null || order !== null,
    isExact: isExact(index, constraints, scan),
    keys: groups.reduce((total, { ranges }) => total + ranges.reduce((sum, range) => sum + index.keys.count(range), 0), 0),
  };
}

function isUsable({ spec }: CollectionIndex, constraints: Constraints, { folding, hint }: Question): boolean {
  if (spec.folding?.name !== folding?.name || spec.fields.some(({ parts }) => parts.some(isPosition))) return false;
  if (spec.partialFilter && (folding || !implies(constraints, spec.partialFilter))) return false;
  for (const { kind, path } of spec.fields) {
    if (kind === 'text' && !constraints.words) return false;
    if (kind === '2dsphere' && !constraints.shapes.has(path)) return false;
  }
  return !spec.isSparse || (hint !== null && typeof hint === 'object') || spec.fields.some(({ path }) => constraints.present.has(path));
}

function scanOf(index: CollectionIndex, constraints: Constraints): Scan {
  let prefixes: readonly string[] = [''];
  const singles = new Set<string>();
  let at = 0;
  for (; at < index.spec.fields.length; at++) {
    const indexField = index.spec.fields[at];
    const bounds = indexField && boundsFor(index, at, { constraints, prefix: prefixes[0] ?? '' });
    if (!indexField || !bounds) break;
    if (!bounds.arePoints || bounds.ranges.length * prefixes.length > MAX_GROUPS) {
      const isSmall = bounds.ranges.length * prefixes.length <= MAX_GROUPS;
      const ranges = isSmall ? directed(bounds.ranges, indexField) : [EVERYTHING];
      return { prefixes, ranges, pointFields: at, usedFields: isSmall ? at + 1 : at, singles };
    }
    if (bounds.ranges.length === 1 && index.multikey[at] !== true) singles.add(indexField.path);
    prefixes = prefixes.flatMap((prefix) => bounds.ranges.map(({ low }) => prefix + (indexField.isDescending ? invert(low.key) : low.key)));
  }
  return { prefixes: prefixes.toSorted(compareKeys), ranges: [EVERYTHING], pointFields: at, usedFields: at, singles };
}

/** The bounds to use on a field of an index. Different elements of an array may fulfil different bounds, so then only one can be used. */
function boundsFor(index: CollectionIndex, at: number, { constraints, prefix }: { constraints: Constraints; prefix: string }): Bounds | null {
  const indexField = index.spec.fields[at];
  if (indexField?.kind === 'text') return constraints.words;
  const all = indexField?.kind === '2dsphere' ? shapeBounds(constraints, indexField.path) : (constraints.byPath.get(indexField?.path ?? '') ?? []);
  const [first, ...others] = all;
  if (!first || !indexField || sharesArray(index, at)) return null;
  if (index.multikey[at] !== true) {
    const ranges = others.reduce((common, { ranges: next }) => intersect(common, next), first.ranges);
    return { ranges, isExact: all.every(({ isExact }) => isExact), arePoints: all.some(({ arePoints }) => arePoints) };
  }
  const cost = ({ ranges }: Bounds) => groupOf(prefix, directed(ranges, indexField)).ranges.reduce((sum, range) => sum + index.keys.count(range), 0);
  return others.length === 0 ? first : all.reduce((best, next) => (cost(next) < cost(best) ? next : best));
}

function shapeBounds({ shapes }: Constraints, path: string): Bounds[] {
  const ranges = shapes.get(path);
  return ranges ? [{ ranges, isExact: false, arePoints: false }] : [];
}

/** Whether an earlier field of the index runs through the same array: a condition on each may hold for different elements. */
function sharesArray({ spec, multikey }: CollectionIndex, at: number): boolean {
  const root = spec.fields[at]?.parts[0];
  return multikey[at] === true && spec.fields.slice(0, at).some(({ parts }, earlier) => multikey[earlier] === true && parts[0] === root);
}

/** Ranges of values as ranges of the field's keys, which run the other way in a descending field. */
function directed(ranges: readonly KeyRange[], { isDescending }: IndexField): readonly KeyRange[] {
  if (!isDescending) return ranges;
  const mirror = ({ key, isAfter }: Edge): Edge => ({ key: invert(key), isAfter: !isAfter });
  return ranges.map(({ low, high }) => ({ low: mirror(high), high: mirror(low) })).toReversed();
}

function groupOf(prefix: string, ranges: readonly KeyRange[]): KeyGroup {
  const shift = ({ key, isAfter }: Edge): Edge => ({ key: prefix + key, isAfter });
  return { prefix, ranges: ranges.map(({ low, high }) => ({ low: shift(low), high: shift(high) })) };
}

function isExact(index: CollectionIndex, { byPath, isComplete }: Constraints, { usedFields }: Scan): boolean {
  if (!isComplete || index.multikey.includes(true)) return false;
  const used = new Set(index.spec.fields.slice(0, usedFields).map(({ path }) => path));
  return [...byPath].every(([path, bounds]) => used.has(path) && bounds.every(({ isExact: one }) => one));
}

type Order = { readonly kind: 'index' | 'merge'; readonly isReverse: boolean };

/** How the scan gives the order asked for, if it does. */
function orderOf(index: CollectionIndex, scan: Scan, sort: readonly SortField[] | null): Order | null {
  if (!sort) return null;
  const asked = sort.filter(({ path }) => !scan.singles.has(path));
  const fields = index.spec.fields.map((indexField, at) => ({ indexField, at }));
  const inIndexOrder = fields.filter(({ indexField, at }) => at >= scan.pointFields || !scan.singles.has(indexField.path));
  const direct = directionOf(index, inIndexOrder, asked);
  if (direct) return { kind: 'index', isReverse: direct === -1 };
  if (scan.prefixes.length > MAX_MERGED) return null;
  const merged = directionOf(index, fields.slice(scan.pointFields), asked);
  return merged ? { kind: 'merge', isReverse: merged === -1 } : null;
}

type Positioned = { readonly indexField: IndexField; readonly at: number };

function directionOf(index: CollectionIndex, fields: readonly Positioned[], sort: readonly SortField[]): 1 | -1 | null {
  let direction: 1 | -1 = 1;
  for (const [position, { path, direction: asked }] of sort.entries()) {
    const candidate = fields[position];
    if (!candidate || candidate.indexField.path !== path || index.multikey[candidate.at] === true) return null;
    const here = candidate.indexField.isDescending === (asked === -1) ? 1 : -1;
    if (position === 0) direction = here;
    else if (here !== direction) return null;
  }
  return direction;
}
