/** Hides how tests that share servers stay out of each other's way. */
import { randomBytes } from 'node:crypto';

/** A name that no other test uses, fit for a database, a Redis prefix and an address's local part: `users_3f9c0a1b2c`. */
export function uniqueName(prefix: string): string {
  return `${prefix}_${randomBytes(5).toString('hex')}`;
}
