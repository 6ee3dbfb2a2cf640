/** Hides the commands that read: find, getMore, killCursors, count, distinct. */
import { Long } from 'bson';
import { copyFields } from '../bson/field-copy.ts';
import { writeDocument } from '../bson/reader.ts';
import { isNumber, toNumber } from '../bson/number.ts';
import { orderKey } from '../bson/order-key.ts';
import { splitPath, valuesAt } from '../bson/path.ts';
import { isMissing, type Document } from '../bson/value.ts';
import { CommandError, notImplemented } from '../command-error.ts';
import { find, scoreFor, type Query } from '../plan/find.ts';
import { foldValue } from '../query/collation.ts';
import { compileFilter } from '../query/filter.ts';
import { compileProjection, isEmptyProjection, plainChoice, plainlyIncluded } from '../query/projection.ts';
import { readSort, type Sort } from '../query/sort.ts';
import type { Collection } from '../store/collection.ts';
import { queryOf, scopeOf, type Scope } from './query-scope.ts';
import { countField, documentField, flagField, namespaceOf, stringField, type Command, type Request, type Server } from './request.ts';

/** Reads a sort; `{ $natural: 1 }` is a hint rather than an order. */
export function sortAndHint(sort: unknown, hint: unknown): { sort: Sort | null; hint: unknown } {
  const isNatural = typeof sort === 'object' && sort !== null && '$natural' in sort;
  return isNatural ? { sort: null, hint: hint ?? sort } : { sort: readSort(sort), hint };
}

/** The query of a `find` command and the same for `explain`. */
export function readFind(body: Document, scope: Scope, collection: Collection | undefined): Query {
  const limit = isMissing(body['limit']) ? 0 : Math.trunc(toNumber(body['limit']));
  const selection = { filter: documentField(body, 'filter'), skip: countField(body, 'skip') ?? 0, limit: Math.abs(limit), collation: body['collation'] };
  return queryOf({ ...selection, ...sortAndHint(body['sort'], body['hint']) }, scope, collection);
}

function runFind(request: Request, server: Server) {
  const { body } = request;
  const namespace = namespaceOf(request);
  const collection = server.catalog.get(namespace);
  const scope = scopeOf(request, server);
  const query = readFind(body, scope, collection);
  const isSingleBatch = flagField(body, 'singleBatch') || (isNumber(body['limit']) && toNumber(body['limit']) < 0);
  const batch = { namespace, batchSize: countField(body, 'batchSize'), isSingleBatch };
  if (!collection) {
    compileFilter(query.filter, { ...query, textFields: new Map() });
    return server.cursors.open({ ...batch, documents: [] });
  }
  const projection = documentField(body, 'projection');
  const shape = shaperOf({ collection, projection, query });
  const documents = find(collection, query).records.map(shape);
  return server.cursors.open({ ...batch, documents });
}

type Projecting = { readonly collection: Collection; readonly projection: Document; readonly query: Query };

/** What is answered of a record as it is when asked: without decoding it where the projection allows. */
export function shaperOf(projecting: Projecting): (record: number) => Buffer {
  const { collection, projection } = projecting;
  if (isEmptyProjection(projection)) return (record) => collection.bytesOf(record);
  const choice = plainChoice(projection);
  if (choice) return (record) => copyFields(collection.bytesOf(record), choice);
  const project = projectorOf(projecting);
  const names = plainlyIncluded(projection);
  const read = names ? collection.fieldsReader(names) : (record: number): Document => collection.document(record);
  return (record) => writeDocument(project(read(record)));
}

function projectorOf({ collection, projection, query }: Projecting): (document: Document) => Document {
  const meta = (document: Document, kind: string): unknown => {
    if (kind !== 'textScore') throw notImplemented(`$meta: '${kind}'`);
    return scoreFor(collection, query.filter)(document);
  };
  return compileProjection(projection, { evaluate: query.evaluate, folding: query.folding, filter: query.filter, meta } as Parameters<typeof compileProjection>[1]);
}

function runCount(request: Request, server: Server) {
  const { body } = request;
  const collection = server.catalog.get(namespaceOf(request));
  const query = queryOf({ filter: documentField(body, 'query'), hint: body['hint'] }, scopeOf(request, server), collection);
  if (!collection) return { n: 0, ok: 1 };
  const isWhole = Object.keys(query.filter).length === 0;
  const total = isWhole ? collection.heap.size : find(collection, query).records.length;
  const limit = Math.abs(isMissing(body['limit']) ? 0 : toNumber(body['limit'])) || Number.POSITIVE_INFINITY;
  return { n: Math.min(Math.max(total - (countField(body, 'skip') ?? 0), 0), limit), ok: 1 };
}

function runDistinct(request: Request, server: Server) {
  const { body } = request;
  const key = stringField(body, 'key');
  if (key === '') throw new CommandError(2, 'the key of distinct must not be empty');
  const collection = server.catalog.get(namespaceOf(request));
  const query = queryOf({ filter: documentField(body, 'query'), hint: body['hint'] }, scopeOf(request, server), collection);
  const values = new Map<string, unknown>();
  const read = collection?.fieldsReader(new Set(splitPath(key).slice(0, 1)));
  for (const record of collection ? find(collection, query).records : []) {
    const found = read ? valuesAt(read(record), splitPath(key)) : [];
    for (const value of found.flat()) {
      const folded = orderKey(foldValue(value, query.folding ?? null));
      if (value !== undefined && !values.has(folded)) values.set(folded, value);
    }
  }
  return { values: [...values.values()], ok: 1 };
}

function runGetMore({ body, database }: Request, { cursors }: Server) {
  return cursors.next(toNumber(body['getMore']), `${database}.${stringField(body, 'collection')}`, countField(body, 'batchSize'));
}

function runKillCursors({ body }: Request, { cursors }: Server) {
  const ids = Array.isArray(body['cursors']) ? body['cursors'].map(toNumber) : [];
  const killed = new Set(ids.filter((id) => cursors.close(id)));
  const asLong = (id: number) => Long.fromNumber(id);
  return {
    cursorsKilled: [...killed].map(asLong),
    cursorsNotFound: ids.filter((id) => !killed.has(id)).map(asLong),
    cursorsAlive: [],
    cursorsUnknown: [],
    ok: 1,
  };
}

export const READ_COMMANDS: Readonly<Record<string, Command>> = {
  find: {
    run: runFind,
    fields: [
      'filter', 'sort', 'projection', 'hint', 'skip', 'limit', 'batchSize', 'singleBatch', 'collation', 'let', 'allowDiskUse', 'noCursorTimeout',
      'allowPartialResults', 'oplogReplay',
    ],
    lacks: ['tailable', 'awaitData', 'returnKey', 'showRecordId', 'min', 'max', 'snapshot', 'maxScan'],
  },
  getMore: { run: runGetMore, fields: ['collection', 'batchSize'] },
  killCursors: { run: runKillCursors, fields: ['cursors'] },
  count: { run: runCount, fields: ['query', 'limit', 'skip', 'hint', 'collation', 'fields'] },
  distinct: { run: runDistinct, fields: ['key', 'query', 'collation', 'hint'] },
};
