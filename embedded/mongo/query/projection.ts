/** Hides projections: which fields of a document are answered, and what is computed in their place. */
import type { FieldChoice } from '../bson/field-copy.ts';
import { isNumber, toNumber } from '../bson/number.ts';
import { field, setPath, splitPath } from '../bson/path.ts';
import { firstKey, isDocument, isMissing, isOperatorDocument, type Document } from '../bson/value.ts';
import { CommandError } from '../command-error.ts';
import { compileCondition } from './condition.ts';
import type { FilterContext } from './filter.ts';
import { matchedPosition } from './positional.ts';

export type ProjectionContext = FilterContext & {
  readonly filter: Document;
  /** Metadata about the document, e.g. `textScore`. */
  readonly meta: (document: Document, kind: string) => unknown;
};

/** The fields kept or dropped, as a tree; a leaf has no children. */
type Tree = Map<string, Tree | 'leaf'>;
/** What is done to the projected document afterwards, in the place of one path. */
type Rewrite = (projected: Document, source: Document) => Document;
type Draft = { readonly included: Tree; readonly excluded: Tree; readonly rewrites: Rewrite[]; isInclusive: boolean; keepsId: boolean | null };

/** Compiles a projection. Throws MongoDB's error for one that mixes or collides. */
export function compileProjection(specification: Document, context: ProjectionContext): (document: Document) => Document {
  const draft: Draft = { included: new Map(), excluded: new Map(), rewrites: [], isInclusive: false, keepsId: null };
  readLevel(specification, '', { draft, context });
  const { included, excluded, rewrites } = draft;
  if (draft.isInclusive && excluded.size > 0) throw new CommandError(31254, 'Cannot do exclusion on field in inclusion projection');
  const isOnlyId = draft.keepsId === true && excluded.size === 0 && rewrites.length === 0;
  const base = draft.isInclusive || isOnlyId ? inclusion(included, draft.keepsId !== false) : exclusion(excluded, draft.keepsId !== false);
  return (document) => rewrites.reduce((projected, rewrite) => rewrite(projected, document), base(document));
}

/** The top-level fields that a projection reads when all it does is to include some; `null` for any other. */
export function plainlyIncluded(specification: Document): ReadonlySet<string> | null {
  const entries = Object.entries(specification);
  const isPlain = entries.every(([path, value]) => !path.includes('$') && (isIncluded(value) || path === '_id'));
  if (!isPlain || !entries.some(([path, value]) => path !== '_id' && isIncluded(value))) return null;
  return new Set(['_id', ...entries.map(([path]) => splitPath(path)[0] ?? path)]);
}

/** The choice of top-level fields that a projection makes when that is all it does; `null` for any other. */
export function plainChoice(specification: Document): FieldChoice | null {
  const { _id: id, ...others } = specification;
  const names = Object.keys(others);
  const isPlain = Object.values(specification).every(isFlag) && names.every((name) => name !== '' && !/[.$]/.test(name));
  if (!isPlain) return null;
  const [first] = names;
  const areKept = isIncluded(first === undefined ? id : others[first]);
  if (names.some((name) => isIncluded(others[name]) !== areKept)) return null;
  const isIdNamed = id === undefined ? areKept : isIncluded(id) === areKept;
  return { names: new Set(isIdNamed ? ['_id', ...names] : names), areKept };
}

function isFlag(value: unknown): boolean {
  return typeof value === 'boolean' || isNumber(value);
}

function isIncluded(value: unknown): boolean {
  return value === true || (isNumber(value) && toNumber(value) !== 0);
}

function inclusion(included: Tree, keepsId: boolean): (document: Document) => Document {
  return (document) => {
    const id = keepsId && '_id' in document && !included.has('_id') ? { _id: document['_id'] } : {};
    return { ...id, ...keep(document, included) };
  };
}

function exclusion(excluded: Tree, keepsId: boolean): (document: Document) => Document {
  return (document) => {
    const projected = excluded.size > 0 ? drop(document, excluded) : { ...document };
    if (!keepsId) delete projected['_id'];
    return projected;
  };
}

type Reading = { readonly draft: Draft; readonly context: ProjectionContext };

function readLevel(specification: Document, prefix: string, reading: Reading): void {
  for (const [key, value] of Object.entries(specification)) {
    if (key.startsWith('$')) throw new CommandError(16410, `FieldPath field names may not start with '$'. Consider using $getField or $setField.`);
    readEntry(prefix + key, value, reading);
  }
}

function readEntry(path: string, value: unknown, reading: Reading): void {
  const { draft } = reading;
  if (isFlag(value)) readFlag(path, isIncluded(value), reading);
  else if (isOperatorDocument(value)) readOperator(path, value, reading);
  else if (isDocument(value) && firstKey(value) !== undefined) readLevel(value, `${path}.`, reading);
  else {
    draft.isInclusive = true;
    draft.rewrites.push(computed(path, value, reading.context));
  }
}

function readFlag(path: string, isIncluded: boolean, { draft, context }: Reading): void {
  if (path === '_id') {
    draft.keepsId = isIncluded;
    return;
  }
  if (!isIncluded) {
    plant(draft.excluded, path);
    return;
  }
  draft.isInclusive = true;
  const isPositional = path.endsWith('.$');
  const target = isPositional ? path.slice(0, -2) : path;
  plant(draft.included, target);
  if (isPositional) draft.rewrites.push(positional(target, context));
}

function readOperator(path: string, value: Document, { draft, context }: Reading): void {
  const operator = firstKey(value);
  const operand = operator === undefined ? undefined : value[operator];
  if (operator === '$slice' && (isNumber(operand) || (Array.isArray(operand) && operand.every(isNumber)))) {
    const numbers = (Array.isArray(operand) ? operand : [operand]).map(toNumber);
    draft.rewrites.push((projected, source) => slice({ projected, source, isInclusive: draft.isInclusive }, path, numbers));
  } else if (operator === '$elemMatch') {
    draft.isInclusive = true;
    plant(draft.included, path);
    draft.rewrites.push(firstElement(path, operand, context));
  } else {
    if (operator !== '$meta') draft.isInclusive = true;
    draft.rewrites.push(computed(path, value, context));
  }
}

function plant(tree: Tree, path: string): void {
  const parts = splitPath(path);
  let level = tree;
  for (const [index, part] of parts.entries()) {
    const existing = level.get(part);
    const isLast = index === parts.length - 1;
    if (existing === 'leaf' || (isLast && existing)) throw new CommandError(existing === 'leaf' ? 31249 : 31250, `Path collision at ${path}`);
    if (isLast) level.set(part, 'leaf');
    else {
      const next: Tree = existing ?? new Map();
      level.set(part, next);
      level = next;
    }
  }
}

function keep(document: Document, tree: Tree): Document {
  const kept: Document = {};
  for (const [key, value] of Object.entries(document)) {
    const branch = tree.get(key);
    if (branch === 'leaf') kept[key] = value;
    else if (branch && isDocument(value)) kept[key] = keep(value, branch);
    else if (branch && Array.isArray(value)) kept[key] = keepInArray(value, branch);
  }
  return kept;
}

function keepInArray(items: readonly unknown[], tree: Tree): unknown[] {
  return items.flatMap((item) => {
    if (isDocument(item)) return [keep(item, tree)];
    return Array.isArray(item) ? [keepInArray(item, tree)] : [];
  });
}

function drop(document: Document, tree: Tree): Document {
  const kept: Document = {};
  for (const [key, value] of Object.entries(document)) {
    const branch = tree.get(key);
    if (branch !== 'leaf') kept[key] = branch ? dropWithin(value, branch) : value;
  }
  return kept;
}

function dropWithin(value: unknown, tree: Tree): unknown {
  if (isDocument(value)) return drop(value, tree);
  return Array.isArray(value) ? value.map((item: unknown) => dropWithin(item, tree)) : value;
}

/** A copy of the document in which the values at a path, in each document of an array, are changed; `undefined` removes. */
function changeAt(document: Document, parts: readonly string[], change: (value: unknown) => unknown): Document {
  const [part = '', ...rest] = parts;
  const current = field(document, part);
  if (current === undefined) return document;
  const next = rest.length === 0 ? change(current) : changeWithin(current, rest, change);
  if (next !== undefined) return { ...document, [part]: next };
  const { [part]: _, ...others } = document;
  return others;
}

function changeWithin(value: unknown, rest: readonly string[], change: (value: unknown) => unknown): unknown {
  if (isDocument(value)) return changeAt(value, rest, change);
  return Array.isArray(value) ? value.map((item: unknown) => (isDocument(item) ? changeAt(item, rest, change) : item)) : value;
}

type SliceInput = { readonly projected: Document; readonly source: Document; readonly isInclusive: boolean };

function slice({ projected, source, isInclusive }: SliceInput, path: string, [first = 0, count]: readonly number[]): Document {
  const parts = splitPath(path);
  const [top = ''] = parts;
  const isAdded = isInclusive && parts.length === 1 && field(projected, top) === undefined && field(source, top) !== undefined;
  return changeAt(isAdded ? { ...projected, [top]: source[top] } : projected, parts, (value) => {
    if (!Array.isArray(value)) return value;
    if (count === undefined) return first < 0 ? value.slice(first) : value.slice(0, first);
    const start = first < 0 ? Math.max(0, value.length + first) : first;
    return value.slice(start, start + count);
  });
}

function firstElement(path: string, operand: unknown, context: ProjectionContext): Rewrite {
  const test = compileCondition({ $elemMatch: operand }, context);
  return (projected) =>
    changeAt(projected, splitPath(path), (value) => {
      const index = Array.isArray(value) ? value.findIndex((item: unknown) => test([[item]])) : -1;
      return Array.isArray(value) && index >= 0 ? [value[index]] : undefined;
    });
}

function positional(path: string, context: ProjectionContext): Rewrite {
  return (projected, source) =>
    changeAt(projected, splitPath(path), (value) => {
      if (!Array.isArray(value)) return value;
      const position = matchedPosition(value, path, { document: source, filter: context.filter, context });
      if (position < 0) throw new CommandError(51246, "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array");
      return [value[position]];
    });
}

function computed(path: string, expression: unknown, { evaluate, meta }: ProjectionContext): Rewrite {
  const parts = splitPath(path);
  const kind = isDocument(expression) ? expression['$meta'] : undefined;
  return (projected, source) => {
    const value = typeof kind === 'string' ? meta(source, kind) : evaluate?.(source, expression);
    if (value === undefined) return projected;
    const result = parts.length === 1 ? { ...projected } : copyAlong(projected, parts);
    setPath(result, parts, value);
    return result;
  };
}

function copyAlong(document: Document, parts: readonly string[]): Document {
  const [part = '', ...rest] = parts;
  const child = field(document, part);
  return rest.length > 0 && isDocument(child) ? { ...document, [part]: copyAlong(child, rest) } : { ...document };
}

/** Whether a projection asks for nothing. */
export function isEmptyProjection(projection: unknown): boolean {
  return isMissing(projection) || (isDocument(projection) && firstKey(projection) === undefined);
}
