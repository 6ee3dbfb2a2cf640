/** Hides which collections there are, and that all of them live in one file. */
import { isDocument, type Document } from '../bson/value.ts';
import { CommandError } from '../command-error.ts';
import { Collection } from './collection.ts';
import { DatabaseFile } from './database-file.ts';
import { readIndexSpec } from './index-spec.ts';

const ID_INDEX = { key: { _id: 1 }, name: '_id_' };

export class Catalog {
  private readonly byNamespace = new Map<string, Collection>();
  private readonly file: DatabaseFile | null;
  private nextId = 1;

  /** Loads everything from the file at this path; `null` keeps all in memory only. Throws DamagedFile. */
  constructor(path: string | null) {
    this.file = path === null ? null : new DatabaseFile(path);
    for (const { id, description } of this.file?.collections() ?? []) this.load(id, description);
  }

  private load(id: number, { namespace, options, indexes }: Document): void {
    const collection = new Collection({ id, namespace: String(namespace), options: isDocument(options) ? options : {}, file: this.file });
    collection.heap.expect(this.file?.bytesOf(id) ?? 0);
    this.file?.load(id, (record, bytes) => collection.restore(record, bytes));
    collection.addIndexes((Array.isArray(indexes) ? indexes.filter(isDocument) : []).map(readIndexSpec));
    this.byNamespace.set(collection.namespace, collection);
    this.nextId = Math.max(this.nextId, id + 1);
  }

  get(namespace: string): Collection | undefined {
    return this.byNamespace.get(namespace);
  }

  all(): Collection[] {
    return [...this.byNamespace.values()];
  }

  /** The collections of one database. */
  inDatabase(database: string): Collection[] {
    return this.all().filter(({ namespace }) => namespace.startsWith(`${database}.`));
  }

  /** The collection, made when there is none. Throws InvalidNamespace. */
  create(namespace: string, options: Document = {}): Collection {
    const existing = this.byNamespace.get(namespace);
    if (existing) return existing;
    checkNamespace(namespace);
    const collection = new Collection({ id: this.nextId++, namespace, options, file: this.file });
    collection.addIndexes([readIndexSpec(ID_INDEX)]);
    this.byNamespace.set(namespace, collection);
    this.file?.create(collection.id);
    this.describe(collection);
    return collection;
  }

  drop(collection: Collection): void {
    this.byNamespace.delete(collection.namespace);
    this.file?.drop(collection.id);
  }

  rename(collection: Collection, namespace: string): void {
    checkNamespace(namespace);
    this.byNamespace.delete(collection.namespace);
    collection.namespace = namespace;
    this.byNamespace.set(namespace, collection);
    this.describe(collection);
  }

  /** Keeps the changed options or indexes of a collection. */
  describe(collection: Collection): void {
    const indexes = [...collection.indexes.values()].map(({ spec }) => spec.document);
    this.file?.describe(collection.id, { namespace: collection.namespace, options: collection.options, indexes });
  }

  /** Whether anything changed since the last commit. */
  hasChanges(): boolean {
    return this.file?.hasChanges() ?? false;
  }

  /** Makes everything since the last commit durable. Throws FailedCommit. */
  commit(): void {
    this.file?.commit();
  }

  close(): void {
    this.file?.close();
  }
}

function checkNamespace(namespace: string): void {
  const [database = '', ...rest] = namespace.split('.');
  const name = rest.join('.');
  const isDatabaseValid = database !== '' && database.length < 64 && !/[/\\. "$*<>:|?]/.test(database);
  if (!isDatabaseValid || name === '' || name.startsWith('.') || /[$\0]/.test(name) || namespace.length > 255) {
    throw new CommandError(73, `Invalid namespace specified '${namespace}'`);
  }
}
