/** Hides the operations of the unified test format: each is one call of the driver. */
import { ReadConcern, ReadPreference, WriteConcern, type Collection, type Db, type Document, type MongoClient } from 'mongodb';

/** The arguments of an operation, as the data set has them. */
type Arguments = Document;
type Operation = (target: never, given: Arguments) => Promise<unknown>;

/** Options in the data set's words as the driver takes them. */
export function driverOptions(given: Document): Document {
  const options: Document = { ...given };
  if (options['returnDocument']) options['returnDocument'] = String(options['returnDocument']).toLowerCase();
  if (options['readConcern']) options['readConcern'] = new ReadConcern(options['readConcern'].level);
  if (options['writeConcern']) options['writeConcern'] = WriteConcern.fromOptions({ writeConcern: options['writeConcern'] });
  if (options['readPreference']) options['readPreference'] = new ReadPreference(options['readPreference'].mode);
  return options;
}

const named = (model: Document): Document => {
  const [[name, options] = ['', {}]] = Object.entries(model);
  return { name, ...options };
};

/** Operations on a collection. */
const COLLECTION: Readonly<Record<string, (target: Collection, given: Arguments) => Promise<unknown>>> = {
  insertOne: (target, { document, ...options }) => target.insertOne({ ...document }, options),
  insertMany: (target, { documents, ...options }) => target.insertMany(documents.map((document: Document) => ({ ...document })), options),
  find: (target, { filter, ...options }) => target.find(filter, options).toArray(),
  findOne: (target, { filter, ...options }) => target.findOne(filter, options),
  updateOne: (target, { filter, update, ...options }) => target.updateOne(filter, update, options),
  updateMany: (target, { filter, update, ...options }) => target.updateMany(filter, update, options),
  replaceOne: (target, { filter, replacement, ...options }) => target.replaceOne(filter, replacement, options),
  deleteOne: (target, { filter, ...options }) => target.deleteOne(filter, options),
  deleteMany: (target, { filter, ...options }) => target.deleteMany(filter, options),
  findOneAndUpdate: (target, { filter, update, ...options }) => target.findOneAndUpdate(filter, update, options),
  findOneAndReplace: (target, { filter, replacement, ...options }) => target.findOneAndReplace(filter, replacement, options),
  findOneAndDelete: (target, { filter, ...options }) => target.findOneAndDelete(filter, options),
  bulkWrite: (target, { requests, ...options }) => target.bulkWrite(requests.map((request: Document) => ({ ...request })), options),
  countDocuments: (target, { filter, ...options }) => target.countDocuments(filter, options),
  estimatedDocumentCount: (target, options) => target.estimatedDocumentCount(options),
  count: (target, { filter, ...options }) => target.count(filter, options),
  distinct: (target, { fieldName, filter, ...options }) => target.distinct(fieldName, filter, options),
  createIndex: (target, { keys, ...options }) => target.createIndex(keys, options),
};

const ANY: Readonly<Record<string, Operation>> = {
  ...COLLECTION,
  aggregate: (target: Collection | Db, { pipeline, ...options }) => target.aggregate(pipeline, options).toArray(),
  clientBulkWrite: (target: MongoClient, { models, ...options }) => target.bulkWrite(models.map(named), options),
  createCollection: (target: Db, { collection, ...options }) => target.createCollection(collection, options),
  dropCollection: (target: Db, { collection, ...options }) => target.dropCollection(collection, options),
  modifyCollection: (target: Db, { collection, ...options }) => target.command({ collMod: collection, ...options }),
  runCommand: (target: Db, { command }) => target.command(command),
};

/** The driver call for an operation; `undefined` when there is none for it. */
export function operationOf(name: string): ((target: unknown, given: Document) => Promise<unknown>) | undefined {
  const operation = ANY[name];
  return operation && ((target, given) => operation(target as never, driverOptions(given)));
}
