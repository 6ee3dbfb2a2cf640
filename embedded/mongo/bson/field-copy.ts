/** Hides how some fields of a document are copied byte by byte, which takes a fraction of decoding and encoding them. */
import { Reader } from './reader.ts';

/** Top-level fields, and whether they are what is kept or what is left out. */
export type FieldChoice = { readonly names: ReadonlySet<string>; readonly areKept: boolean };

const reader = new Reader(Buffer.alloc(0), 'exact');

/** The document without the fields that the choice leaves out, in their order. */
export function copyFields(bytes: Buffer, { names, areKept }: FieldChoice): Buffer {
  const runs = runsOf(bytes, (name) => names.has(name) === areKept);
  const length = runs.reduce((sum, [start, end]) => sum + end - start, 5);
  const copy = Buffer.allocUnsafe(length);
  let at = copy.writeInt32LE(length, 0);
  for (const [start, end] of runs) at += bytes.copy(copy, at, start, end);
  copy[at] = 0;
  return copy;
}

/** Where fields that are kept lie, neighbours together. */
function runsOf(bytes: Buffer, isKept: (name: string) => boolean): (readonly [start: number, end: number])[] {
  const runs: (readonly [start: number, end: number])[] = [];
  let runStart = -1;
  let start = 4;
  reader.seek(bytes, start);
  for (let type = reader.byte(); type !== 0; type = reader.byte()) {
    const isWanted = isKept(reader.name());
    if (isWanted && runStart < 0) runStart = start;
    if (!isWanted && runStart >= 0) {
      runs.push([runStart, start]);
      runStart = -1;
    }
    reader.skip(type);
    start = reader.at;
  }
  if (runStart >= 0) runs.push([runStart, start]);
  return runs;
}
