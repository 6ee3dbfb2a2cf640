/** Hides how the fields of one document after the other are decoded only when they are asked for. */
import { hashOfName, NAME_HASHES, Reader } from './reader.ts';
import { setField, type Document } from './value.ts';

const UNSEEN = 0;
const DECODED = -1;
const NONE = -1;

/** For valid documents only, as stored ones are. */
export class FieldReader {
  private readonly reader = new Reader(Buffer.alloc(0), 'exact');
  private readonly slots: ReadonlyMap<string, number>;
  private readonly names: readonly Buffer[];
  /** The first slot whose name has a hash, and for each slot the next one: most fields of a document are nobody's, which this tells at once. */
  private readonly slotOfHash = new Int16Array(NAME_HASHES).fill(NONE);
  private readonly nextSlot: readonly number[];
  /** For each slot: the type of its field once it was come across. */
  private readonly types: number[];
  private readonly positions: number[];
  private bytes: Buffer = Buffer.alloc(0);
  private position = 0;
  private isAtEnd = true;
  private document: Document = {};

  /** `names`: the top-level fields that will be asked for. */
  constructor(names: ReadonlySet<string>) {
    this.slots = new Map([...names].map((name, slot) => [name, slot]));
    this.names = [...names].map((name) => Buffer.from(name));
    this.nextSlot = [...names].map((name, slot) => {
      const hash = hashOfName(name);
      const next = this.slotOfHash[hash] ?? NONE;
      this.slotOfHash[hash] = slot;
      return next;
    });
    this.types = this.names.map(() => UNSEEN);
    this.positions = this.names.map(() => 0);
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
    const slot = this.slots.get(name) ?? NONE;
    while (this.types[slot] === UNSEEN && !this.isAtEnd) this.advance();
    const type = this.types[slot] ?? UNSEEN;
    if (type === UNSEEN || type === DECODED) return;
    this.reader.seek(this.bytes, this.positions[slot] ?? 0);
    setField(this.document, name, this.reader.value(type));
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
    const start = reader.at;
    const hash = reader.nameHash();
    const slot = this.slotOf(hash, start, reader.at - 1);
    if (slot !== NONE) {
      this.types[slot] = type;
      this.positions[slot] = reader.at;
    }
    reader.skip(type);
    this.position = reader.at;
  }

  /** The slot of the name that lies between these positions. */
  private slotOf(hash: number, start: number, end: number): number {
    let slot = this.slotOfHash[hash] ?? NONE;
    while (slot !== NONE && !this.isName(slot, start, end)) slot = this.nextSlot[slot] ?? NONE;
    return slot;
  }

  private isName(slot: number, start: number, end: number): boolean {
    const name = this.names[slot];
    if (name?.length !== end - start) return false;
    for (let index = 0; index < name.length; index++) if (name[index] !== this.bytes[start + index]) return false;
    return true;
  }
}
