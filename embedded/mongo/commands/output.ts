/** Hides `$out` and `$merge`, the stages that write the outcome of a pipeline to a collection. */
import { splitPath, valuesAt } from '../bson/path.ts';
import { areEqual } from '../bson/order-key.ts';
import { isDocument, type Document } from '../bson/value.ts';
import { CommandError, notImplemented } from '../command-error.ts';
import { find } from '../plan/find.ts';
import type { Collection } from '../store/collection.ts';
import { readUpdate } from '../update/update.ts';
import { queryOf, type Scope } from './query-scope.ts';
import { flagField, type Request, type Server } from './request.ts';
import { contextOf, updateRecord } from './write.ts';

export type Output =
  | { readonly kind: 'replace'; readonly namespace: string }
  | { readonly kind: 'merge'; readonly namespace: string; readonly on: readonly string[]; readonly whenMatched: unknown; readonly whenNotMatched: unknown };

const MATCHED = new Set(['replace', 'keepExisting', 'merge', 'fail']);
const NOT_MATCHED = new Set(['insert', 'discard', 'fail']);

/** Takes a last `$out` or `$merge` off a pipeline. */
export function outputOf(pipeline: readonly Document[], { database, body }: Request): { output: Output | null; pipeline: readonly Document[] } {
  const last = pipeline.at(-1);
  const [name, specification] = last ? (Object.entries(last)[0] ?? []) : [];
  if (name !== '$out' && name !== '$merge') return { output: null, pipeline };
  const level = isDocument(body['readConcern']) ? body['readConcern']['level'] : undefined;
  if (level === 'linearizable') throw new CommandError(72, `${name} cannot be used with a 'linearizable' read concern level`);
  const output = name === '$out' ? { kind: 'replace' as const, namespace: namespaceOf(specification, database) } : readMerge(specification, database);
  return { output, pipeline: pipeline.slice(0, -1) };
}

function namespaceOf(target: unknown, database: string): string {
  if (typeof target === 'string') return `${database}.${target}`;
  if (isDocument(target) && typeof target['coll'] === 'string' && target['timeseries'] === undefined) {
    return `${typeof target['db'] === 'string' ? target['db'] : database}.${target['coll']}`;
  }
  throw notImplemented('this target of $out or $merge');
}

function readMerge(specification: unknown, database: string): Output {
  const { into, on = '_id', whenMatched = 'merge', whenNotMatched = 'insert', let: bindings } = isDocument(specification) ? specification : { into: specification };
  if (bindings !== undefined) throw notImplemented("$merge option 'let'");
  if (!Array.isArray(whenMatched) && !MATCHED.has(String(whenMatched))) throw new CommandError(2, `Enumeration value '${String(whenMatched)}' for field '$merge.whenMatched' is not a valid value.`);
  if (!NOT_MATCHED.has(String(whenNotMatched))) throw new CommandError(2, `Enumeration value '${String(whenNotMatched)}' for field '$merge.whenNotMatched' is not a valid value.`);
  return { kind: 'merge', namespace: namespaceOf(into, database), on: (Array.isArray(on) ? on : [on]).map(String), whenMatched, whenNotMatched };
}

type Writing = { readonly request: Request; readonly server: Server; readonly scope: Scope };

/** Writes the documents a pipeline gave. Throws as an insert or update would. */
export function writeOutput(documents: readonly Document[], output: Output, writing: Writing): void {
  if (output.kind === 'replace') replaceCollection(documents, output.namespace, writing);
  else mergeInto(documents, output, writing);
}

/** The old documents stay when the new ones are refused. */
function replaceCollection(documents: readonly Document[], namespace: string, { server: { catalog }, request }: Writing): void {
  const previous = catalog.get(namespace);
  const fresh = catalog.create(`${namespace}.eventpost-out`, previous?.options ?? {});
  try {
    fresh.addIndexes([...(previous?.indexes.values() ?? [])].map(({ spec }) => spec).filter(({ name }) => name !== '_id_'));
    for (const document of documents) fresh.insert(document, { skipValidation: flagField(request.body, 'bypassDocumentValidation') });
  } catch (error) {
    catalog.drop(fresh);
    throw error;
  }
  if (previous) catalog.drop(previous);
  catalog.rename(fresh, namespace);
}

function mergeInto(documents: readonly Document[], output: Extract<Output, { kind: 'merge' }>, writing: Writing): void {
  const target = writing.server.catalog.create(output.namespace);
  if (!hasUniqueIndex(target, output.on)) throw new CommandError(51183, "Cannot find index to verify that join fields will be unique");
  for (const document of documents) {
    const filter = Object.fromEntries(output.on.map((path) => [path, { $eq: valuesAt(document, splitPath(path))[0] ?? null }]));
    const [record] = find(target, queryOf({ filter, limit: 1 }, writing.scope, target)).records;
    if (record === undefined) insertUnmatched(document, target, { output, writing });
    else mergeMatched(document, record, { target, output, writing });
  }
}

function hasUniqueIndex({ indexes }: Collection, on: readonly string[]): boolean {
  const wanted = on.toSorted();
  return [...indexes.values()].some(({ spec }) => spec.isUnique && !spec.partialFilter && areEqual(Object.keys(spec.key).toSorted(), wanted));
}

type Merging = { readonly output: Extract<Output, { kind: 'merge' }>; readonly writing: Writing };

function insertUnmatched(document: Document, target: Collection, { output, writing }: Merging): void {
  if (output.whenNotMatched === 'insert') target.insert(document, { skipValidation: flagField(writing.request.body, 'bypassDocumentValidation') });
  if (output.whenNotMatched === 'fail') {
    throw new CommandError(13113, '$merge could not find a matching document in the target collection for at least one document in the source collection');
  }
}

function mergeMatched(document: Document, record: number, { target, output, writing }: Merging & { readonly target: Collection }): void {
  const { whenMatched } = output;
  if (whenMatched === 'keepExisting') return;
  if (whenMatched === 'fail') throw new CommandError(11000, 'E11000 duplicate key error: $merge found an existing document', { keyPattern: { _id: 1 }, keyValue: { _id: document['_id'] ?? null } });
  const { _id: _, ...rest } = document;
  const change = Array.isArray(whenMatched) ? whenMatched : whenMatched === 'replace' ? rest : [{ $replaceWith: { $mergeObjects: ['$$ROOT', { $literal: rest }] } }];
  const { scope, server, request } = writing;
  const variables = { ...scope.environment.variables, new: document };
  const context = contextOf({ query: { filter: {} }, scope: { ...scope, environment: { ...scope.environment, variables } }, now: server.now() });
  updateRecord(target, record, { update: readUpdate(change, { isMulti: false }), context, skipValidation: flagField(request.body, 'bypassDocumentValidation') });
}
