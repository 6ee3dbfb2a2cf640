/** Hides the commands about indexes: createIndexes, listIndexes, dropIndexes. */
import { writeDocument } from '../bson/reader.ts';
import { areEqual } from '../bson/order-key.ts';
import { show, type Document } from '../bson/value.ts';
import { CommandError } from '../command-error.ts';
import type { Collection } from '../store/collection.ts';
import type { CollectionIndex } from '../store/collection-index.ts';
import { readIndexSpec, type IndexSpec } from '../store/index-spec.ts';
import { countField, documentField, documentsField, namespaceOf, type Command, type Request, type Server } from './request.ts';

function runCreateIndexes(request: Request, { catalog }: Server) {
  const namespace = namespaceOf(request);
  const specs = documentsField(request.body, 'indexes').map(readIndexSpec);
  if (specs.length === 0) throw new CommandError(2, 'Must specify at least one index to create');
  const isNew = catalog.get(namespace) === undefined;
  const collection = catalog.create(namespace);
  const numIndexesBefore = collection.indexes.size;
  collection.addIndexes(specs.filter((spec) => !existsAlready(collection, spec)));
  catalog.describe(collection);
  return { numIndexesBefore, numIndexesAfter: collection.indexes.size, createdCollectionAutomatically: isNew, ok: 1 };
}

/** Whether the very same index is there. Throws IndexKeySpecsConflict or IndexOptionsConflict when a similar one is. */
function existsAlready({ indexes }: Collection, spec: IndexSpec): boolean {
  const sameName = indexes.get(spec.name)?.spec;
  if (sameName && !areEqual(sameName.key, spec.key)) {
    throw new CommandError(86, `An existing index has the same name as the requested index. Requested index: ${show(spec.document)}, existing index: ${show(sameName.document)}`);
  }
  const isAlike = (other: IndexSpec): boolean =>
    areEqual(other.key, spec.key) && other.folding?.name === spec.folding?.name && areEqual(other.partialFilter, spec.partialFilter);
  const alike = sameName ?? [...indexes.values()].find((index) => isAlike(index.spec))?.spec;
  if (!alike) return false;
  const hasSameOptions =
    isAlike(alike) && alike.isUnique === spec.isUnique && alike.isSparse === spec.isSparse && alike.expireAfterMs === spec.expireAfterMs;
  if (alike.name === '_id_') return true;
  if (!hasSameOptions) throw new CommandError(85, `An equivalent index already exists with the same name but different options. Requested index: ${show(spec.document)}`);
  if (alike.name !== spec.name) throw new CommandError(85, `Index already exists with a different name: ${alike.name}`);
  return true;
}

function existing(request: Request, { catalog }: Server): Collection {
  const namespace = namespaceOf(request);
  const collection = catalog.get(namespace);
  if (!collection) throw new CommandError(26, `ns does not exist: ${namespace}`);
  return collection;
}

function runListIndexes(request: Request, server: Server) {
  const collection = existing(request, server);
  const documents = [...collection.indexes.values()].map(({ spec }) => writeDocument(spec.document));
  const batchSize = countField(documentField(request.body, 'cursor'), 'batchSize');
  return server.cursors.open({ namespace: collection.namespace, documents, batchSize });
}

function runDropIndexes(request: Request, server: Server) {
  const collection = existing(request, server);
  const nIndexesWas = collection.indexes.size;
  const { index } = request.body;
  const wanted = Array.isArray(index) ? index : [index];
  const dropped = index === '*' ? [...collection.indexes.values()].filter(({ spec }) => spec.name !== '_id_') : wanted.map((one) => indexNamed(collection, one));
  for (const { spec } of dropped) collection.indexes.delete(spec.name);
  server.catalog.describe(collection);
  return { nIndexesWas, ok: 1 };
}

function indexNamed({ indexes }: Collection, wanted: unknown): CollectionIndex {
  const index = [...indexes.values()].find(({ spec }) => (typeof wanted === 'string' ? spec.name === wanted : areEqual(spec.key, wanted)));
  if (!index) throw new CommandError(27, typeof wanted === 'string' ? `index not found with name [${wanted}]` : `can't find index with key: ${show(wanted as Document)}`);
  if (index.spec.name === '_id_') throw new CommandError(72, 'cannot drop _id index');
  return index;
}

export const INDEX_COMMANDS: Readonly<Record<string, Command>> = {
  createIndexes: { run: runCreateIndexes, fields: ['indexes', 'commitQuorum'] },
  listIndexes: { run: runListIndexes, fields: ['cursor'] },
  dropIndexes: { run: runDropIndexes, fields: ['index'] },
};
