/** Hides the commands about collections and databases as a whole. */
import { Long } from 'bson';
import { writeDocument } from '../bson/reader.ts';
import { areEqual } from '../bson/order-key.ts';
import { isDocument, type Document } from '../bson/value.ts';
import { CommandError, notImplemented } from '../command-error.ts';
import { compileFilter } from '../query/filter.ts';
import { readExpiry } from '../store/index-spec.ts';
import type { Collection } from '../store/collection.ts';
import { checkCollection } from '../store/check.ts';
import { countField, documentField, flagField, namespaceOf, stringField, type Command, type Request, type Server } from './request.ts';

const CREATE_OPTIONS = ['validator', 'validationLevel', 'validationAction'];
const REFUSED_OPTIONS = ['capped', 'timeseries', 'viewOn', 'pipeline', 'clusteredIndex', 'expireAfterSeconds', 'collation', 'encryptedFields', 'size', 'max', 'storageEngine', 'changeStreamPreAndPostImages', 'indexOptionDefaults'];

function pick(body: Document, names: readonly string[]): Document {
  return Object.fromEntries(names.filter((name) => body[name] !== undefined).map((name) => [name, body[name]]));
}

function runCreate(request: Request, { catalog }: Server) {
  const { body } = request;
  const refused = REFUSED_OPTIONS.find((option) => body[option] !== undefined && body[option] !== false);
  if (refused !== undefined) throw notImplemented(`create option '${refused}'`);
  const namespace = namespaceOf(request);
  const options = pick(body, CREATE_OPTIONS);
  const existing = catalog.get(namespace);
  if (existing && !areEqual(existing.options, options)) throw new CommandError(48, `namespace ${namespace} already exists, but with different options`);
  catalog.create(namespace, options);
  return { ok: 1 };
}

function existing(request: Request, { catalog }: Server): Collection {
  const namespace = namespaceOf(request);
  const collection = catalog.get(namespace);
  if (!collection) throw new CommandError(26, `ns does not exist: ${namespace}`);
  return collection;
}

function runCollMod(request: Request, server: Server) {
  const collection = existing(request, server);
  const { index } = request.body;
  collection.setOptions({ ...collection.options, ...pick(request.body, CREATE_OPTIONS) });
  if (isDocument(index)) modifyIndex(collection, index);
  server.catalog.describe(collection);
  return { ok: 1 };
}

function modifyIndex({ indexes }: Collection, { name, keyPattern, expireAfterSeconds }: Document): void {
  const index = [...indexes.values()].find(({ spec }) => spec.name === name || (keyPattern !== undefined && areEqual(spec.key, keyPattern)));
  if (!index) throw new CommandError(27, `cannot find index ${String(name)} for collMod`);
  if (expireAfterSeconds === undefined) throw notImplemented('this change of an index');
  const expireAfterMs = readExpiry(expireAfterSeconds, index.spec.key);
  index.spec = { ...index.spec, expireAfterMs, document: { ...index.spec.document, expireAfterSeconds } };
}

function runDrop(request: Request, { catalog }: Server) {
  const collection = catalog.get(namespaceOf(request));
  if (!collection) return { ok: 1 };
  catalog.drop(collection);
  return { nIndexesWas: collection.indexes.size, ns: collection.namespace, ok: 1 };
}

function runDropDatabase({ database }: Request, { catalog }: Server) {
  for (const collection of catalog.inDatabase(database)) catalog.drop(collection);
  return { dropped: database, ok: 1 };
}

function runRename({ body }: Request, { catalog }: Server) {
  const [from, to] = [stringField(body, 'renameCollection'), stringField(body, 'to')];
  const collection = catalog.get(from);
  if (!collection) throw new CommandError(26, `Source collection ${from} does not exist`);
  const target = catalog.get(to);
  if (target && !flagField(body, 'dropTarget')) throw new CommandError(48, 'target namespace exists');
  if (target) catalog.drop(target);
  catalog.rename(collection, to);
  return { ok: 1 };
}

function runListCollections({ body, database }: Request, { catalog, cursors }: Server) {
  const matches = compileFilter(documentField(body, 'filter'));
  const isNameOnly = flagField(body, 'nameOnly');
  const found = catalog.inDatabase(database).map(({ namespace, options }) => {
    const name = namespace.slice(database.length + 1);
    const full = { name, type: 'collection', options, info: { readOnly: false }, idIndex: { v: 2, key: { _id: 1 }, name: '_id_' } };
    return { full, answer: isNameOnly ? { name, type: 'collection' } : full };
  });
  const documents = found.filter(({ full }) => matches(full)).map(({ answer }) => writeDocument(answer));
  return cursors.open({ namespace: `${database}.$cmd.listCollections`, documents, batchSize: countField(documentField(body, 'cursor'), 'batchSize') });
}

function runListDatabases({ body }: Request, { catalog }: Server) {
  const sizes = new Map<string, number>();
  for (const { namespace, heap } of catalog.all()) {
    const [database = ''] = namespace.split('.');
    sizes.set(database, (sizes.get(database) ?? 0) + heap.bytes);
  }
  const matches = compileFilter(documentField(body, 'filter'));
  const all = [...sizes].map(([name, bytes]) => ({ name, sizeOnDisk: Long.fromNumber(bytes), empty: false })).filter((entry) => matches(entry));
  const totalSize = Long.fromNumber(all.reduce((sum, { sizeOnDisk }) => sum + sizeOnDisk.toNumber(), 0));
  return { databases: flagField(body, 'nameOnly') ? all.map(({ name }) => ({ name })) : all, totalSize, ok: 1 };
}

function runCollStats(request: Request, { catalog }: Server) {
  const namespace = namespaceOf(request);
  const collection = catalog.get(namespace);
  return { ns: namespace, count: collection?.heap.size ?? 0, size: collection?.heap.bytes ?? 0, nindexes: collection?.indexes.size ?? 0, ok: 1 };
}

function runDbStats({ database }: Request, { catalog }: Server) {
  const collections = catalog.inDatabase(database);
  const sum = (count: (collection: Collection) => number) => collections.reduce((total, collection) => total + count(collection), 0);
  const objects = sum(({ heap }) => heap.size);
  return { db: database, collections: collections.length, objects, dataSize: sum(({ heap }) => heap.bytes), indexes: sum(({ indexes }) => indexes.size), ok: 1 };
}

function runValidate(request: Request, server: Server) {
  const collection = existing(request, server);
  const errors = checkCollection(collection);
  return { ns: collection.namespace, nrecords: collection.heap.size, nIndexes: collection.indexes.size, valid: errors.length === 0, errors, ok: 1 };
}

export const COLLECTION_COMMANDS: Readonly<Record<string, Command>> = {
  create: { run: runCreate, fields: [...CREATE_OPTIONS, ...REFUSED_OPTIONS, 'idIndex', 'autoIndexId'] },
  collMod: { run: runCollMod, fields: [...CREATE_OPTIONS, 'index'] },
  drop: { run: runDrop },
  dropDatabase: { run: runDropDatabase },
  renameCollection: { run: runRename, fields: ['to', 'dropTarget'] },
  listCollections: { run: runListCollections, fields: ['filter', 'nameOnly', 'cursor', 'authorizedCollections'] },
  listDatabases: { run: runListDatabases, fields: ['filter', 'nameOnly', 'authorizedDatabases'] },
  collStats: { run: runCollStats, fields: ['scale'] },
  dbStats: { run: runDbStats, fields: ['scale', 'freeStorage'] },
  validate: { run: runValidate, fields: ['full', 'background', 'repair', 'metadata', 'checkBSONConformance'] },
};
