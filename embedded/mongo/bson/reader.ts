/**
 * Hides BSON's bytes: decoding that keeps every type exactly and can leave out the fields nobody asked for.
 * The `bson` package either forgets the difference between 1 and 1.0 or wraps every number; this does neither (https://bsonspec.org/spec.html).
 */
import { Binary, BSONRegExp, BSONSymbol, Code, Decimal128, Long, MaxKey, MinKey, ObjectId, serialize, Timestamp } from 'bson';
import { CommandError } from '../command-error.ts';
import { double } from './number.ts';
import { setField, type Document } from './value.ts';

const MAX_DEPTH = 200;

/** How numbers come out: `exact` wraps what a plain number would not encode back to; `plain` gives JavaScript numbers where they are safe. */
export type NumberStyle = 'exact' | 'plain';

/** Decodes one whole document. Throws InvalidBSON when the bytes are not one. */
export function readDocument(bytes: Buffer, numbers: NumberStyle = 'exact'): Document {
  try {
    return new Reader(bytes, numbers).document();
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(22, 'The bytes are not valid BSON', {});
  }
}

export function writeDocument(document: Document): Buffer {
  const bytes = serialize(document, { ignoreUndefined: true });
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function invalid(what: string): CommandError {
  return new CommandError(22, `Invalid BSON: ${what}`);
}

/** Field names, and short texts such as states and topics, recur in every document; a small cache, by their hash, saves decoding them again and shares their strings. */
export const NAME_HASHES = 4_096;
const names: string[] = Array.from({ length: NAME_HASHES }, () => '');
/** Longer names, and longer texts, hardly recur. */
const MAX_NAME = 64;
const MAX_RECURRING_TEXT = 24;

/** The hash of a name as `Reader.nameHash` finds it. */
export function hashOfName(name: string): number {
  return Buffer.from(name).reduce((hash, byte) => (hash * 31 + byte) & (NAME_HASHES - 1), 0);
}

/** Reads what lies at a position in some bytes, which then moves on. */
export class Reader {
  at = 0;
  private bytes: Buffer;
  private readonly numbers: NumberStyle;
  private depth = 0;

  constructor(bytes: Buffer, numbers: NumberStyle) {
    this.bytes = bytes;
    this.numbers = numbers;
  }

  /** Turns to other bytes. */
  seek(bytes: Buffer, at: number): void {
    this.bytes = bytes;
    this.at = at;
  }

  /** The document at the current position. */
  document(): Document {
    const end = this.open();
    const result: Document = {};
    for (let type = this.byte(); type !== 0; type = this.byte()) {
      const name = this.name();
      const value = this.value(type);
      setField(result, name, value);
    }
    this.close(end);
    return result;
  }

  private array(): unknown[] {
    const end = this.open();
    const result: unknown[] = [];
    for (let type = this.byte(); type !== 0; type = this.byte()) {
      while (this.byte() !== 0);
      result.push(this.value(type));
    }
    this.close(end);
    return result;
  }

  /** Reads a document's length; answers where it ends. */
  private open(): number {
    const start = this.at;
    const size = this.int32();
    if (size < 5 || start + size > this.bytes.length) throw invalid(`a length of ${size}`);
    if (++this.depth > MAX_DEPTH) throw new CommandError(15, `The document is nested more than ${MAX_DEPTH} levels deep`);
    return start + size;
  }

  private close(end: number): void {
    this.depth--;
    if (this.at !== end || this.bytes[end - 1] !== 0) throw invalid('a document does not end where it says');
  }

  byte(): number {
    const value = this.bytes[this.at++];
    if (value === undefined) throw invalid('the bytes end early');
    return value;
  }

  private int32(): number {
    const value = this.bytes.readInt32LE(this.at);
    this.at += 4;
    return value;
  }

  private take(length: number): number {
    const start = this.at;
    if (length < 0 || start + length > this.bytes.length) throw invalid(`a length of ${length}`);
    this.at = start + length;
    return start;
  }

  /** Moves past the name of a field and answers its hash. */
  nameHash(): number {
    const { bytes } = this;
    let { at } = this;
    let hash = 0;
    for (let byte = bytes[at++]; byte !== 0; byte = bytes[at++]) {
      if (byte === undefined) throw invalid('the bytes end early');
      hash = (hash * 31 + byte) & (NAME_HASHES - 1);
    }
    this.at = at;
    return hash;
  }

  private hashBetween(start: number, end: number): number {
    let hash = 0;
    for (let at = start; at < end; at++) hash = (hash * 31 + (this.bytes[at] ?? 0)) & (NAME_HASHES - 1);
    return hash;
  }

  /** The name of a field. */
  name(): string {
    const start = this.at;
    const hash = this.nameHash();
    return this.recurring(hash, start, this.at - 1);
  }

  /** The text between two positions. Where its length is that of its bytes, it is plain ASCII. */
  private recurring(hash: number, start: number, end: number): string {
    const length = end - start;
    const known = names[hash] ?? '';
    if (known.length === length && this.isText(known, start)) return known;
    const text = this.bytes.toString('utf8', start, end);
    if (text.length === length && length < MAX_NAME) names[hash] = text;
    return text;
  }

  private isText(text: string, start: number): boolean {
    for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) !== this.bytes[start + index]) return false;
    return true;
  }

  private cstring(): string {
    const start = this.at;
    while (this.byte() !== 0);
    return this.bytes.toString('utf8', start, this.at - 1);
  }

  private string(): string {
    const length = this.int32();
    const start = this.take(length);
    const end = this.at - 1;
    if (length < 1 || this.bytes[end] !== 0) throw invalid('a string without an end');
    return length <= MAX_RECURRING_TEXT ? this.recurring(this.hashBetween(start, end), start, end) : this.bytes.toString('utf8', start, end);
  }

  private view(length: number): Buffer {
    const start = this.take(length);
    return this.bytes.subarray(start, start + length);
  }

  private long(): Long | number {
    const [low, high] = [this.int32(), this.int32()];
    if (this.numbers === 'plain') {
      const value = high * 0x1_0000_0000 + (low >>> 0);
      if (Number.isSafeInteger(value)) return value;
    }
    return new Long(low, high);
  }

  private binary(): Binary {
    const length = this.int32();
    const subtype = this.byte();
    if (subtype !== Binary.SUBTYPE_BYTE_ARRAY) return new Binary(this.view(length), subtype);
    const inner = this.int32();
    if (inner !== length - 4) throw invalid('a binary of the old kind with two lengths');
    return new Binary(this.view(inner), subtype);
  }

  private scopedCode(): Code {
    this.int32();
    const text = this.string();
    return new Code(text, this.document());
  }

  value(type: number): unknown {
    switch (type) {
      case 0x01: {
        const value = this.bytes.readDoubleLE(this.take(8));
        return this.numbers === 'plain' ? value : double(value);
      }
      case 0x02:
        return this.string();
      case 0x03:
        return this.document();
      case 0x04:
        return this.array();
      case 0x05:
        return this.binary();
      case 0x07:
        return new ObjectId(this.view(12));
      case 0x08:
        return this.byte() !== 0;
      case 0x09:
        return new Date(Number(this.bytes.readBigInt64LE(this.take(8))));
      case 0x06:
      case 0x0a:
        return null;
      case 0x10:
        return this.int32();
      case 0x12:
        return this.long();
      default:
        return this.rareValue(type);
    }
  }

  private rareValue(type: number): unknown {
    switch (type) {
      case 0x0b:
        return new BSONRegExp(this.cstring(), this.cstring());
      case 0x0d:
        return new Code(this.string());
      case 0x0e:
        return new BSONSymbol(this.string());
      case 0x0f:
        return this.scopedCode();
      case 0x11: {
        const [low, high] = [this.int32(), this.int32()];
        return new Timestamp(new Long(low, high, true));
      }
      case 0x13:
        return new Decimal128(this.view(16));
      case 0x7f:
        return new MaxKey();
      case 0xff:
        return new MinKey();
      default:
        throw invalid(`type ${type}`);
    }
  }

  skip(type: number): void {
    switch (type) {
      case 0x08:
        this.take(1);
        return;
      case 0x10:
        this.take(4);
        return;
      case 0x01:
      case 0x09:
      case 0x12:
        this.take(8);
        return;
      case 0x02:
        this.take(this.bytes.readInt32LE(this.at) + 4);
        return;
      case 0x03:
      case 0x04:
        this.take(this.bytes.readInt32LE(this.at));
        return;
      case 0x07:
        this.take(12);
        return;
      default:
        this.value(type);
    }
  }
}
