/** Hides what an update does to a document: operators, a replacement, or a pipeline. */
import { areEqual, orderKey } from '../bson/order-key.ts';
import { copyDeep } from '../bson/path.ts';
import { firstKey, isDocument, setField, show, typeName, type Document } from '../bson/value.ts';
import { CommandError } from '../command-error.ts';
import type { FilterContext } from '../query/filter.ts';
import { OPERATORS } from './operators.ts';
import { compileArrayFilters, targetsOf, type ArrayFilters } from './target.ts';

export type Update =
  | { readonly kind: 'operators'; readonly steps: readonly Step[]; readonly arrayFilters: readonly unknown[] }
  | { readonly kind: 'replacement'; readonly document: Document }
  | { readonly kind: 'pipeline'; readonly stages: readonly Document[] };

/** One operator on one path. */
type Step = { readonly operator: string; readonly path: string; readonly operand: unknown };

/** What an update may need besides the document. `runPipeline` answers the document that a pipeline makes of one. */
export type UpdateContext = FilterContext & {
  readonly filter: Document;
  readonly now: Date;
  readonly isInsert: boolean;
  readonly runPipeline: (document: Document, stages: readonly Document[]) => Document;
};

const PIPELINE_STAGES = new Set(['$set', '$addFields', '$unset', '$project', '$replaceRoot', '$replaceWith']);

/** Reads and checks an update before any document is touched. Throws FailedToParse, ConflictingUpdateOperators and the like. */
export function readUpdate(update: unknown, options: { isMulti: boolean; arrayFilters?: unknown }): Update {
  if (Array.isArray(update)) return readPipeline(update);
  if (!isDocument(update)) throw new CommandError(9, 'Update argument must be either an object or an array');
  const arrayFilters = Array.isArray(options.arrayFilters) ? options.arrayFilters : [];
  if (firstKey(update)?.startsWith('$') === true) {
    const steps = readSteps(update);
    checkArrayFilters(compileArrayFilters(arrayFilters, { evaluate: () => undefined }), steps);
    return { kind: 'operators', steps, arrayFilters };
  }
  if (options.isMulti) throw new CommandError(9, 'multi update is not supported for replacement-style update');
  const dollar = Object.keys(update).find((key) => key.startsWith('$'));
  if (dollar !== undefined) throw dollarPrefixed(dollar, dollar);
  return { kind: 'replacement', document: update };
}

function readPipeline(stages: readonly unknown[]): Update {
  const documents = stages.map((stage) => {
    const name = isDocument(stage) ? firstKey(stage) : undefined;
    if (!isDocument(stage) || name === undefined) throw new CommandError(14, 'Each element of an update pipeline must be an object');
    if (!PIPELINE_STAGES.has(name)) throw new CommandError(40324, `Unrecognized pipeline stage name: '${name}'`);
    return stage;
  });
  return { kind: 'pipeline', stages: documents };
}

function dollarPrefixed(part: string, path: string): CommandError {
  return new CommandError(
    52,
    `The dollar ($) prefixed field '${part}' in '${path}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
  );
}

function readSteps(update: Document): Step[] {
  const claimed: string[] = [];
  const steps = Object.entries(update).flatMap(([operator, operands]) => {
    if (!OPERATORS.has(operator)) {
      throw new CommandError(9, `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`);
    }
    if (!isDocument(operands)) {
      const found = `found type ${typeName(operands)} instead. For example: {$mod: {<field>: ...}} not {${operator}: ${show(operands)}}`;
      throw new CommandError(9, `Modifiers operate on fields but we ${found}`);
    }
    return Object.entries(operands).map(([path, operand]) => {
      claim(path, claimed);
      if (operator === '$rename') claim(String(operand), claimed);
      return { operator, path, operand };
    });
  });
  return steps.toSorted((a, b) => comparePaths(a.path, b.path));
}

function claim(path: string, claimed: string[]): void {
  const parts = path.split('.');
  if (parts.includes('')) throw new CommandError(56, `The update path '${path}' contains an empty field name, which is not allowed.`);
  const dollar = parts.find((part) => part.startsWith('$') && part !== '$' && !part.startsWith('$['));
  if (dollar !== undefined) throw dollarPrefixed(dollar, path);
  const conflict = claimed.find((other) => other === path || other.startsWith(`${path}.`) || path.startsWith(`${other}.`));
  if (conflict !== undefined) {
    throw new CommandError(40, `Updating the path '${path}' would create a conflict at '${conflict.length < path.length ? conflict : path}'`);
  }
  claimed.push(path);
}

function comparePaths(a: string, b: string): number {
  const [left, right] = [a.split('.'), b.split('.')];
  for (const [index, part] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (part === other) continue;
    const areNumbers = /^\d+$/.test(part) && /^\d+$/.test(other);
    return areNumbers ? Number(part) - Number(other) : part < other ? -1 : 1;
  }
  return -1;
}

function checkArrayFilters(filters: ArrayFilters, steps: readonly Step[]): void {
  for (const name of filters.keys()) {
    if (steps.some(({ path }) => path.includes(`$[${name}]`))) continue;
    throw new CommandError(9, `The array filter for identifier '${name}' was not used in the update`);
  }
}

/** The document after the update; the very same one when nothing changed. Throws ImmutableField when `_id` would change. */
export function updateDocument(document: Document, update: Update, context: UpdateContext): Document {
  const updated = withId(document, applied(document, update, context));
  return areIdentical(updated, document) ? document : updated;
}

/** The same fields in the same order, with values of the same types: equal numbers may differ in theirs. */
function areIdentical(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isDocument(a) && isDocument(b)) {
    const [names, others] = [Object.keys(a), Object.keys(b)];
    return names.length === others.length && names.every((name, index) => name === others[index] && areIdentical(a[name], b[name]));
  }
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => areIdentical(item, b[index]));
  return typeName(a) === typeName(b) && orderKey(a) === orderKey(b);
}

function applied(document: Document, update: Update, context: UpdateContext): Document {
  switch (update.kind) {
    case 'replacement':
      return update.document;
    case 'pipeline':
      return context.runPipeline(document, update.stages);
    case 'operators':
      return applyOperators(document, update, context);
  }
}

function withId(before: Document, after: Document): Document {
  if (!('_id' in before)) return after;
  if ('_id' in after && !areEqual(after['_id'], before['_id'])) {
    throw new CommandError(66, `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ${show(after['_id'])}`);
  }
  if (firstKey(after) === '_id') return after;
  const { _id, ...rest } = after;
  return { _id: before['_id'], ...rest };
}

function applyOperators(document: Document, update: Extract<Update, { kind: 'operators' }>, context: UpdateContext): Document {
  const result = copyTouched(document, update.steps);
  const arrayFilters = compileArrayFilters(update.arrayFilters, context);
  for (const { operator, path, operand } of update.steps) {
    if (operator === '$setOnInsert' && !context.isInsert) continue;
    for (const target of targetsOf(path, { document: result, filter: context.filter, arrayFilters, context })) {
      OPERATORS.get(operator)?.({ document: result, path: target, name: path, operand, now: context.now, context });
    }
  }
  return result;
}

/** A copy to change. What no step names is shared with the original, and so is known not to have changed. */
function copyTouched(document: Document, steps: readonly Step[]): Document {
  const touched = new Set(steps.flatMap(({ operator, path, operand }) => (operator === '$rename' ? [path, String(operand)] : [path])).map((path) => path.split('.', 1)[0]));
  const copy: Document = {};
  for (const [name, value] of Object.entries(document)) setField(copy, name, touched.has(name) ? copyDeep(value) : value);
  return copy;
}

/** The document an upsert inserts: what the filter says about equality, then the update. */
export function upsertedDocument(update: Update, context: UpdateContext): Document {
  const seed = seedOf(context.filter);
  if (update.kind !== 'replacement') return updateDocument(seed, update, { ...context, isInsert: true });
  const { _id = seed['_id'], ...rest } = update.document;
  return _id === undefined ? rest : { _id, ...rest };
}

function seedOf(filter: Document): Document {
  const seed: Document = {};
  for (const [path, value] of equalities(filter)) applySeed(seed, path, value);
  return seed;
}

function applySeed(seed: Document, path: string, value: unknown): void {
  OPERATORS.get('$set')?.({ document: seed, path: path.split('.'), name: path, operand: value, now: new Date(0), context: {} });
}

function equalities(filter: Document): (readonly [path: string, value: unknown])[] {
  return Object.entries(filter).flatMap(([key, value]) => {
    if ((key === '$and' || (key === '$or' && Array.isArray(value) && value.length === 1)) && Array.isArray(value)) {
      return value.filter(isDocument).flatMap(equalities);
    }
    if (key.startsWith('$')) return [];
    const equal = equalityOf(value);
    return equal === undefined ? [] : [[key, equal] as const];
  });
}

function equalityOf(condition: unknown): unknown {
  if (['regex'].includes(typeName(condition))) return undefined;
  if (!isDocument(condition) || firstKey(condition)?.startsWith('$') !== true) return condition;
  const { $eq: equal, $in: members, $all: all } = condition;
  if (equal !== undefined) return equal;
  for (const list of [members, all]) if (Array.isArray(list) && list.length === 1) return list[0];
  return undefined;
}
