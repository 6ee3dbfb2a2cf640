/**
 * Hides how the documents of a collection lie in memory: their BSON bytes one after another in large slabs,
 * because a JavaScript object per document would cost several times the bytes themselves.
 */

const SLAB_BYTES = 1 << 20;
const MIN_GARBAGE_BYTES = 4 << 20;

export class RecordHeap {
  private slabs: Buffer[] = [];
  private used = SLAB_BYTES;
  private slabNumbers = new Int32Array(64);
  private offsets = new Int32Array(64);
  private end = 0;
  private live = 0;
  private garbageBytes = 0;
  private liveBytes = 0;

  /** How many records there are. */
  get size(): number {
    return this.live;
  }

  /** Their bytes, without overhead. */
  get bytes(): number {
    return this.liveBytes;
  }

  /** Makes room for so many bytes at once, which wastes none. */
  expect(bytes: number): void {
    this.slabs.push(Buffer.allocUnsafeSlow(bytes));
    this.used = 0;
  }

  /** Stores a copy of the bytes, which begin with their own length as BSON does. */
  set(record: number, bytes: Uint8Array): void {
    this.delete(record);
    this.reserve(record);
    const slab = this.slabFor(bytes.length);
    slab.set(bytes, this.used);
    this.slabNumbers[record] = this.slabs.length;
    this.offsets[record] = this.used;
    this.used += bytes.length;
    this.live++;
    this.liveBytes += bytes.length;
  }

  /** The bytes in which a record lies, from its offset on. */
  slab(record: number): Buffer {
    const slab = this.slabs[(this.slabNumbers[record] ?? 0) - 1];
    if (!slab) throw new Error(`record ${record} is gone`);
    return slab;
  }

  offset(record: number): number {
    return this.offsets[record] ?? 0;
  }

  /** The bytes of a record. They stay valid, whatever happens to the record. */
  get(record: number): Buffer | undefined {
    const slab = this.slabs[(this.slabNumbers[record] ?? 0) - 1];
    if (!slab) return undefined;
    const offset = this.offsets[record] ?? 0;
    return slab.subarray(offset, offset + slab.readInt32LE(offset));
  }

  delete(record: number): void {
    const bytes = this.get(record);
    if (!bytes) return;
    this.slabNumbers[record] = 0;
    this.live--;
    this.liveBytes -= bytes.length;
    this.garbageBytes += bytes.length;
    if (this.garbageBytes > MIN_GARBAGE_BYTES && this.garbageBytes > this.liveBytes) this.compact();
  }

  /** The records in the order they were inserted, or the other way round. Ones that come or go meanwhile may be missed. */
  *records(isReverse = false): Generator<number> {
    if (isReverse) {
      for (let record = this.end - 1; record >= 0; record--) if (this.slabNumbers[record] !== 0) yield record;
    } else {
      for (let record = 0; record < this.end; record++) if (this.slabNumbers[record] !== 0) yield record;
    }
  }

  private reserve(record: number): void {
    this.end = Math.max(this.end, record + 1);
    if (record < this.slabNumbers.length) return;
    const length = Math.max(this.slabNumbers.length * 2, record + 1);
    const [slabNumbers, offsets] = [new Int32Array(length), new Int32Array(length)];
    slabNumbers.set(this.slabNumbers);
    offsets.set(this.offsets);
    [this.slabNumbers, this.offsets] = [slabNumbers, offsets];
  }

  private slabFor(length: number): Buffer {
    const last = this.slabs.at(-1);
    if (last && this.used + length <= last.length) return last;
    const slab = Buffer.allocUnsafeSlow(Math.max(length, SLAB_BYTES));
    this.slabs.push(slab);
    this.used = 0;
    return slab;
  }

  private compact(): void {
    const old = [...this.records()].map((record) => [record, this.get(record)] as const);
    this.slabs = [];
    this.slabNumbers.fill(0);
    this.live = 0;
    this.liveBytes = 0;
    this.garbageBytes = 0;
    for (const [record, bytes] of old) if (bytes) this.set(record, bytes);
  }
}
