/** Hides the check that a collection is sound: every document decodes, and every index holds exactly the documents' keys. */
import { readDocument } from '../bson/reader.ts';
import { CommandError } from '../command-error.ts';
import type { Collection } from './collection.ts';
import { within } from './key-range.ts';

/** What is wrong, one sentence each; nothing when all is well. */
export function checkCollection(collection: Collection): string[] {
  const errors: string[] = [];
  const expected = new Map([...collection.indexes.keys()].map((name) => [name, 0]));
  for (const record of collection.heap.records()) {
    try {
      const document = readDocument(collection.bytesOf(record));
      for (const [name, index] of collection.indexes) {
        for (const key of index.keysFor(document)) {
          expected.set(name, (expected.get(name) ?? 0) + 1);
          const isFound = [...index.keys.entries(within(key))].some((entry) => entry.record === record && entry.key === key);
          if (!isFound) errors.push(`Index ${name} lacks a key of record ${record}.`);
        }
      }
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      errors.push(`Record ${record} cannot be read: ${error.message}.`);
    }
  }
  for (const [name, index] of collection.indexes) {
    const surplus = index.keys.size - (expected.get(name) ?? 0);
    if (surplus !== 0) errors.push(`Index ${name} holds ${surplus} keys too many.`);
  }
  return errors;
}

