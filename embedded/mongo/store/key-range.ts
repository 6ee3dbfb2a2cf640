/** Hides the algebra of key intervals: what lies between two edges, and how intervals intersect and unite. */

/** A place between keys: right before `key`, or after every key that begins with it. */
export type Edge = { readonly key: string; readonly isAfter: boolean };
/** The keys from one edge up to another. */
export type KeyRange = { readonly low: Edge; readonly high: Edge };

export const before = (key: string): Edge => ({ key, isAfter: false });
export const after = (key: string): Edge => ({ key, isAfter: true });

/** All keys that begin with `key`. */
export const within = (key: string): KeyRange => ({ low: before(key), high: after(key) });
export const EVERYTHING: KeyRange = within('');

/** Whether a key lies on the lower side of an edge. */
export function isBelow(key: string, edge: Edge): boolean {
  return key < edge.key || (edge.isAfter && key.startsWith(edge.key));
}

export function compareEdges(a: Edge, b: Edge): number {
  if (a.key === b.key) return Number(a.isAfter) - Number(b.isAfter);
  if (a.isAfter && b.key.startsWith(a.key)) return 1;
  if (b.isAfter && a.key.startsWith(b.key)) return -1;
  return a.key < b.key ? -1 : 1;
}

/** Ranges in order and without overlap, so that a walk over them meets every key once. */
export function unite(ranges: readonly KeyRange[]): readonly KeyRange[] {
  const sorted = ranges.filter(({ low, high }) => compareEdges(low, high) < 0).toSorted((a, b) => compareEdges(a.low, b.low));
  const united: KeyRange[] = [];
  for (const range of sorted) {
    const last = united.at(-1);
    if (last && compareEdges(range.low, last.high) < 0) {
      if (compareEdges(range.high, last.high) > 0) united.splice(-1, 1, { low: last.low, high: range.high });
    } else united.push(range);
  }
  return united;
}

/** The keys in both lists of ranges; both are in order and without overlap, and so is the answer. */
export function intersect(left: readonly KeyRange[], right: readonly KeyRange[]): readonly KeyRange[] {
  const common: KeyRange[] = [];
  for (const a of left) {
    for (const b of right) {
      const low = compareEdges(a.low, b.low) > 0 ? a.low : b.low;
      const high = compareEdges(a.high, b.high) < 0 ? a.high : b.high;
      if (compareEdges(low, high) < 0) common.push({ low, high });
    }
  }
  return common;
}
