/** Hides where MongoDB's pipeline stages differ from the library's: matching, order, grouping, joining and projection go by BSON's rules. */
import { evalExpr } from 'mingo/core';
import { Lazy, type Iterator } from 'mingo/lazy';
import * as stages from 'mingo/operators/pipeline';
import type { Options } from 'mingo/types';
import { toNumber } from '../bson/number.ts';
import { orderKey } from '../bson/order-key.ts';
import { setPath, splitPath, valuesAt } from '../bson/path.ts';
import { firstKey, isDocument, isMissing, type Document } from '../bson/value.ts';
import { CommandError, notImplemented } from '../command-error.ts';
import { compileFilter, type FilterContext } from '../query/filter.ts';
import { foldValue } from '../query/collation.ts';
import { compileProjection } from '../query/projection.ts';
import { readSort, sortByKey, sortKeys } from '../query/sort.ts';
import { ACCUMULATORS } from './accumulators.ts';
import { runStages } from './library.ts';
import { environmentOf } from './environment.ts';

export type Stage = (documents: Iterator, specification: unknown, options: Options) => Iterator;

const library: Readonly<Record<string, Stage>> = { ...stages } as unknown as Record<string, Stage>;

function transform(documents: Iterator, change: (items: readonly Document[]) => readonly unknown[]): Iterator {
  return documents.transform((items) => Lazy(change((items as unknown[]).filter(isDocument))));
}

function asSpecification(name: string, value: unknown): Document {
  if (!isDocument(value)) throw new CommandError(15969, `${name} specification must be an object`);
  return value;
}

function contextOf(options: Options): FilterContext {
  return { evaluate: (document, expression) => evalExpr(document, expression, options), folding: environmentOf(options).folding };
}

const match: Stage = (documents, filter, options) => {
  const matches = compileFilter(filter, contextOf(options));
  return transform(documents, (items) => items.filter(matches));
};

const sort: Stage = (documents, specification, options) => {
  const { fields = [] } = readSort(asSpecification('$sort', specification)) ?? {};
  if (fields.length === 0) throw new CommandError(15976, '$sort stage must have at least one sort key');
  const keyOf = sortKeys(fields, environmentOf(options).folding);
  return transform(documents, (items) => sortByKey(items, keyOf));
};

const project: Stage = (documents, specification, options) => {
  const document = asSpecification('$project', specification);
  if (firstKey(document) === undefined) throw new CommandError(51272, 'Invalid $project :: caused by :: projection specification must have at least one field');
  const apply = compileProjection(document, { ...contextOf(options), filter: {}, meta: () => undefined });
  return transform(documents, (items) => items.map(apply));
};

/** Takes each document once, as MongoDB does. */
const sample: Stage = (documents, specification) => {
  const size = toNumber(asSpecification('$sample', specification)['size']);
  if (!(Number.isInteger(size) && size > 0)) throw new CommandError(28747, 'size argument to $sample must be a positive integer');
  return transform(documents, (items) => {
    const drawn = items.map((item) => ({ item, lot: Math.random() })).toSorted((a, b) => a.lot - b.lot);
    return drawn.slice(0, size).map(({ item }) => item);
  });
};

type Group = { readonly id: unknown; readonly items: Document[] };

const group: Stage = (documents, specification, options) => {
  const { _id: id, ...fields } = asSpecification('$group', specification);
  if (id === undefined) throw new CommandError(15955, 'a group specification must include an _id');
  const outputs = Object.entries(fields).map(([field, accumulator]) => ({ field, compute: accumulatorOf(field, accumulator, options) }));
  const { folding } = environmentOf(options);
  const plainField = typeof id === 'string' ? /^\$([^$.]+)$/.exec(id)?.[1] : undefined;
  return transform(documents, (items) => {
    const groups = new Map<string, Group>();
    for (const item of items) {
      const value = (plainField === undefined ? evalExpr(item, id, options) : item[plainField]) ?? null;
      const key = orderKey(foldValue(value, folding));
      const known = groups.get(key);
      if (known) known.items.push(item);
      else groups.set(key, { id: value, items: [item] });
    }
    return [...groups.values()].map((one) => ({ _id: one.id, ...Object.fromEntries(outputs.map(({ field, compute }) => [field, compute(one.items)])) }));
  });
};

function accumulatorOf(field: string, specification: unknown, options: Options): (items: Document[]) => unknown {
  const name = isDocument(specification) ? firstKey(specification) : undefined;
  if (!isDocument(specification) || name === undefined) throw new CommandError(40234, `The field '${field}' must be an accumulator object`);
  const accumulate = ACCUMULATORS[name];
  if (!accumulate) throw new CommandError(15952, `unknown group operator '${name}'`);
  return (items) => accumulate(items, specification[name], options);
}

const lookup: Stage = (documents, specification, options) => {
  const { from, localField, foreignField, as, let: bindings, pipeline } = asSpecification('$lookup', specification);
  if (typeof as !== 'string') throw new CommandError(9, "must specify 'as' field for a $lookup");
  if (from !== undefined && typeof from !== 'string') throw notImplemented('$lookup from another database');
  const environment = environmentOf(options);
  const stagesAfter = Array.isArray(pipeline) ? pipeline.filter(isDocument) : [];
  return transform(documents, (items) =>
    items.map((item) => {
      const variables = { ...environment.variables, ...boundVariables(item, bindings, options) };
      const filter = typeof localField === 'string' ? joinFilter(item, localField, foreignField) : {};
      const joined = joinedDocuments({ from, filter, stages: stagesAfter }, { ...environment, variables });
      const result = { ...item };
      setPath(result, splitPath(as), joined);
      return result;
    }),
  );
};

type Join = { readonly from: string | undefined; readonly filter: Document; readonly stages: readonly Document[] };

/** A leading `$match` joins the filter, so that an index of the other collection can serve it. */
function joinedDocuments({ from, filter, stages: all }: Join, environment: ReturnType<typeof environmentOf>): unknown[] {
  const [first, ...others] = all;
  const leading = first && isDocument(first['$match']) && from !== undefined && !usesVariables(first['$match']) ? first['$match'] : null;
  const documents = from === undefined ? [] : environment.find(from, leading ? { $and: [filter, leading] } : filter);
  return runStages(documents, leading ? others : all, environment);
}

const usesVariables = (filter: Document): boolean => JSON.stringify(filter).includes('"$$');

function boundVariables(item: Document, bindings: unknown, options: Options): Document {
  if (!isDocument(bindings)) return {};
  return Object.fromEntries(Object.entries(bindings).map(([name, expression]) => [name, evalExpr(item, expression, options) ?? null]));
}

function joinFilter(item: Document, localField: string, foreignField: unknown): Document {
  if (typeof foreignField !== 'string') throw new CommandError(9, '$lookup requires both or neither of localField and foreignField to be specified');
  const values = valuesAt(item, splitPath(localField)).flat();
  return { [foreignField]: { $in: values.map((value) => (isMissing(value) ? null : value)) } };
}

function unsupported(name: string): Stage {
  return () => {
    throw notImplemented(`${name} at this place of a pipeline`);
  };
}

/** The library's stages with MongoDB's meaning put in front; those that write only stand at the end, where the command sees to them. */
export const STAGES: Readonly<Record<string, Stage>> = {
  ...library,
  $match: match,
  $sort: sort,
  $project: project,
  $sample: sample,
  $group: group,
  $lookup: lookup,
  $out: unsupported('$out'),
  $merge: unsupported('$merge'),
};
