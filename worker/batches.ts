/** Hides how many mails are admitted and recorded together. */
import type { BatcherOptions } from '#platform/batcher.ts';

/** Not to be felt by whoever waits for a mail, but enough for a batch to form while many are due. */
const LINGER_MS = 5;
const MAX_BATCH = 50;

/**
 * The batches for so many mails under way at once: a third of them each. Were a batch all of them, they would all be admitted, sent and recorded
 * together, and nothing sent meanwhile.
 */
export function batchesOf(concurrency: number): BatcherOptions {
  return { maxSize: Math.min(MAX_BATCH, Math.ceil(concurrency / 3)), lingerMs: LINGER_MS };
}
