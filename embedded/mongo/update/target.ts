/** Hides the positional parts of an update path: `$`, `$[]` and `$[name]` become the positions they stand for. */
import { splitPath } from '../bson/path.ts';
import { isDocument, show, type Document } from '../bson/value.ts';
import { CommandError } from '../command-error.ts';
import { compileFilter, type FilterContext } from '../query/filter.ts';
import { matchedPosition } from '../query/positional.ts';
import type { PathStep } from './slot.ts';

export type ArrayFilters = ReadonlyMap<string, (element: unknown) => boolean>;

/** Compiles `arrayFilters`, each about one name. Throws FailedToParse. */
export function compileArrayFilters(filters: readonly unknown[], context: FilterContext): ArrayFilters {
  const compiled = new Map<string, (element: unknown) => boolean>();
  for (const filter of filters) {
    if (!isDocument(filter)) throw new CommandError(14, 'arrayFilters must be objects');
    const [name, ...others] = new Set(namesIn(filter));
    if (name === undefined || others.length > 0) {
      throw new CommandError(9, 'Error parsing array filter :: caused by :: Expected a single top-level field name');
    }
    if (compiled.has(name)) throw new CommandError(9, `Found multiple array filters with the same top-level field name ${name}`);
    const test = compileFilter(filter, context);
    compiled.set(name, (element) => test({ [name]: element }));
  }
  return compiled;
}

function namesIn(filter: Document): string[] {
  return Object.entries(filter).flatMap(([key, value]) => {
    if (!key.startsWith('$')) return [key.split('.')[0] ?? ''];
    return Array.isArray(value) ? value.filter(isDocument).flatMap(namesIn) : [];
  });
}

export type Targeting = { readonly document: Document; readonly filter: Document; readonly arrayFilters: ArrayFilters; readonly context: FilterContext };

/** All places an update path stands for in a document. Throws BadValue where the array or the match is missing. */
export function targetsOf(path: string, targeting: Targeting): PathStep[][] {
  const parts = splitPath(path);
  return parts.reduce<PathStep[][]>((paths, part) => paths.flatMap((soFar) => stepsAt(part, soFar, targeting).map((step) => [...soFar, step])), [[]]);
}

function stepsAt(part: string, soFar: readonly PathStep[], targeting: Targeting): PathStep[] {
  if (!part.startsWith('$')) return [part];
  const array = valueAt(targeting.document, soFar);
  if (part === '$') return [positionOf(array, soFar, targeting)];
  if (!Array.isArray(array)) {
    const name = soFar.join('.');
    if (array === undefined) throw new CommandError(2, `The path '${name}' must exist in the document in order to apply array updates.`);
    throw new CommandError(2, `Cannot apply array updates to non-array element ${name}: ${show(array)}`);
  }
  const name = part.slice(2, -1);
  if (name === '') return [...array.keys()];
  const test = targeting.arrayFilters.get(name);
  if (!test) throw new CommandError(2, `No array filter found for identifier '${name}' in path '${[...soFar, part].join('.')}'`);
  return [...array.keys()].filter((position) => test(array[position]));
}

function valueAt(document: Document, path: readonly PathStep[]): unknown {
  return path.reduce<unknown>((value, step) => {
    if (Array.isArray(value)) return value[Number(step)];
    return isDocument(value) ? value[step] : undefined;
  }, document);
}

function positionOf(array: unknown, soFar: readonly PathStep[], { document, filter, context }: Targeting): number {
  const position = Array.isArray(array) ? matchedPosition(array, soFar.join('.'), { document, filter, context }) : -1;
  if (position < 0) throw new CommandError(2, 'The positional operator did not find the match needed from the query.');
  return position;
}
