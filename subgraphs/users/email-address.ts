/** Hides when two ways of writing an email address mean the same one. */
import { domainToASCII } from 'node:url';
import { badInput } from '#platform/errors.ts';

/** RFC 5321, 4.5.3.1, less the angle brackets of a path. */
const MAX_OCTETS = 254;
const MAX_LOCAL_OCTETS = 64;

/**
 * The one form in which an address is stored and compared: no outer spaces, Unicode NFC, lower case, the domain in ASCII (IDNA).
 * @throws DomainError BAD_USER_INPUT naming `field`
 */
export function normalizeEmail(text: string, field = 'email'): string {
  const [local, domain, ...rest] = splitAtLast(text.trim().normalize('NFC').toLowerCase());
  const ascii = domain === undefined ? '' : domainToASCII(domain);
  if (local === undefined || local === '' || ascii === '' || !ascii.includes('.') || rest.length > 0) throw badInput(field, 'This is not an email address.');
  if (/[\s\p{Cc}<>,;:"()[\]\\]/u.test(local)) throw badInput(field, 'This is not an email address.');
  const address = `${local}@${ascii}`;
  if (octets(address) > MAX_OCTETS || octets(local) > MAX_LOCAL_OCTETS) throw badInput(field, 'This email address is too long.');
  return address;
}

function splitAtLast(text: string): readonly string[] {
  const at = text.lastIndexOf('@');
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function octets(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
