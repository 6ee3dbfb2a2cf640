/** Hides open cursors: what of their answers is still to be fetched, and when nobody will fetch it any more. */
import type { Document } from '../bson/value.ts';
import { CommandError } from '../command-error.ts';
import { writeBatch } from '../wire/cursor-reply.ts';

const DEFAULT_BATCH = 101;
/** A reply must stay a BSON document of acceptable size; a single document may fill it. */
const MAX_BATCH_BYTES = 16 * 1024 * 1024;
const IDLE_MS = 600_000;

export type Answers = {
  readonly namespace: string;
  readonly documents: readonly Buffer[];
  readonly batchSize: number | undefined;
  readonly isSingleBatch?: boolean;
};
type Cursor = { readonly namespace: string; readonly documents: readonly Buffer[]; at: number; usedAt: number };

export class CursorRegistry {
  private readonly cursors = new Map<number, Cursor>();
  private readonly now: () => Date;
  private lastId = 0;

  constructor(now: () => Date) {
    this.now = now;
  }

  /** The reply with the first batch; a cursor is kept when there is more. */
  open({ namespace, documents, batchSize = DEFAULT_BATCH, isSingleBatch = false }: Answers, extra?: Document): Buffer {
    const end = batchEnd(documents, 0, batchSize);
    let cursorId = 0;
    if (end < documents.length && !isSingleBatch) {
      cursorId = ++this.lastId;
      this.cursors.set(cursorId, { namespace, documents, at: end, usedAt: this.now().getTime() });
    }
    return writeBatch({ namespace, cursorId: BigInt(cursorId), documents: documents.slice(0, end), kind: 'firstBatch' }, extra);
  }

  /** The reply with the next batch. Throws CursorNotFound. */
  next(id: number, namespace: string, batchSize: number | undefined): Buffer {
    const cursor = this.cursors.get(id);
    if (!cursor || cursor.namespace !== namespace) throw new CommandError(43, `cursor id ${id} not found`);
    const start = cursor.at;
    cursor.at = batchEnd(cursor.documents, start, batchSize || Number.POSITIVE_INFINITY);
    cursor.usedAt = this.now().getTime();
    const isDone = cursor.at === cursor.documents.length;
    if (isDone) this.cursors.delete(id);
    const documents = cursor.documents.slice(start, cursor.at);
    return writeBatch({ namespace, cursorId: isDone ? 0n : BigInt(id), documents, kind: 'nextBatch' });
  }

  /** Forgets a cursor; `false` when there was none. */
  close(id: number): boolean {
    return this.cursors.delete(id);
  }

  /** Forgets cursors unused for ten minutes. */
  closeIdle(): void {
    const limit = this.now().getTime() - IDLE_MS;
    for (const [id, { usedAt }] of this.cursors) if (usedAt < limit) this.cursors.delete(id);
  }
}

function batchEnd(documents: readonly Buffer[], start: number, batchSize: number): number {
  let end = start;
  let bytes = 0;
  while (end < documents.length && end - start < batchSize) {
    bytes += documents[end]?.length ?? 0;
    if (bytes > MAX_BATCH_BYTES && end > start) break;
    end++;
  }
  return end;
}
