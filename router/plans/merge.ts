/** Hides how what several subgraphs know of a thing becomes one. */
import { isData } from './result-shape.ts';
import type { Data } from './result-shape.ts';

/** Merges `source` into `target`, lists item by item; `target` is changed. */
export function mergeInto(target: Data, source: Data): void {
  for (const [key, value] of Object.entries(source)) {
    // A plain assignment to this name would set the prototype.
    if (key === '__proto__') continue;
    const there = Object.hasOwn(target, key) ? target[key] : undefined;
    if (isData(there) && isData(value)) mergeInto(there, value);
    else if (Array.isArray(there) && Array.isArray(value) && there.length === value.length) mergeItems(there, value);
    else target[key] = value;
  }
}

function mergeItems(target: unknown[], source: readonly unknown[]): void {
  for (const [index, value] of source.entries()) {
    const there = target[index];
    if (isData(there) && isData(value)) mergeInto(there, value);
    else target[index] = value;
  }
}
