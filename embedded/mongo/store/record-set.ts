/** Hides a set of records: a bit for each, since they are numbered without gaps. */
export class RecordSet {
  private bits = new Uint8Array(1_024);

  add(record: number): void {
    const at = record >> 3;
    if (at >= this.bits.length) this.grow(at + 1);
    this.bits[at] = (this.bits[at] ?? 0) | (1 << (record & 7));
  }

  has(record: number): boolean {
    return ((this.bits[record >> 3] ?? 0) & (1 << (record & 7))) !== 0;
  }

  private grow(bytes: number): void {
    const bits = new Uint8Array(Math.max(bytes, this.bits.length * 2));
    bits.set(this.bits);
    this.bits = bits;
  }
}
