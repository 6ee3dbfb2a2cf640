/** Hides text search without a language: words as they are, no stemming and no stop words (`default_language: 'none'`). */
import { field, splitPath, valuesAt } from '../bson/path.ts';
import { isDocument, type Document } from '../bson/value.ts';
import { CommandError, notImplemented } from '../command-error.ts';

/** The fields of a text index and what a word in each counts. */
export type TextFields = ReadonlyMap<string, number>;

/** A parsed `$search`: any of `words`, all of `phrases`, none of `excluded`. */
export type TextSearch = { readonly words: ReadonlySet<string>; readonly phrases: readonly string[]; readonly excluded: ReadonlySet<string> };

/** The words of a text, without case and accents. */
export function wordsOf(text: string): string[] {
  return plain(text).match(/[\p{L}\p{N}_]+/gu) ?? [];
}

const plain = (text: string): string => text.normalize('NFD').replace(/[\u0300-\u036F]/g, '').toLowerCase();

/** Reads the value of `$text`. */
export function readTextSearch(value: unknown): TextSearch {
  if (!isDocument(value) || typeof value['$search'] !== 'string') throw new CommandError(14, '"$search" had the wrong type. Expected string');
  for (const [option, setting] of Object.entries(value)) refuseOption(option, setting);
  const search = value['$search'];
  const phrases = [...search.matchAll(/"([^"]+)"/g)].map(([, phrase = '']) => plain(phrase));
  const rest = search.replace(/"[^"]*"/g, ' ');
  const excluded = [...rest.matchAll(/(?:^|\s)-(\S+)/g)].flatMap(([, word = '']) => wordsOf(word));
  const words = [...wordsOf(rest.replace(/(?:^|\s)-\S+/g, ' ')), ...phrases.flatMap(wordsOf)];
  return { words: new Set(words), phrases, excluded: new Set(excluded) };
}

function refuseOption(option: string, setting: unknown): void {
  if (option === '$search' || (option === '$language' && setting === 'none')) return;
  if (['$caseSensitive', '$diacriticSensitive'].includes(option) && setting !== true) return;
  throw notImplemented(`$text option ${option}`);
}

function textsOf(document: Document, path: string): string[] {
  const values = path === '$**' ? allStrings(document) : valuesAt(document, splitPath(path)).flat();
  return values.filter((value) => typeof value === 'string');
}

function allStrings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(allStrings);
  return isDocument(value) ? Object.keys(value).flatMap((name) => allStrings(field(value, name))) : [];
}

/** The distinct words of a document that a text index holds. */
export function indexedWords(document: Document, fields: TextFields): ReadonlySet<string> {
  return new Set([...fields.keys()].flatMap((path) => textsOf(document, path).flatMap(wordsOf)));
}

/** How well a document matches; 0 when not at all. MongoDB's formula (fts_spec.cpp, version 2 and later of the index). */
export function textScore(search: TextSearch, fields: TextFields): (document: Document) => number {
  return (document) => {
    let score = 0;
    const missing = new Set(search.phrases);
    for (const [path, weight] of fields) {
      for (const text of textsOf(document, path)) {
        const words = wordsOf(text);
        if (words.some((word) => search.excluded.has(word))) return 0;
        for (const phrase of missing) if (plain(text).includes(phrase)) missing.delete(phrase);
        score += weight * scoreOfText(search, words);
      }
    }
    return missing.size > 0 ? 0 : score;
  };
}

function scoreOfText(search: TextSearch, words: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const word of words) if (search.words.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const isWholeText = words.length === 1 ? 1.1 : 1;
  let score = 0;
  for (const count of counts.values()) score += (2 - 0.5 ** (count - 1)) * (0.5 + (0.5 * count) / words.length) * isWholeText;
  return score;
}
