/** Hides findAndModify: one document found, changed or removed, and answered as it was before or after. */
import { CommandError } from '../command-error.ts';
import { find, type Query } from '../plan/find.ts';
import type { Collection } from '../store/collection.ts';
import { readUpdate, upsertedDocument } from '../update/update.ts';
import { writeValue } from '../wire/value-reply.ts';
import { shaperOf, sortAndHint } from './find.ts';
import { queryOf, scopeOf } from './query-scope.ts';
import { documentField, flagField, namespaceOf, type Command, type Request, type Server } from './request.ts';
import { contextOf, updateRecord } from './write.ts';

function run(request: Request, server: Server) {
  const { body } = request;
  const [isRemove, isUpsert] = [flagField(body, 'remove'), flagField(body, 'upsert')];
  if (isRemove && body['update'] !== undefined) throw new CommandError(9, 'Cannot specify both an update and remove=true');
  if (isRemove && (isUpsert || flagField(body, 'new'))) throw new CommandError(9, "Cannot specify both upsert or new and remove=true; 'remove' always returns the deleted document");
  if (!isRemove && body['update'] === undefined) throw new CommandError(9, 'Either an update or remove=true must be specified');
  const collection = server.catalog.create(namespaceOf(request));
  const scope = scopeOf(request, server);
  const query = queryOf({ filter: documentField(body, 'query'), limit: 1, ...sortAndHint(body['sort'], body['hint']) }, scope, collection);
  const answer = shaperOf({ collection, projection: documentField(body, 'fields'), query });
  if (isRemove) return remove(collection, query, answer);
  const update = readUpdate(body['update'], { isMulti: false, arrayFilters: body['arrayFilters'] });
  const [record] = find(collection, query).records;
  const context = contextOf({ query, scope, now: server.now() });
  const skipValidation = flagField(body, 'bypassDocumentValidation');
  const isNew = flagField(body, 'new');
  if (record === undefined) {
    if (!isUpsert) return { lastErrorObject: { n: 0, updatedExisting: false }, value: null, ok: 1 };
    const id = collection.insert(upsertedDocument(update, context), { skipValidation });
    const inserted = collection.recordById(id);
    const lastErrorObject = { n: 1, updatedExisting: false, upserted: id };
    if (!isNew || inserted === undefined) return { lastErrorObject, value: null, ok: 1 };
    return writeValue({ lastErrorObject }, answer(inserted));
  }
  const before = isNew ? null : answer(record);
  updateRecord(collection, record, { update, context, skipValidation });
  return writeValue({ lastErrorObject: { n: 1, updatedExisting: true } }, before ?? answer(record));
}

function remove(collection: Collection, query: Query, answer: (record: number) => Buffer) {
  const [record] = find(collection, query).records;
  if (record === undefined) return { lastErrorObject: { n: 0 }, value: null, ok: 1 };
  const value = answer(record);
  collection.remove(record);
  return writeValue({ lastErrorObject: { n: 1 } }, value);
}

const command: Command = {
  run,
  fields: ['query', 'sort', 'remove', 'update', 'new', 'fields', 'upsert', 'bypassDocumentValidation', 'collation', 'arrayFilters', 'hint', 'let'],
};

export const FIND_AND_MODIFY_COMMANDS: Readonly<Record<string, Command>> = { findAndModify: command, findandmodify: command };
