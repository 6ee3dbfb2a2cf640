/**
 * Hides how strings compare under a collation: each is folded to one that compares by code unit as the original does by locale.
 * Good for the alphabets of the languages listed; other locales are refused.
 */
import { toNumber } from '../bson/number.ts';
import { isDocument, isMissing, type Document } from '../bson/value.ts';
import { CommandError, notImplemented } from '../command-error.ts';

/** How strings are folded; `null` compares them byte by byte. `name` is the same for equal collations. */
export type Folding = { readonly name: string; readonly fold: (text: string) => string };

const LANGUAGES = new Set(['en', 'de', 'fr', 'it', 'pt', 'nl']);
const FIELDS = new Set(['locale', 'strength', 'caseLevel', 'caseFirst', 'numericOrdering', 'alternate', 'maxVariable', 'normalization', 'backwards', 'version']);

/** Reads a `collation` option. Throws for what it cannot fold correctly. */
export function foldingOf(collation: unknown): Folding | null {
  if (isMissing(collation)) return null;
  if (!isDocument(collation)) throw new CommandError(14, 'collation must be an object');
  for (const field of Object.keys(collation)) if (!FIELDS.has(field)) throw new CommandError(9, `unknown field in collation: ${field}`);
  const { locale } = collation;
  if (locale === undefined && Object.keys(collation).length === 0) return null;
  if (typeof locale !== 'string') throw new CommandError(40414, "BSON field 'collation.locale' is missing but a required field");
  if (locale === 'simple') return null;
  refuseUnsupported(collation, locale);
  const strength = collation['strength'] === undefined ? 3 : toNumber(collation['strength']);
  const isNumeric = collation['numericOrdering'] === true;
  return { name: `${strength}${isNumeric ? 'n' : ''}`, fold: (text) => foldText(text, strength, isNumeric) };
}

function refuseUnsupported(collation: Document, locale: string): void {
  if (!LANGUAGES.has(locale.split(/[_-]/)[0] ?? '')) throw notImplemented(`collation locale '${locale}'`);
  if (collation['caseLevel'] === true) throw notImplemented('collation caseLevel');
  if (collation['backwards'] === true) throw notImplemented('collation backwards');
  if (!['off', undefined].includes(collation['caseFirst'] as string | undefined)) throw notImplemented('collation caseFirst');
  if (collation['alternate'] === 'shifted') throw notImplemented("collation alternate 'shifted'");
}

function foldText(text: string, strength: number, isNumeric: boolean): string {
  const decomposed = text.normalize('NFD');
  const lower = decomposed.toLowerCase();
  const accents = strength >= 2 ? `\0${lower}` : '';
  const cases = strength >= 3 ? `\0${decomposed.replace(/./gsu, (letter) => (letter === letter.toLowerCase() ? '0' : '1'))}` : '';
  const letters = lower.replace(/[\u0300-\u036F]/g, '');
  return (isNumeric ? letters.replace(/\d+/g, (digits) => digits.padStart(20, '0')) : letters) + accents + cases;
}

/** A value with all its strings folded. */
export function foldValue(value: unknown, folding: Folding | null): unknown {
  if (!folding) return value;
  if (typeof value === 'string') return folding.fold(value);
  if (Array.isArray(value)) return value.map((item: unknown) => foldValue(item, folding));
  if (!isDocument(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([field, item]) => [field, foldValue(item, folding)]));
}
