/**
 * Hides the messages of MongoDB's wire protocol: OP_MSG, and OP_QUERY which drivers still use to say hello.
 * See https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/
 */
import { readDocument, writeDocument } from '../bson/reader.ts';
import { firstKey, type Document } from '../bson/value.ts';

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER_BYTES = 16;
const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
const KNOWN_REQUIRED_FLAGS = CHECKSUM_PRESENT | MORE_TO_COME;
const REQUIRED_FLAGS = 0xffff;

export const MAX_MESSAGE_BYTES = 48_000_000;

/** The bytes are not a message of this protocol; the connection is of no further use. */
export class MalformedMessage extends Error {}

/** One command as it came in. `encoded`: the bytes of the documents that came as the section `documents`. */
export type Message = {
  readonly requestId: number;
  readonly isLegacy: boolean;
  readonly wantsReply: boolean;
  readonly name: string;
  readonly database: string;
  readonly body: Document;
  readonly encoded: readonly Buffer[] | null;
};

/** Decodes one whole message. Throws MalformedMessage, or InvalidBSON for its documents. */
export function readMessage(bytes: Buffer): Message {
  const requestId = bytes.readInt32LE(4);
  const operation = bytes.readInt32LE(12);
  if (operation === OP_MSG) return readModern(bytes, requestId);
  if (operation === OP_QUERY) return readLegacy(bytes, requestId);
  throw new MalformedMessage(`operation ${operation} is not supported`);
}

function readLegacy(bytes: Buffer, requestId: number): Message {
  const end = bytes.indexOf(0, HEADER_BYTES + 4);
  const start = end + 9;
  if (end < 0 || start + 5 > bytes.length) throw new MalformedMessage('a query without a document');
  const body = readDocument(slice(bytes, start, bytes.length));
  const [database = ''] = bytes.toString('utf8', HEADER_BYTES + 4, end).split('.');
  return { requestId, isLegacy: true, wantsReply: true, name: firstKey(body) ?? '', database, body, encoded: null };
}

/** The document that begins at `start`, which must end by `end`. */
function slice(bytes: Buffer, start: number, end: number): Buffer {
  if (start + 5 > end) throw new MalformedMessage('a document is cut off');
  const size = bytes.readInt32LE(start);
  if (size < 5 || start + size > end) throw new MalformedMessage(`a document says it has ${size} bytes`);
  return bytes.subarray(start, start + size);
}

type Sequence = { readonly name: string; readonly documents: readonly Buffer[] };

function readModern(bytes: Buffer, requestId: number): Message {
  const flags = bytes.length < HEADER_BYTES + 5 ? REQUIRED_FLAGS : bytes.readUInt32LE(HEADER_BYTES);
  if (flags & REQUIRED_FLAGS & ~KNOWN_REQUIRED_FLAGS) throw new MalformedMessage('the message is too short or has unknown flags');
  const end = flags & CHECKSUM_PRESENT ? bytes.length - 4 : bytes.length;
  let body: Document | null = null;
  const sequences: Sequence[] = [];
  for (let at = HEADER_BYTES + 4; at < end; ) {
    const kind = bytes[at];
    const section = slice(bytes, at + 1, end);
    if (kind === 0 && !body) body = readDocument(section);
    else if (kind === 1) sequences.push(readSequence(section));
    else throw new MalformedMessage(`a section of kind ${kind}`);
    at += 1 + section.length;
  }
  if (!body) throw new MalformedMessage('a message without a body');
  for (const { name, documents } of sequences) body[name] = documents.map((document) => readDocument(document));
  const encoded = sequences.find(({ name }) => name === 'documents')?.documents ?? null;
  const database = typeof body['$db'] === 'string' ? body['$db'] : '';
  return { requestId, isLegacy: false, wantsReply: (flags & MORE_TO_COME) === 0, name: firstKey(body) ?? '', database, body, encoded };
}

function readSequence(section: Buffer): Sequence {
  const nameEnd = section.indexOf(0, 4);
  if (nameEnd < 0) throw new MalformedMessage('a sequence without a name');
  const documents: Buffer[] = [];
  for (let at = nameEnd + 1; at < section.length; ) {
    const document = slice(section, at, section.length);
    documents.push(document);
    at += document.length;
  }
  return { name: section.toString('utf8', 4, nameEnd), documents };
}

let lastRequestId = 0;

/** Encodes a reply; ready-made BSON is taken as it is. */
export function writeReply({ requestId, isLegacy }: Pick<Message, 'requestId' | 'isLegacy'>, reply: Document | Buffer): Buffer {
  const document = Buffer.isBuffer(reply) ? reply : writeDocument(reply);
  const prefixBytes = isLegacy ? 20 : 5;
  const start = HEADER_BYTES + prefixBytes;
  const bytes = Buffer.allocUnsafe(start + document.length).fill(0, HEADER_BYTES, start);
  lastRequestId = (lastRequestId + 1) & 0x7fff_ffff;
  bytes.writeInt32LE(bytes.length, 0);
  bytes.writeInt32LE(lastRequestId, 4);
  bytes.writeInt32LE(requestId, 8);
  bytes.writeInt32LE(isLegacy ? OP_REPLY : OP_MSG, 12);
  if (isLegacy) bytes.writeInt32LE(1, HEADER_BYTES + 16); // one document follows; all other fields are zero
  document.copy(bytes, start);
  return bytes;
}
