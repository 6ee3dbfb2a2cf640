/** Hides where the texts of automatic persisted queries are kept, and which operations may be run at all. */
import { readFile } from 'node:fs/promises';
import { hash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { ConfigurationError } from '#platform/env.ts';

const MAX_BYTES = 4 * 1024 * 1024;

/** A cache of at most 4 MB in the form that Apollo Server asks for; keys are `apq:<sha256>`. */
export function createPersistedQueries() {
  const texts = new LRUCache<string, string>({ maxSize: MAX_BYTES, sizeCalculation: (text, key) => text.length * 2 + key.length });
  return {
    get: (key: string) => Promise.resolve(texts.get(key)),
    set: (key: string, text: string) => Promise.resolve(void texts.set(key, text)),
    delete: (key: string) => Promise.resolve(texts.delete(key)),
    /** The text with this SHA-256 in hex. */
    textOf: (sha256: string) => texts.get(`apq:${sha256}`),
  };
}

export type PersistedQueries = ReturnType<typeof createPersistedQueries>;

/** Whether a query may be run. */
export type Safelist = (query: string) => boolean;

/**
 * Everything is allowed without a file. The file is a JSON array of queries, or an object whose values are queries.
 * @throws ConfigurationError when it cannot be read
 */
export async function readSafelist(file: string | undefined): Promise<Safelist> {
  if (file === undefined) return () => true;
  try {
    const queries = z.union([z.array(z.string()), z.record(z.string(), z.string())]).parse(JSON.parse(await readFile(file, 'utf8')));
    const allowed = new Set(Object.values(queries).map((query) => hash('sha256', query)));
    return (query) => allowed.has(hash('sha256', query));
  } catch (cause) {
    throw Object.assign(new ConfigurationError([`SAFELIST_FILE names ${file}, which is not a JSON file of queries`]), { cause });
  }
}
