/** Hides what text people may give: trimmed, in one Unicode form, without control characters, of a certain length. Pure. */
import { badInput } from '#platform/errors.ts';

type Bounds = { readonly field: string; readonly min: number; readonly max: number };

/**
 * The text as it is stored; lengths are in characters (code points).
 * @throws DomainError BAD_USER_INPUT naming the field
 */
export function parseText(text: string, { field, min, max }: Bounds): string {
  const clean = text.trim().normalize('NFC');
  const length = [...clean].length;
  if (length < min || length > max) throw badInput(field, `${field} must have ${min} to ${max} characters.`);
  if (/\p{Cc}/u.test(clean)) throw badInput(field, `${field} must be one line without control characters.`);
  return clean;
}
