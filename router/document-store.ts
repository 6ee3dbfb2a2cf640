/** Hides where Apollo Server keeps documents that it has parsed and found valid. Its own store counts bytes in a way that is far off for parsed documents. */
import type { DocumentNode } from 'graphql';
import { LRUCache } from 'lru-cache';

const MAX_BYTES = 4 * 1024 * 1024;
/** With the locations that error messages name, a document takes about so many times its text. */
const BYTES_PER_CHARACTER = 160;

/** A store in the form that Apollo Server asks for. */
export function createDocumentStore() {
  const documents = new LRUCache<string, DocumentNode>({ maxSize: MAX_BYTES, sizeCalculation: ({ loc }) => 1_000 + (loc?.end ?? 10_000) * BYTES_PER_CHARACTER });
  return {
    get: (key: string) => Promise.resolve(documents.get(key)),
    set: (key: string, document: DocumentNode) => Promise.resolve(void documents.set(key, document)),
    delete: (key: string) => Promise.resolve(documents.delete(key)),
  };
}
