/** Hides the commands that write: insert, update, delete, findAndModify, and bulkWrite over several collections. */
import { runStages } from '../aggregate/engine.ts';
import { plainValue, restoreTypes } from '../aggregate/plain.ts';
import { toNumber } from '../bson/number.ts';
import { isDocument, type Document } from '../bson/value.ts';
import { CommandError } from '../command-error.ts';
import { find, type Query } from '../plan/find.ts';
import type { Collection } from '../store/collection.ts';
import { readUpdate, updateDocument, upsertedDocument, type Update, type UpdateContext } from '../update/update.ts';
import { sortAndHint } from './find.ts';
import { queryOf, scopeOf, type Scope } from './query-scope.ts';
import { documentField, documentsField, flagField, namespaceOf, type Command, type Request, type Server } from './request.ts';

const MAX_BATCH = 100_000;

/** Runs statements one by one; a refused one is reported and, in an ordered batch, ends it. */
function runBatch(statements: readonly Document[], body: Document, run: (statement: Document, index: number) => void): Document {
  if (statements.length === 0 || statements.length > MAX_BATCH) {
    throw new CommandError(16, `Write batch sizes must be between 1 and ${MAX_BATCH}. Got ${statements.length} operations.`);
  }
  const writeErrors: Document[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      run(statement, index);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      const { codeName: _, ...reported } = error.toDocument();
      writeErrors.push({ index, ...reported });
      if (isOrdered(body)) break;
    }
  }
  return writeErrors.length > 0 ? { writeErrors } : {};
}

export const isOrdered = (body: Document): boolean => body['ordered'] !== false;

function runInsert(request: Request, server: Server) {
  const { body, encoded } = request;
  const documents = documentsField(body, 'documents');
  const collection = server.catalog.create(namespaceOf(request));
  const skipValidation = flagField(body, 'bypassDocumentValidation');
  let inserted = 0;
  const errors = runBatch(documents, body, (document, index) => {
    collection.insert(document, { bytes: encoded?.[index], skipValidation });
    inserted++;
  });
  return { n: inserted, ...errors, ok: 1 };
}

/** One update statement, whatever command it came in. */
export type UpdateStatement = {
  readonly query: Query;
  readonly update: Update;
  readonly isUpsert: boolean;
  readonly scope: Scope;
  readonly skipValidation: boolean;
  readonly now: Date;
};
export type UpdateOutcome = { readonly matched: number; readonly modified: number; readonly upsertedId?: unknown };

export function contextOf({ query, scope, now }: Pick<UpdateStatement, 'query' | 'scope' | 'now'>): UpdateContext {
  return {
    evaluate: scope.evaluate,
    folding: query.folding ?? null,
    filter: query.filter,
    now,
    isInsert: false,
    runPipeline: (document, stages) => {
      const [result] = runStages([plainValue({ ...document })], stages.map((stage) => plainValue(stage)), scope.environment);
      const restored = restoreTypes(result, document);
      return isDocument(restored) ? restored : {};
    },
  };
}

/** Runs one update statement. */
export function runUpdateStatement(collection: Collection, statement: UpdateStatement): UpdateOutcome {
  const context = contextOf(statement);
  const { records } = find(collection, statement.query);
  if (records.length === 0 && statement.isUpsert) {
    const upsertedId = collection.insert(upsertedDocument(statement.update, context), { skipValidation: statement.skipValidation });
    return { matched: 0, modified: 0, upsertedId };
  }
  let modified = 0;
  for (const record of records) if (updateRecord(collection, record, { ...statement, context })) modified++;
  return { matched: records.length, modified };
}

/** Updates one record; `false` when it stayed as it was. */
export function updateRecord(
  collection: Collection,
  record: number,
  { update, context, skipValidation }: Pick<UpdateStatement, 'update' | 'skipValidation'> & { readonly context: UpdateContext },
): boolean {
  const document = collection.document(record);
  const updated = updateDocument(document, update, context);
  if (updated === document) return false;
  collection.replace(record, updated, skipValidation);
  return true;
}

function runUpdate(request: Request, server: Server) {
  const { body } = request;
  const statements = documentsField(body, 'updates');
  const collection = server.catalog.create(namespaceOf(request));
  let [matched, modified] = [0, 0];
  const upserted: Document[] = [];
  const errors = runBatch(statements, body, (statement, index) => {
    const scope = scopeOf(request, server, { variables: documentField(statement, 'c') });
    const isMulti = flagField(statement, 'multi');
    const update = readUpdate(statement['u'], { isMulti, arrayFilters: statement['arrayFilters'] });
    const selection = { filter: documentField(statement, 'q'), limit: isMulti ? 0 : 1, collation: statement['collation'] };
    const query = queryOf({ ...selection, ...sortAndHint(statement['sort'], statement['hint']) }, scope, collection);
    const outcome = runUpdateStatement(collection, {
      query,
      update,
      scope,
      isUpsert: flagField(statement, 'upsert'),
      skipValidation: flagField(body, 'bypassDocumentValidation'),
      now: server.now(),
    });
    matched += outcome.matched;
    modified += outcome.modified;
    if ('upsertedId' in outcome) upserted.push({ index, _id: outcome.upsertedId });
  });
  return { n: matched + upserted.length, nModified: modified, ...(upserted.length > 0 && { upserted }), ...errors, ok: 1 };
}

function runDelete(request: Request, server: Server) {
  const { body } = request;
  const statements = documentsField(body, 'deletes');
  const collection = server.catalog.get(namespaceOf(request));
  const scope = scopeOf(request, server);
  let removed = 0;
  const errors = runBatch(statements, body, (statement) => {
    const limit = toNumber(statement['limit']);
    if (limit !== 0 && limit !== 1) throw new CommandError(9, 'The limit field in delete objects must be 0 or 1.');
    const selection = { filter: documentField(statement, 'q'), limit, hint: statement['hint'], collation: statement['collation'] };
    const query = queryOf(selection, scope, collection);
    if (collection) removed += removeMatching(collection, query);
  });
  return { n: removed, ...errors, ok: 1 };
}

/** Removes what a query finds; answers how many. */
export function removeMatching(collection: Collection, query: Query): number {
  const { records } = find(collection, query);
  for (const record of records) collection.remove(record);
  return records.length;
}

export const WRITE_COMMANDS: Readonly<Record<string, Command>> = {
  insert: { run: runInsert, fields: ['documents', 'ordered', 'bypassDocumentValidation'] },
  update: { run: runUpdate, fields: ['updates', 'ordered', 'bypassDocumentValidation', 'let'] },
  delete: { run: runDelete, fields: ['deletes', 'ordered', 'let'] },
};
