/** Hides how a batch of documents is answered without decoding them: their bytes are copied into the reply. */
import { writeDocument } from '../bson/reader.ts';
import type { Document } from '../bson/value.ts';

export type Batch = { readonly namespace: string; readonly cursorId: bigint; readonly documents: readonly Buffer[]; readonly kind: 'firstBatch' | 'nextBatch' };

const NOTHING: Document = {};
const OK = writeDocument({ ok: 1 });

/** `{ cursor: { <kind>: [documents], id, ns }, ...extra, ok: 1 }` as BSON. The id is an int64 even when it is 0: drivers insist. */
export function writeBatch({ namespace, cursorId, documents, kind }: Batch, extra = NOTHING): Buffer {
  const arrayBytes = documents.reduce((sum, document, index) => sum + 2 + digitsOf(index) + document.length, 5);
  const namespaceBytes = Buffer.byteLength(namespace) + 1;
  const cursorBytes = 4 + (2 + kind.length + arrayBytes) + (4 + 8) + (4 + 4 + namespaceBytes) + 1;
  const tail = extra === NOTHING ? OK : writeDocument({ ...extra, ok: 1 });
  const bytes = Buffer.allocUnsafe(4 + 8 + cursorBytes + tail.length - 4);
  let at = bytes.writeInt32LE(bytes.length, 0);
  at += bytes.write('\u0003cursor\0', at, 'latin1');
  at = bytes.writeInt32LE(cursorBytes, at);
  at += bytes.write(`\u0004${kind}\0`, at, 'latin1');
  at = bytes.writeInt32LE(arrayBytes, at);
  for (const [index, document] of documents.entries()) {
    at += bytes.write(`\u0003${index}\0`, at, 'latin1');
    at += document.copy(bytes, at);
  }
  bytes[at++] = 0;
  at += bytes.write('\u0012id\0', at, 'latin1');
  at = bytes.writeBigInt64LE(cursorId, at);
  at += bytes.write('\u0002ns\0', at, 'latin1');
  at = bytes.writeInt32LE(namespaceBytes, at);
  at += bytes.write(namespace, at);
  bytes[at++] = 0;
  bytes[at++] = 0;
  tail.copy(bytes, at, 4);
  return bytes;
}

const digitsOf = (index: number): number => (index < 10 ? 1 : String(index).length);
