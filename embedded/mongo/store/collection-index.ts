/** Hides an index of a collection: its keys, which documents it leaves out, and whether arrays were met. */
import { splitPath, valuesAt } from '../bson/path.ts';
import { show, type Document } from '../bson/value.ts';
import { CommandError } from '../command-error.ts';
import { compileFilter, type DocumentTest } from '../query/filter.ts';
import { keysOf, simpleKey } from './index-keys.ts';
import type { IndexSpec } from './index-spec.ts';
import { SortedKeys } from './sorted-keys.ts';

/** What must change in an index when a document does. */
export type IndexChange = { readonly added: readonly string[]; readonly removed: readonly string[] };

/** `finish` throws DuplicateKey. */
export type IndexBuilder = {
  readonly add: (record: number, document: Document) => void;
  readonly finish: (documentOf: (record: number) => Document) => void;
};

const scratch = Buffer.allocUnsafe(4_096);

/** The same key in memory of its own: a joined string drags along the parts it was joined from. */
function compact(key: string): string {
  return key.length > scratch.length ? key : scratch.toString('latin1', 0, scratch.write(key, 0, 'latin1'));
}

const NO_KEYS: readonly string[] = [];
const NO_CHANGE: IndexChange = { added: NO_KEYS, removed: NO_KEYS };

export class CollectionIndex {
  readonly keys = new SortedKeys();
  /** For each field, whether any document had an array on its path. */
  readonly multikey: boolean[];
  /** The top-level fields its keys depend on, which its documents' being in it does, too; `null` when they depend on the whole document. */
  readonly topLevelFields: ReadonlySet<string> | null;
  spec: IndexSpec;
  private readonly includes: DocumentTest | null;

  constructor(spec: IndexSpec) {
    this.spec = spec;
    this.multikey = spec.fields.map(({ kind }) => kind !== 'value');
    this.includes = spec.partialFilter ? compileFilter(spec.partialFilter) : null;
    const paths = [...spec.fields.map(({ path }) => path), ...Object.keys(spec.partialFilter ?? {})];
    const isWhole = spec.textFields !== null || paths.some((path) => path.startsWith('$'));
    this.topLevelFields = isWhole ? null : new Set(paths.map((path) => path.split('.', 1)[0] ?? path));
  }

  keysFor(document: Document): readonly string[] {
    if (this.includes && !this.includes(document)) return NO_KEYS;
    const simple = simpleKey(document, this.spec);
    if (simple !== null) return [simple];
    const { keys, multikey } = keysOf(document, this.spec);
    multikey.forEach((isMultikey, index) => {
      if (isMultikey) this.multikey[index] = true;
    });
    return keys;
  }

  /** What replacing `previous` by `next` changes, `null` meaning no document. Throws DuplicateKey, naming the collection. */
  change(record: number, previous: Document | null, next: Document | null): IndexChange {
    if (previous && next && !this.isConcerned(previous, next)) return NO_CHANGE;
    const old = previous ? this.keysFor(previous) : NO_KEYS;
    const fresh = next ? this.keysFor(next) : NO_KEYS;
    if (next && this.spec.isUnique) for (const key of fresh) if (this.keys.other(key, record) !== undefined) throw this.duplicate(next);
    if (old.length === 0) return { added: fresh, removed: old };
    return { added: fresh.filter((key) => !old.includes(key)), removed: old.filter((key) => !fresh.includes(key)) };
  }

  /** An update leaves what it does not name as the very same values. */
  private isConcerned(previous: Document, next: Document): boolean {
    if (this.topLevelFields === null) return true;
    for (const name of this.topLevelFields) if (previous[name] !== next[name]) return true;
    return false;
  }

  apply(record: number, { added, removed }: IndexChange): void {
    for (const key of removed) this.keys.delete(key, record);
    for (const key of added) this.keys.add(key, record);
  }

  /** Starts to build the index: hand over every document, then finish. */
  builder(): IndexBuilder {
    const keys: string[] = [];
    const records: number[] = [];
    return {
      add: (record, document) => {
        for (const key of this.keysFor(document)) {
          keys.push(compact(key));
          records.push(record);
        }
      },
      finish: (documentOf) => {
        this.keys.load(keys, records);
        const repeated = this.spec.isUnique ? this.keys.duplicate() : undefined;
        if (repeated !== undefined) throw this.duplicate(documentOf(repeated));
      },
    };
  }

  private duplicate(document: Document): DuplicateKey {
    const values = Object.keys(this.spec.key).map((path) => [path, valuesAt(document, splitPath(path))[0] ?? null] as const);
    return new DuplicateKey(this.spec, Object.fromEntries(values));
  }
}

/** A unique index would hold a key twice. */
export class DuplicateKey extends CommandError {
  constructor(spec: IndexSpec, values: Document) {
    super(11000, `index: ${spec.name} dup key: ${show(values)}`, { keyPattern: spec.key, keyValue: values });
  }

  /** The same with MongoDB's wording, which names the collection. */
  in(namespace: string): CommandError {
    return new CommandError(11000, `E11000 duplicate key error collection: ${namespace} ${this.message}`, this.details);
  }
}
