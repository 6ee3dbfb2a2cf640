/** Hides the run of one test of the unified test format: its data, its entities, its operations and what must come of them. */
import { MongoBulkWriteError, MongoClient, MongoClientBulkWriteError, MongoServerError, type Document } from 'mongodb';
import { Mismatch, matchDocument } from './match.ts';
import { driverOptions, operationOf } from './operations.ts';

/** The test needs something that this runner does not have. */
export class Skipped extends Error {}

export type Trial = { readonly file: Document; readonly test: Document; readonly admin: MongoClient; readonly url: string };

/** Runs a test. Throws Mismatch, Skipped, or whatever the driver threw unexpectedly. */
export async function runTest({ file, test, admin, url }: Trial): Promise<void> {
  const clients: MongoClient[] = [];
  try {
    for (const data of file['initialData'] ?? []) await fill(admin, data);
    const entities = createEntities(file['createEntities'] ?? [], { url, clients });
    for (const operation of test['operations']) await runOperation(operation, entities);
    for (const outcome of test['outcome'] ?? []) await checkOutcome(admin, outcome);
  } finally {
    await admin.db('admin').command({ configureFailPoint: 'failCommand', mode: 'off' }).catch(() => undefined);
    await Promise.all(clients.map((client) => client.close()));
  }
}

async function fill(admin: MongoClient, { databaseName, collectionName, documents, createOptions }: Document): Promise<void> {
  const database = admin.db(databaseName);
  await database.dropCollection(collectionName);
  const collection = await database.createCollection(collectionName, createOptions);
  if (documents.length > 0) await collection.insertMany(documents.map((document: Document) => ({ ...document })));
}

type Entities = Map<string, unknown>;

function entity<Kind>(entities: Entities, id: string, kind: new (...args: never[]) => Kind): Kind {
  const found = entities.get(id);
  if (!(found instanceof kind)) throw new Skipped(`needs the object ${id}`);
  return found;
}

function createEntities(specifications: readonly Document[], { url, clients }: { url: string; clients: MongoClient[] }): Entities {
  const entities: Entities = new Map();
  for (const specification of specifications) {
    const [[kind, given] = ['', {}]] = Object.entries<Document>(specification);
    switch (kind) {
      case 'client': {
        const { appname, ...uriOptions } = given['uriOptions'] ?? {};
        const api = given['serverApi'] ? { serverApi: given['serverApi'] } : {};
        const client = new MongoClient(url, { ...uriOptions, ...(appname && { appName: appname }), ...api });
        clients.push(client);
        entities.set(given['id'], client);
        break;
      }
      case 'database':
        entities.set(given['id'], entity(entities, given['client'], MongoClient).db(given['databaseName'], driverOptions(given['databaseOptions'] ?? {})));
        break;
      case 'collection': {
        const database = entities.get(given['database']) as ReturnType<MongoClient['db']>;
        entities.set(given['id'], database.collection(given['collectionName'], driverOptions(given['collectionOptions'] ?? {})));
        break;
      }
      default:
        throw new Skipped(`needs an entity of kind ${kind}`);
    }
  }
  return entities;
}

async function runOperation(operation: Document, entities: Entities): Promise<void> {
  const { name, object, expectError, expectResult, ignoreResultAndError } = operation;
  const given: Document = operation['arguments'] ?? {};
  if (name === 'failPoint') {
    await entity(entities, given['client'], MongoClient).db('admin').command(given['failPoint']);
    return;
  }
  const run = operationOf(name);
  const target = entities.get(object);
  if (!run || !target) throw new Skipped(`needs the operation ${name} of ${object}`);
  const outcome = await settle(run(target, given));
  if (ignoreResultAndError) return;
  if (expectError) checkError(expectError, outcome);
  else if ('error' in outcome) throw outcome.error;
  else if (expectResult !== undefined) matchDocument(expectResult, outcome.value ?? null);
}

type Outcome = { readonly value: unknown } | { readonly error: unknown };

async function settle(work: Promise<unknown>): Promise<Outcome> {
  try {
    return { value: await work };
  } catch (error) {
    return { error };
  }
}

function checkError(expected: Document, outcome: Outcome): void {
  if (!('error' in outcome)) throw new Mismatch('it should have failed');
  const { error } = outcome;
  if (!(error instanceof Error)) throw new Mismatch('it failed with something that is no error');
  const cause = error instanceof MongoClientBulkWriteError && error.cause instanceof Error ? error.cause : error;
  const isFromServer = error instanceof MongoServerError || error instanceof MongoClientBulkWriteError;
  if (expected['isClientError'] === isFromServer && !(error instanceof MongoClientBulkWriteError)) throw new Mismatch(`it failed on the wrong side: ${error.message}`);
  const { errorContains, errorCode, errorCodeName, errorResponse, expectResult } = expected;
  const told = `${error.message} ${cause.message}`;
  if (errorContains && !told.toLowerCase().includes(String(errorContains).toLowerCase())) throw new Mismatch(`the error should tell '${errorContains}', tells '${told}'`);
  const details = cause as unknown as Document;
  if (errorCode !== undefined && details['code'] !== errorCode) throw new Mismatch(`the code should be ${errorCode}, is ${details['code']}: ${told}`);
  if (errorCodeName !== undefined && details['codeName'] !== errorCodeName) throw new Mismatch(`the code should be called ${errorCodeName}, is ${details['codeName']}`);
  checkLabels(expected, details);
  if (errorResponse) matchDocument(errorResponse, details['errorResponse'] ?? details['result'] ?? {});
  if (expectResult) matchDocument(expectResult, partialResult(error));
  checkWriteErrors(expected['writeErrors'], error);
}

function checkLabels({ errorLabelsContain, errorLabelsOmit }: Document, error: Document): void {
  for (const label of errorLabelsContain ?? []) if (!error['hasErrorLabel']?.(label)) throw new Mismatch(`the label ${label} is missing`);
  for (const label of errorLabelsOmit ?? []) if (error['hasErrorLabel']?.(label)) throw new Mismatch(`the label ${label} should not be there`);
}

/** The driver gives a partial result of nothing but zeros where the format speaks of none. */
function partialResult(error: Error): Document {
  if (error instanceof MongoBulkWriteError) return error.result;
  const result: Document = error instanceof MongoClientBulkWriteError ? (error.partialResult ?? {}) : {};
  const isEmpty = ['insertedCount', 'upsertedCount', 'matchedCount', 'modifiedCount', 'deletedCount'].every((count) => !result[count]);
  return isEmpty ? {} : result;
}

function checkWriteErrors(expected: Document | undefined, error: Error): void {
  if (!expected) return;
  const found = error instanceof MongoClientBulkWriteError ? [...error.writeErrors] : [];
  matchDocument(expected, Object.fromEntries(found.map(([index, { code, message }]) => [index, 'message' in (expected[index] ?? {}) ? { code, message } : { code }])));
}

async function checkOutcome(admin: MongoClient, { databaseName, collectionName, documents }: Document): Promise<void> {
  const found = await admin.db(databaseName).collection(collectionName).find().sort({ _id: 1 }).toArray();
  matchDocument({ documents }, { documents: found });
}
