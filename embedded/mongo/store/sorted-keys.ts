/** Hides the ordered set of (key, record) pairs behind every index: a list of small sorted chunks. */
import type { RecordSet } from './record-set.ts';
import { inOrder } from './key-order.ts';
import { isBelow, type Edge, type KeyRange } from './key-range.ts';

const MAX_CHUNK = 512;
/** To look at more chunks than these costs more than a plan gains by knowing exactly. */
const MAX_COUNTED = 16;

/** A chunk's keys and, at the same positions, the records they lead to. */
type Chunk = { readonly keys: string[]; readonly records: number[] };
export type Entry = { readonly key: string; readonly record: number };

const emptyChunk = (): Chunk => ({ keys: [], records: [] });

export class SortedKeys {
  private chunks: Chunk[] = [emptyChunk()];
  private total = 0;

  get size(): number {
    return this.total;
  }

  /** Replaces everything by these pairs, faster than adding one by one. The records of equal keys must rise. */
  load(keys: readonly string[], records: readonly number[]): void {
    const sorted = inOrder(keys);
    const inTheirOrder = Array.from(sorted.from, (from) => records[from] ?? -1);
    this.chunks = [];
    for (let start = 0; start < keys.length; start += MAX_CHUNK / 2) {
      const end = start + MAX_CHUNK / 2;
      this.chunks.push({ keys: sorted.keys.slice(start, end), records: inTheirOrder.slice(start, end) });
    }
    if (this.chunks.length === 0) this.chunks.push(emptyChunk());
    this.total = keys.length;
  }

  /** A record whose key another record has, too. */
  duplicate(): number | undefined {
    let [lastKey, lastRecord]: [string | null, number] = [null, -1];
    for (const { keys, records } of this.chunks) {
      for (const [at, key] of keys.entries()) {
        const record = records[at] ?? -1;
        if (key === lastKey && record !== lastRecord) return record;
        [lastKey, lastRecord] = [key, record];
      }
    }
    return undefined;
  }

  add(key: string, record: number): void {
    const [at, slot] = this.place(key, record);
    const { keys, records } = this.chunk(at);
    if (keys[slot] === key && records[slot] === record) return;
    if (slot === keys.length) {
      keys.push(key);
      records.push(record);
    } else {
      keys.splice(slot, 0, key);
      records.splice(slot, 0, record);
    }
    this.total++;
    if (keys.length > MAX_CHUNK) this.split(at, slot);
  }

  private split(at: number, slot: number): void {
    const { keys, records } = this.chunk(at);
    const isAppending = at === this.chunks.length - 1 && slot === keys.length - 1;
    const from = isAppending ? MAX_CHUNK : keys.length >> 1;
    this.chunks.splice(at + 1, 0, { keys: keys.splice(from), records: records.splice(from) });
  }

  delete(key: string, record: number): void {
    const [at, slot] = this.place(key, record);
    const { keys, records } = this.chunk(at);
    if (keys[slot] !== key || records[slot] !== record) return;
    keys.splice(slot, 1);
    records.splice(slot, 1);
    this.total--;
    if (keys.length === 0 && this.chunks.length > 1) this.chunks.splice(at, 1);
  }

  /** The record another than `record` that has exactly this key. */
  other(key: string, record: number): number | undefined {
    let [at, slot] = this.find(({ keys }, slot) => (keys[slot] ?? '') < key);
    for (; at < this.chunks.length; at++, slot = 0) {
      const { keys, records } = this.chunk(at);
      for (; slot < keys.length; slot++) {
        if (keys[slot] !== key) return undefined;
        if (records[slot] !== record) return records[slot];
      }
    }
    return undefined;
  }

  /** How many keys lie in a range; where it spans many chunks, about how many. */
  count({ low, high }: KeyRange): number {
    const [fromChunk, fromSlot] = this.edge(low);
    const [toChunk, toSlot] = this.edge(high);
    if (fromChunk > toChunk) return 0;
    const spanned = toChunk - fromChunk;
    if (spanned > MAX_COUNTED) return Math.round((spanned * this.total) / this.chunks.length);
    let count = toSlot - fromSlot;
    for (let at = fromChunk; at < toChunk; at++) count += this.chunk(at).keys.length;
    return Math.max(count, 0);
  }

  /** The entries of a range in order, or the other way round. The set must not change meanwhile. */
  *entries(range: KeyRange, isReverse = false): Generator<Entry> {
    for (const { keys, records, first, end } of this.spans(range, isReverse)) {
      for (let step = 0; step < end - first; step++) {
        const slot = isReverse ? end - 1 - step : first + step;
        yield { key: keys[slot] ?? '', record: records[slot] ?? -1 };
      }
    }
  }

  /** Only the records of the entries, which is quicker. */
  *records(range: KeyRange, isReverse = false): Generator<number> {
    for (const { records, first, end } of this.spans(range, isReverse)) {
      for (let step = 0; step < end - first; step++) yield records[isReverse ? end - 1 - step : first + step] ?? -1;
    }
  }

  /** Adds the records of a range to a set: much faster than to go through its entries. */
  collect(range: KeyRange, set: RecordSet): void {
    for (const { records, first, end } of this.spans(range)) {
      for (let slot = first; slot < end; slot++) set.add(records[slot] ?? 0);
    }
  }

  /** The parts of chunks that a range consists of. */
  private *spans({ low, high }: KeyRange, isReverse = false): Generator<Chunk & { readonly first: number; readonly end: number }> {
    const [fromChunk, fromSlot] = this.edge(low);
    const [toChunk, toSlot] = this.edge(high);
    for (let step = 0; step <= toChunk - fromChunk; step++) {
      const at = isReverse ? toChunk - step : fromChunk + step;
      const chunk = this.chunk(at);
      yield { ...chunk, first: at === fromChunk ? fromSlot : 0, end: at === toChunk ? toSlot : chunk.keys.length };
    }
  }

  private chunk(at: number): Chunk {
    return this.chunks[at] ?? emptyChunk();
  }

  private edge(edge: Edge): readonly [chunk: number, slot: number] {
    return this.find(({ keys }, slot) => isBelow(keys[slot] ?? '', edge));
  }

  /** The place of a pair, or where it belongs. */
  private place(key: string, record: number): [chunk: number, slot: number] {
    const isBelowPair = ({ keys, records }: Chunk, slot: number): boolean => {
      const other = keys[slot] ?? '';
      return other === key ? (records[slot] ?? -1) < record : other < key;
    };
    return this.find(isBelowPair);
  }

  /** The first place whose entry is not below. */
  private find(isBefore: (chunk: Chunk, slot: number) => boolean): [chunk: number, slot: number] {
    let low = 0;
    let high = this.chunks.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      const chunk = this.chunk(middle);
      if (chunk.keys.length > 0 && isBefore(chunk, chunk.keys.length - 1)) low = middle + 1;
      else high = middle;
    }
    const at = low;
    const chunk = this.chunk(at);
    low = 0;
    high = chunk.keys.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(chunk, middle)) low = middle + 1;
      else high = middle;
    }
    return [at, low];
  }
}
