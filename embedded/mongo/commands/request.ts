/** Hides how a command's fields are read: each is checked once, with MongoDB's error when it has the wrong type. */
import { isNumber, toNumber } from '../bson/number.ts';
import { isDocument, isMissing, typeName, type Document } from '../bson/value.ts';
import { CommandError } from '../command-error.ts';
import type { Catalog } from '../store/catalog.ts';
import type { Connection } from '../wire/listener.ts';
import type { CursorRegistry } from './cursors.ts';
import type { FailPoints } from './fail-points.ts';

/** What all commands work on. */
export type Server = {
  readonly catalog: Catalog;
  readonly cursors: CursorRegistry;
  readonly failPoints: FailPoints | null;
  readonly now: () => Date;
};

export type Request = {
  readonly name: string;
  readonly database: string;
  readonly body: Document;
  /** The bytes of the documents to insert, when the client sent them apart. */
  readonly encoded: readonly Buffer[] | null;
  readonly connection: Connection;
};

export type Reply = Document | Buffer;
/** A command. `fields` are those it understands besides the ones every command has; `lacks` are MongoDB's that must be off. */
export type Command = {
  readonly run: (request: Request, server: Server) => Reply;
  readonly fields?: readonly string[];
  readonly lacks?: readonly string[];
};

function wrongType(name: string, value: unknown, expected: string): CommandError {
  return new CommandError(14, `BSON field '${name}' is the wrong type '${typeName(value)}', expected type '${expected}'`);
}

/** A document, empty when missing. */
export function documentField(body: Document, name: string): Document {
  const value = body[name];
  if (isMissing(value)) return {};
  if (!isDocument(value)) throw wrongType(name, value, 'object');
  return value;
}

/** A list of documents, which must be there. */
export function documentsField(body: Document, name: string): Document[] {
  const value = body[name];
  if (value === undefined) throw new CommandError(40414, `BSON field '${name}' is missing but a required field`);
  if (!Array.isArray(value)) throw wrongType(name, value, 'array');
  return value.map((item: unknown) => {
    if (!isDocument(item)) throw wrongType(name, item, 'object');
    return item;
  });
}

export function stringField(body: Document, name: string): string {
  const value = body[name];
  if (typeof value !== 'string') throw wrongType(name, value, 'string');
  return value;
}

/** A whole number, `undefined` when missing. Throws for a negative one. */
export function countField(body: Document, name: string): number | undefined {
  const value = body[name];
  if (isMissing(value)) return undefined;
  if (!isNumber(value)) throw wrongType(name, value, 'long');
  const number = Math.trunc(toNumber(value));
  if (!(number >= 0)) throw new CommandError(51024, `BSON field '${name}' value must be >= 0, actual value '${number}'`);
  return number;
}

/** Whether a flag is set; numbers count as flags. */
export function flagField(body: Document, name: string): boolean {
  const value = body[name];
  if (isMissing(value)) return false;
  if (typeof value !== 'boolean' && !isNumber(value)) throw wrongType(name, value, 'bool');
  return value === true || (isNumber(value) && toNumber(value) !== 0);
}

/** The namespace a command speaks about, e.g. `shop.orders`. */
export function namespaceOf({ name, database, body }: Request): string {
  const collection = body[name];
  if (typeof collection !== 'string' || collection === '') {
    throw new CommandError(73, `collection name has invalid type ${typeName(collection)}`);
  }
  return `${database}.${collection}`;
}
