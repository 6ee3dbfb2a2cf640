/** Hides what a password must be. Pure. */
import { badInput } from '#platform/errors.ts';
import { COMMON_PASSWORDS } from './common-passwords.ts';

const MIN_LENGTH = 10;
const MAX_LENGTH = 200;

/**
 * The password in the one Unicode form (NFKC, NIST SP 800-63B 3.1.1.2) that is hashed and compared.
 * @throws DomainError BAD_USER_INPUT naming `field`
 */
export function parseNewPassword(text: string, field: string): string {
  const password = normalizePassword(text);
  const length = [...password].length;
  if (length < MIN_LENGTH || length > MAX_LENGTH) throw badInput(field, `The password must have ${MIN_LENGTH} to ${MAX_LENGTH} characters.`);
  if (isCommon(password)) throw badInput(field, 'This is one of the commonest passwords. Choose another.');
  return password;
}

/** The form in which a password is compared. One that is far too long is cut, so that hashing it costs no more than any other. */
export function normalizePassword(text: string): string {
  return text.slice(0, MAX_LENGTH * 4).normalize('NFKC');
}

function isCommon(password: string): boolean {
  const plain = password.toLowerCase();
  return COMMON_PASSWORDS.has(plain) || new Set(plain).size < 3 || isRun(plain);
}

/** A run such as 1234567890 or abcdefghij, up or down. */
function isRun(password: string): boolean {
  const codes = [...password].map((character) => character.codePointAt(0) ?? 0);
  const steps = new Set(codes.slice(1).map((code, index) => code - (codes[index] ?? 0)));
  return steps.size === 1 && (steps.has(1) || steps.has(-1));
}
