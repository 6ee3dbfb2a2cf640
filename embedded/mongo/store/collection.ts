/** Hides a collection: its documents, the indexes kept in step with them, and the small cache of decoded documents. */
import { ObjectId } from 'bson';
import { FieldReader } from '../bson/field-reader.ts';
import { readDocument, writeDocument, type NumberStyle } from '../bson/reader.ts';
import { orderKey } from '../bson/order-key.ts';
import { isDocument, isRegex, type Document } from '../bson/value.ts';
import { CommandError } from '../command-error.ts';
import { compileFilter, type DocumentTest } from '../query/filter.ts';
import { CollectionIndex, DuplicateKey } from './collection-index.ts';
import type { DatabaseFile } from './database-file.ts';
import type { IndexSpec } from './index-spec.ts';
import { RecordHeap } from './record-heap.ts';

export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;
/** Decoded documents take several times their bytes, so only this many bytes' worth is kept decoded. */
const CACHE_BYTES = 4 << 20;

export type CollectionOptions = { readonly id: number; readonly namespace: string; readonly options: Document; readonly file: DatabaseFile | null };

export class Collection {
  readonly id: number;
  readonly heap = new RecordHeap();
  readonly indexes = new Map<string, CollectionIndex>();
  namespace: string;
  options: Document;
  private readonly file: DatabaseFile | null;
  private readonly cache = new Map<number, Document>();
  private cachedBytes = 0;
  private nextRecord = 0;
  private isValid: DocumentTest | null = null;

  constructor({ id, namespace, options, file }: CollectionOptions) {
    this.id = id;
    this.namespace = namespace;
    this.options = options;
    this.file = file;
    this.setOptions(options);
  }

  /** Takes over options, of which a `validator` is enforced. */
  setOptions(options: Document): void {
    this.options = options;
    const { validator, validationAction } = options;
    const isEnforced = isDocument(validator) && Object.keys(validator).length > 0 && validationAction !== 'warn';
    this.isValid = isEnforced ? compileFilter(validator) : null;
  }

  bytesOf(record: number): Buffer {
    const bytes = this.heap.get(record);
    if (!bytes) throw new Error(`record ${record} of ${this.namespace} is gone`);
    return bytes;
  }

  /** The document of a record. It is shared: never change it. */
  document(record: number): Document {
    let document = this.cache.get(record);
    if (document) return document;
    const bytes = this.bytesOf(record);
    document = readDocument(bytes);
    this.cache.set(record, document);
    this.cachedBytes += bytes.length;
    if (this.cachedBytes > CACHE_BYTES) this.shrinkCache();
    return document;
  }

  /** A function that reads at least these top-level fields of a document; reading them alone takes a fraction of decoding it whole. */
  fieldsReader(names: ReadonlySet<string>): (record: number) => Document {
    const reader = new FieldReader(names);
    const wanted = [...names];
    return (record) => {
      const decoded = this.cache.get(record);
      if (decoded) return decoded;
      this.open(record, reader);
      return reader.with(wanted);
    };
  }

  /** The document of a record when it is at hand. It is shared: never change it. */
  decoded(record: number): Document | undefined {
    return this.cache.get(record);
  }

  /** Turns a reader to the document of a record. */
  open(record: number, reader: FieldReader): void {
    reader.open(this.heap.slab(record), this.heap.offset(record));
  }

  /** The document decoded anew, for the caller to change. */
  freshDocument(record: number, numbers: NumberStyle): Document {
    return readDocument(this.bytesOf(record), numbers);
  }

  private shrinkCache(): void {
    for (const record of this.cache.keys()) {
      if (this.cachedBytes <= CACHE_BYTES / 2) break;
      this.forget(record);
    }
  }

  private forget(record: number): void {
    if (this.cache.delete(record)) this.cachedBytes -= this.heap.get(record)?.length ?? 0;
  }

  /** The record with this `_id`. */
  recordById(id: unknown): number | undefined {
    return this.indexes.get('_id_')?.keys.other(orderKey(id), -1);
  }

  /** Adds a document; `bytes` are its encoding when at hand. Answers its `_id`. Throws DuplicateKey and the like; then nothing changed. */
  insert(document: Document, { bytes, skipValidation = false }: { bytes?: Buffer | undefined; skipValidation?: boolean } = {}): unknown {
    const isReady = Object.keys(document)[0] === '_id';
    const { _id = new ObjectId(), ...rest } = document;
    const complete = isReady ? document : { _id, ...rest };
    checkId(complete['_id']);
    const encoded = isReady && bytes ? bytes : writeDocument(complete);
    this.check(complete, encoded, skipValidation);
    const record = this.nextRecord;
    this.reindex(record, null, complete);
    this.nextRecord++;
    this.keep(record, encoded);
    return complete['_id'];
  }

  /** Puts a document in the place of another. Throws as `insert` does. */
  replace(record: number, document: Document, skipValidation: boolean): void {
    const encoded = writeDocument(document);
    this.check(document, encoded, skipValidation);
    this.reindex(record, this.document(record), document);
    this.forget(record);
    this.keep(record, encoded);
  }

  remove(record: number): void {
    this.reindex(record, this.document(record), null);
    this.forget(record);
    this.heap.delete(record);
    this.file?.record(this.id, record, null);
  }

  private keep(record: number, bytes: Buffer): void {
    this.heap.set(record, bytes);
    this.file?.record(this.id, record, this.bytesOf(record));
  }

  private check(document: Document, bytes: Buffer, skipValidation: boolean): void {
    if (bytes.length > MAX_DOCUMENT_BYTES) {
      throw new CommandError(10334, `BSONObj size: ${bytes.length} is invalid. Size must be between 0 and 16793600(16MB)`);
    }
    if (skipValidation || !this.isValid || this.isValid(document)) return;
    throw new CommandError(121, 'Document failed validation', { errInfo: { failingDocumentId: document['_id'], details: { operatorName: 'validator' } } });
  }

  /** Works out all changes before it makes the first, so a refused document changes nothing. */
  private reindex(record: number, previous: Document | null, next: Document | null): void {
    try {
      const changes = [...this.indexes.values()].map((index) => [index, index.change(record, previous, next)] as const);
      for (const [index, change] of changes) index.apply(record, change);
    } catch (error) {
      throw error instanceof DuplicateKey ? error.in(this.namespace) : error;
    }
  }

  /** Builds indexes in one walk over the documents. Throws DuplicateKey; then there is none of them. */
  addIndexes(specs: readonly IndexSpec[]): void {
    const indexes = specs.map((spec) => new CollectionIndex(spec));
    const builders = indexes.map((index) => index.builder());
    const fields = indexes.some(({ topLevelFields }) => topLevelFields === null) ? null : new Set(indexes.flatMap(({ topLevelFields }) => [...(topLevelFields ?? [])]));
    const read = fields ? this.fieldsReader(fields) : (record: number) => readDocument(this.bytesOf(record));
    try {
      for (const record of this.heap.records()) {
        const document = read(record);
        for (const { add } of builders) add(record, document);
      }
      for (const { finish } of builders) finish((record) => this.document(record));
    } catch (error) {
      throw error instanceof DuplicateKey ? error.in(this.namespace) : error;
    }
    for (const index of indexes) this.indexes.set(index.spec.name, index);
  }

  /** Takes over a stored document at start, before the indexes are built. */
  restore(record: number, bytes: Uint8Array): void {
    this.heap.set(record, bytes);
    this.nextRecord = record + 1;
  }
}

function checkId(id: unknown): void {
  if (Array.isArray(id)) throw new CommandError(53, "The '_id' value cannot be of type array");
  if (isRegex(id)) throw new CommandError(53, "The '_id' value cannot be of type regex");
  const operator = isDocument(id) ? Object.keys(id).find((key) => key.startsWith('$')) : undefined;
  if (operator !== undefined) throw new CommandError(52, `_id fields may not contain '$'-prefixed fields: ${operator} is not valid for storage.`);
}
