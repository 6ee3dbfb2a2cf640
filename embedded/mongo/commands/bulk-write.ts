/** Hides the bulkWrite command, with which a client writes to several collections at once. */
import { writeDocument } from '../bson/reader.ts';
import { toNumber } from '../bson/number.ts';
import type { Document } from '../bson/value.ts';
import { CommandError } from '../command-error.ts';
import type { Collection } from '../store/collection.ts';
import { readUpdate } from '../update/update.ts';
import { sortAndHint } from './find.ts';
import { queryOf, scopeOf, type Scope } from './query-scope.ts';
import { countField, documentField, documentsField, flagField, stringField, type Command, type Request, type Server } from './request.ts';
import { isOrdered, removeMatching, runUpdateStatement } from './write.ts';

type Counts = { nErrors: number; nInserted: number; nMatched: number; nModified: number; nUpserted: number; nDeleted: number };
type Run = { readonly request: Request; readonly server: Server; readonly scope: Scope; readonly counts: Counts; readonly collectionAt: (index: unknown) => Collection };

function runBulkWrite(request: Request, server: Server) {
  const { body } = request;
  if (request.database !== 'admin') throw new CommandError(13, 'bulkWrite may only be run against the admin database.');
  const namespaces = documentsField(body, 'nsInfo').map((info) => stringField(info, 'ns'));
  const counts: Counts = { nErrors: 0, nInserted: 0, nMatched: 0, nModified: 0, nUpserted: 0, nDeleted: 0 };
  const collectionAt = (index: unknown): Collection => {
    const namespace = namespaces[toNumber(index)];
    if (namespace === undefined) throw new CommandError(2, `BulkWrite ops entry has an invalid nsInfo index ${String(index)}`);
    return server.catalog.create(namespace);
  };
  const run: Run = { request, server, scope: scopeOf(request, server), counts, collectionAt };
  const results: Document[] = [];
  for (const [idx, operation] of documentsField(body, 'ops').entries()) {
    try {
      const result = runOperation(operation, run);
      if (!flagField(body, 'errorsOnly')) results.push({ ok: 1, idx, ...result });
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      counts.nErrors++;
      results.push({ ok: 0, idx, ...error.toDocument(), n: 0 });
      if (isOrdered(body)) break;
    }
  }
  const batchSize = countField(documentField(body, 'cursor'), 'batchSize');
  return server.cursors.open({ namespace: 'admin.$cmd.bulkWrite', documents: results.map(writeDocument), batchSize }, counts);
}

function runOperation(operation: Document, run: Run): Document {
  if ('insert' in operation) {
    const skipValidation = flagField(run.request.body, 'bypassDocumentValidation');
    run.collectionAt(operation['insert']).insert(documentField(operation, 'document'), { skipValidation });
    run.counts.nInserted++;
    return { n: 1 };
  }
  const isMulti = flagField(operation, 'multi');
  const selection = { filter: documentField(operation, 'filter'), limit: isMulti ? 0 : 1, collation: operation['collation'] };
  if ('update' in operation) {
    const collection = run.collectionAt(operation['update']);
    return runUpdate(operation, collection, { ...run, isMulti, query: queryOf({ ...selection, ...sortAndHint(operation['sort'], operation['hint']) }, run.scope, collection) });
  }
  const collection = run.collectionAt(operation['delete']);
  const removed = removeMatching(collection, queryOf({ ...selection, hint: operation['hint'] }, run.scope, collection));
  run.counts.nDeleted += removed;
  return { n: removed };
}

function runUpdate(operation: Document, collection: Collection, { isMulti, query, scope, server, counts, request }: Run & { isMulti: boolean; query: ReturnType<typeof queryOf> }) {
  const { matched, modified, ...outcome } = runUpdateStatement(collection, {
    query,
    update: readUpdate(operation['updateMods'], { isMulti, arrayFilters: operation['arrayFilters'] }),
    scope,
    isUpsert: flagField(operation, 'upsert'),
    skipValidation: flagField(request.body, 'bypassDocumentValidation'),
    now: server.now(),
  });
  counts.nMatched += matched;
  counts.nModified += modified;
  if (!('upsertedId' in outcome)) return { n: matched, nModified: modified };
  counts.nUpserted++;
  return { n: 1, nModified: 0, upserted: { _id: outcome.upsertedId } };
}

export const BULK_WRITE_COMMANDS: Readonly<Record<string, Command>> = {
  bulkWrite: { run: runBulkWrite, fields: ['ops', 'nsInfo', 'ordered', 'errorsOnly', 'bypassDocumentValidation', 'let', 'cursor'] },
};
