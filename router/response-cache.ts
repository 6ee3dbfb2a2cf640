/** Hides the memory of public answers: bounded in bytes, dropped by age and by what changes. */
import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import type { Change, Changes } from './changes.ts';
import { isAffected } from './dependencies.ts';
import type { Dependencies } from './dependencies.ts';
import type { RouterMetrics } from './router-metrics.ts';

const compress = promisify(gzip);
/** Smaller answers travel in one packet anyway. */
const WORTH_COMPRESSING_CHARACTERS = 1_400;
/** Of the entry and its places in the index. */
const OVERHEAD_BYTES = 1_000;

export type KeptAnswer = {
  readonly body: string;
  readonly contentType: string;
  readonly etag: string;
  readonly maxAgeSeconds: number;
  /** Epoch milliseconds. */
  readonly storedAt: number;
  /** The body in gzip, once somebody asked for it and it was worth it. */
  gzipped: Buffer | null;
};

export type Candidate = {
  readonly body: string;
  readonly contentType: string;
  readonly maxAgeSeconds: number;
  readonly ids: ReadonlySet<string>;
  readonly dependsOn: Dependencies;
  /** `changes.sequence()` when the answer began to be worked out. */
  readonly askedAt: number;
};

export type ResponseCache = {
  readonly get: (key: string) => KeptAnswer | undefined;
  /** Keeps the answer unless something it depends on has changed since it was asked for. */
  readonly put: (key: string, candidate: Candidate) => void;
};

type Options = { readonly maxBytes: number; readonly changes: Changes; readonly metrics: RouterMetrics; readonly now?: () => number };
type Entry = { readonly answer: KeptAnswer; readonly ids: ReadonlySet<string>; readonly dependsOn: Dependencies; readonly key: string };

/** A cache of at most `maxBytes`; 0 keeps nothing. */
export function createResponseCache({ maxBytes, changes, metrics, now = Date.now }: Options): ResponseCache {
  const index = createIndex();
  const entries = new LRUCache<string, Entry>({
    maxSize: Math.max(1, maxBytes),
    maxEntrySize: Math.max(1, Math.floor(maxBytes / 8)),
    sizeCalculation: ({ answer, ids, key }) => answer.body.length * 2 + key.length * 2 + ids.size * 150 + OVERHEAD_BYTES,
    dispose: (entry) => index.remove(entry),
  });
  changes.onChange((change) => {
    if (change === 'everything') return entries.clear();
    for (const entry of index.affectedBy(change)) {
      entries.delete(entry.key);
      metrics.cacheInvalidated.inc();
    }
  });

  return {
    get: (key) => {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (now() - entry.answer.storedAt < entry.answer.maxAgeSeconds * 1_000) return entry.answer;
      entries.delete(key);
      return undefined;
    },
    put: (key, { body, contentType, maxAgeSeconds, ids, dependsOn, askedAt }) => {
      if (maxBytes === 0) return;
      const missed = changes.since(askedAt);
      if (missed === null || missed.some((change) => isAffected(change, ids, dependsOn))) return;
      const etag = `"${hash('sha1', body, 'base64url')}"`;
      const entry: Entry = { answer: { body, contentType, etag, maxAgeSeconds, storedAt: now(), gzipped: null }, ids, dependsOn, key };
      entries.set(key, entry);
      if (entries.has(key)) index.add(entry);
      metrics.cacheBytes.set(entries.calculatedSize);
    },
  };
}

/** The body for a client that takes gzip: compressed once, when first asked for; until then and where it is not worth it, null. */
export function gzipOf(answer: KeptAnswer): Buffer | null {
  if (answer.gzipped === null && answer.body.length >= WORTH_COMPRESSING_CHARACTERS) {
    answer.gzipped = Buffer.alloc(0);
    void gzipInto(answer);
  }
  return answer.gzipped === null || answer.gzipped.length === 0 ? null : answer.gzipped;
}

async function gzipInto(answer: KeptAnswer): Promise<void> {
  answer.gzipped = await compress(answer.body);
}

/** Entries by each thing that they depend on. */
function createIndex() {
  const byName = new Map<string, Set<Entry>>();
  const namesOf = (ids: ReadonlySet<string>, { types, subgraphs }: Dependencies) => [
    ...ids,
    ...[...types].map((type) => `type ${type}`),
    ...[...subgraphs].map((subgraph) => `subgraph ${subgraph}`),
  ];
  return {
    add: (entry: Entry) => {
      for (const name of namesOf(entry.ids, entry.dependsOn)) {
        const entries = byName.get(name) ?? new Set();
        byName.set(name, entries.add(entry));
      }
    },
    remove: (entry: Entry) => {
      for (const name of namesOf(entry.ids, entry.dependsOn)) {
        const entries = byName.get(name);
        entries?.delete(entry);
        if (entries?.size === 0) byName.delete(name);
      }
    },
    affectedBy: (change: Change): ReadonlySet<Entry> => new Set(namesOf(change.ids, change).flatMap((name) => [...(byName.get(name) ?? [])])),
  };
}
