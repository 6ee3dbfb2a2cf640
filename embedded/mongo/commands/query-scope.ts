/** Hides what surrounds the query of a command: its variables, collation, hint, time limit, and its way to other collections. */
import { evaluator } from '../aggregate/engine.ts';
import type { Environment } from '../aggregate/environment.ts';
import { toNumber } from '../bson/number.ts';
import { areEqual } from '../bson/order-key.ts';
import { firstKey, isDocument, isMissing, type Document } from '../bson/value.ts';
import { CommandError } from '../command-error.ts';
import { find, type Found, type Query } from '../plan/find.ts';
import type { Hint } from '../plan/plan.ts';
import { foldingOf } from '../query/collation.ts';
import type { Collection } from '../store/collection.ts';
import { documentField, type Request, type Server } from './request.ts';

export type Scope = {
  readonly environment: Environment;
  readonly evaluate: (document: Document, expression: unknown) => unknown;
  readonly deadline: number | undefined;
};

/** `variables` besides the command's `let`; `observe` is told what every query on another collection took. */
export type ScopeOptions = { readonly variables?: Document; readonly observe?: (collection: string, found: Found) => void };

/** The scope of a command. */
export function scopeOf({ body, database }: Request, { catalog }: Server, { variables = {}, observe }: ScopeOptions = {}): Scope {
  const folding = foldingOf(body['collation']);
  const deadline = isMissing(body['maxTimeMS']) || toNumber(body['maxTimeMS']) === 0 ? undefined : performance.now() + toNumber(body['maxTimeMS']);
  const findIn = (name: string, filter: Document): Document[] => {
    const collection = catalog.get(`${database}.${name}`);
    if (!collection) return [];
    const found = find(collection, { filter, folding, evaluate, ...(deadline !== undefined && { deadline }) });
    observe?.(name, found);
    return found.records.map((record) => collection.freshDocument(record, 'plain'));
  };
  const constants = evaluator({ find: findIn, variables: {}, folding });
  const bindings = Object.entries(documentField(body, 'let')).map(([name, expression]) => [name, constants({}, expression)] as const);
  const environment: Environment = { find: findIn, variables: { ...Object.fromEntries(bindings), ...variables }, folding };
  const evaluate = evaluator(environment);
  return { environment, evaluate, deadline };
}

/** The parts of a command, or of one of its statements, that say which documents it is about. */
export type Selection = { readonly filter: Document; readonly sort?: Query['sort']; readonly skip?: number; readonly limit?: number; readonly hint?: unknown; readonly collation?: unknown };

/** A query on a collection within a scope. Throws BadValue for a hint without its index. */
export function queryOf(selection: Selection, scope: Scope, collection: Collection | undefined): Query {
  const { filter, sort = null, skip = 0, limit = 0 } = selection;
  return {
    filter,
    sort,
    skip,
    limit,
    hint: hintOf(selection.hint, collection),
    folding: selection.collation === undefined ? scope.environment.folding : foldingOf(selection.collation),
    evaluate: scope.evaluate,
    ...(scope.deadline !== undefined && { deadline: scope.deadline }),
  };
}

function hintOf(hint: unknown, collection: Collection | undefined): Hint | null {
  if (isMissing(hint) || !collection || (isDocument(hint) && firstKey(hint) === undefined)) return null;
  if (isDocument(hint) && '$natural' in hint) return toNumber(hint['$natural']) < 0 ? 'reverse natural' : 'natural';
  for (const index of collection.indexes.values()) {
    if (typeof hint === 'string' ? index.spec.name === hint : areEqual(index.spec.key, hint)) return index;
  }
  throw new CommandError(
    2,
    'error processing query: planner returned error :: caused by :: hint provided does not correspond to an existing index',
  );
}
