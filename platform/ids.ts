/** Hides what an id looks like: UUID version 7 (RFC 9562), so that ids sort by creation time. */
import { randomBytes } from 'node:crypto';
import { notFound } from './errors.ts';

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A new id; `now` is epoch milliseconds. */
export function newId(now = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Whether a string has the form of an id; anything else names nothing (NOT_FOUND). */
export function isId(value: string): boolean {
  return ID.test(value);
}

/**
 * The id itself, where it has the form of one; `what` is the noun that the caller asks for.
 * @throws DomainError NOT_FOUND
 */
export function demandId(value: string, what: string): string {
  if (!isId(value)) throw notFound(what);
  return value;
}
