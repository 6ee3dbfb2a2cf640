/** Hides how the fields of one document after the other are decoded only when they are asked for. */
import { Reader } from './reader.ts';
import type { Document } from './value.ts';

const UNSEEN = 0;
const DECODED = -1;

/** For valid documents only, as stored ones are. */
export class FieldReader {
  private readonly reader = new Reader(Buffer.alloc(0), 'exact');
  private readonly slots: ReadonlyMap<string, number>;
  /** For each field: its type once it was come across. */
  private readonly types: number[];
  private readonly positions: number[];
  private bytes: Buffer = Buffer.alloc(0);
  private position = 0;
  private isAtEnd = true;
  private document: Document = {};

  /** `names`: the top-level fields that will be asked for. */
  constructor(names: Iterable<string>) {
    this.slots = new Map([...names].map((name, slot) => [name, slot]));
    this.types = [...this.slots.keys()].map(() => UNSEEN);
    this.positions = [...this.types];
  }

  /** Turns to the document that begins at a position. */
  open(bytes: Buffer, start: number): void {
    this.bytes = bytes;
    this.position = start + 4;
    this.isAtEnd = false;
    this.types.fill(UNSEEN);
    this.document = {};
  }

  /** The document with all fields that were asked for so far, and these. */
  with(names: readonly string[]): Document {
    for (const name of names) this.decode(name);
    return this.document;
  }

  private decode(name: string): void {
    const slot = this.slots.get(name) ?? -1;
    while (this.types[slot] === UNSEEN && !this.isAtEnd) this.advance();
    const type = this.types[slot] ?? UNSEEN;
    if (type === UNSEEN || type === DECODED) return;
    this.reader.seek(this.bytes, this.positions[slot] ?? 0);
    const value = this.reader.value(type);
    if (name === '__proto__') Object.defineProperty(this.document, name, { value, enumerable: true, configurable: true, writable: true });
    else this.document[name] = value;
    this.types[slot] = DECODED;
  }

  /** Takes note of the next field. */
  private advance(): void {
    const { reader } = this;
    reader.seek(this.bytes, this.position);
    const type = reader.byte();
    if (type === 0) {
      this.isAtEnd = true;
      return;
    }
    const slot = this.slots.get(reader.name());
    if (slot !== undefined) {
      this.types[slot] = type;
      this.positions[slot] = reader.at;
    }
    reader.skip(type);
    this.position = reader.at;
  }
}
