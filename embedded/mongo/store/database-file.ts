/**
 * Hides the SQLite file behind the store. Changes are kept back and committed in one transaction
 * before the commands that made them are answered; memory is the truth while the process lives, the file is what the next one starts from.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { readDocument, writeDocument } from '../bson/reader.ts';
import { CommandError } from '../command-error.ts';
import type { Document } from '../bson/value.ts';

/** Marks the file as ours (PRAGMA application_id). */
const APPLICATION_ID = 0x45504d47;

/** Documents that are read from the file together; one by one they take a third longer. */
const LOADED_AT_ONCE = 32;

/** The file cannot be read as what it should be. The message is one sentence for the operator. */
export class DamagedFile extends Error {}
/** Changes could not be written; memory and file now differ, so the process must end. */
export class FailedCommit extends Error {}

export type StoredCollection = { readonly id: number; readonly description: Document };
type DocumentStatements = { readonly put: StatementSync; readonly remove: StatementSync };
type Change = { readonly collection: number; readonly record: number; readonly bytes: Uint8Array | null };

export class DatabaseFile {
  private readonly database: DatabaseSync;
  private readonly path: string;
  private readonly statements = new Map<number, DocumentStatements>();
  private readonly changes = new Map<string, Change>();
  private readonly structural: (() => void)[] = [];

  /** Opens or creates the file. Throws DamagedFile when it is not one of ours or not readable. */
  constructor(path: string) {
    this.path = path;
    try {
      this.database = new DatabaseSync(path);
      this.open();
    } catch (error) {
      throw this.damaged(error);
    }
  }

  private open(): void {
    this.database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -256; PRAGMA wal_autocheckpoint = 4000;');
    const tables = this.database.prepare('SELECT count(*) AS count FROM sqlite_master').get()?.['count'];
    const id = this.database.prepare('PRAGMA application_id').get()?.['application_id'];
    if (tables !== 0 && id !== APPLICATION_ID) throw new Error('it belongs to another program');
    this.database.exec(`PRAGMA application_id = ${APPLICATION_ID};
      CREATE TABLE IF NOT EXISTS collection (id INTEGER PRIMARY KEY, description BLOB NOT NULL);`);
  }

  private damaged(cause: unknown): DamagedFile {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new DamagedFile(`The data file ${this.path} is damaged or not a data file of this server (${reason}); move it away or restore a copy.`, { cause });
  }

  /** What collections the file holds. */
  collections(): readonly StoredCollection[] {
    try {
      return this.database
        .prepare('SELECT id, description FROM collection ORDER BY id')
        .all()
        .map(({ id, description }) => ({ id: Number(id), description: readDocument(asBuffer(description)) }));
    } catch (error) {
      throw this.damaged(error);
    }
  }

  /** How many bytes the documents of a collection have. Throws DamagedFile. */
  bytesOf(collection: number): number {
    try {
      return Number(this.database.prepare(`SELECT total(length(bson)) AS bytes FROM document_${collection}`).get()?.['bytes']);
    } catch (error) {
      throw this.damaged(error);
    }
  }

  /** Hands over the documents of a collection in the order they were inserted. Throws DamagedFile. */
  load(collection: number, each: (record: number, bytes: Uint8Array) => void): void {
    try {
      const next = this.database.prepare(`SELECT record, bson, checksum FROM document_${collection} WHERE record > ? ORDER BY record LIMIT ${LOADED_AT_ONCE}`);
      next.setReturnArrays(true);
      for (let last = -1, rows = next.all(last); rows.length > 0; rows = next.all(last)) {
        for (const row of rows as unknown as readonly (readonly [number, Uint8Array, number])[]) {
          const [record, bytes, checksum] = row;
          if (crc32(bytes) !== checksum) throw new Error(`the checksum of record ${record} is wrong`);
          each(record, bytes);
          last = record;
        }
      }
    } catch (error) {
      throw this.damaged(error);
    }
  }

  create(id: number): void {
    this.structural.push(() => {
      this.database.exec(`CREATE TABLE document_${id} (record INTEGER PRIMARY KEY, bson BLOB NOT NULL, checksum INTEGER NOT NULL)`);
    });
  }

  /** Keeps a collection's name, options and indexes. */
  describe(id: number, description: Document): void {
    const bytes = writeDocument(description);
    this.structural.push(() => {
      this.database.prepare('INSERT OR REPLACE INTO collection (id, description) VALUES (?, ?)').run(id, bytes);
    });
  }

  drop(id: number): void {
    for (const [key, change] of this.changes) if (change.collection === id) this.changes.delete(key);
    this.structural.push(() => {
      this.statements.delete(id);
      this.database.exec(`DROP TABLE document_${id}; DELETE FROM collection WHERE id = ${id};`);
    });
  }

  /** Keeps the bytes of a record, or its removal (`null`). */
  record(collection: number, record: number, bytes: Uint8Array | null): void {
    this.changes.set(`${collection}.${record}`, { collection, record, bytes });
  }

  hasChanges(): boolean {
    return this.changes.size > 0 || this.structural.length > 0;
  }

  /** Writes everything since the last commit as one transaction. Throws FailedCommit. */
  commit(): void {
    if (!this.hasChanges()) return;
    try {
      this.database.exec('BEGIN IMMEDIATE');
      for (const change of this.structural) change();
      for (const change of this.changes.values()) this.write(change);
      this.database.exec('COMMIT');
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new FailedCommit(`Changes could not be written to ${this.path} (${reason}); stopping, so that nothing is acknowledged that is not kept.`, { cause: error });
    }
    this.structural.length = 0;
    this.changes.clear();
  }

  private write({ collection, record, bytes }: Change): void {
    const { put, remove } = this.prepared(collection);
    if (bytes) put.run(record, bytes, crc32(bytes));
    else remove.run(record);
  }

  private prepared(collection: number): DocumentStatements {
    let statements = this.statements.get(collection);
    if (!statements) {
      statements = {
        put: this.database.prepare(`INSERT OR REPLACE INTO document_${collection} (record, bson, checksum) VALUES (?, ?, ?)`),
        remove: this.database.prepare(`DELETE FROM document_${collection} WHERE record = ?`),
      };
      this.statements.set(collection, statements);
    }
    return statements;
  }

  close(): void {
    this.database.close();
  }
}

function asBuffer(value: unknown): Buffer {
  if (!(value instanceof Uint8Array)) throw new CommandError(22, 'a stored document is not made of bytes');
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
