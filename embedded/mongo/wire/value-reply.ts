/** Hides how one document is answered without decoding it: its bytes are copied into the reply. */
import { writeDocument } from '../bson/reader.ts';
import type { Document } from '../bson/value.ts';

const OK = writeDocument({ ok: 1 });
const NAME = Buffer.from('\u0003value\0', 'latin1');
/** A document's length, before its fields; a zero follows them. */
const LENGTH_BYTES = 4;

/** `{ ...head, value, ok: 1 }` as BSON. */
export function writeValue(head: Document, value: Buffer): Buffer {
  const bytes = Buffer.concat([writeDocument(head).subarray(0, -1), NAME, value, OK.subarray(LENGTH_BYTES)]);
  bytes.writeInt32LE(bytes.length, 0);
  return bytes;
}
