import { Binary, Decimal128, Double, Long, ObjectId, serialize } from 'bson';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CommandError } from '#embedded/mongo/command-error.ts';
import { compare, orderKey } from '#embedded/mongo/bson/order-key.ts';
import { FieldReader } from '#embedded/mongo/bson/field-reader.ts';
import { readDocument, writeDocument } from '#embedded/mongo/bson/reader.ts';
import { circleBox, distanceM, type Point } from '#embedded/mongo/query/geo.ts';
import { anchoredPrefix } from '#embedded/mongo/query/regex.ts';
import { cellOf, cellsCovering } from '#embedded/mongo/store/geo-cell.ts';
import { inOrder } from '#embedded/mongo/store/key-order.ts';
import { after, before, intersect, isBelow, unite, type KeyRange } from '#embedded/mongo/store/key-range.ts';
import { RecordHeap } from '#embedded/mongo/store/record-heap.ts';
import { SortedKeys } from '#embedded/mongo/store/sorted-keys.ts';

const text = fc.string({ unit: 'binary' });
const scalar = fc.oneof(
  fc.integer(), fc.double(), text, fc.boolean(), fc.constant(null), fc.date({ noInvalidDate: true }),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => Long.fromBigInt(value)),
  fc.integer({ min: -5, max: 5 }).map((value) => new Double(value)),
  fc.tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: -20, max: 20 })).map(([digits, exponent]) => Decimal128.fromString(`${digits}E${exponent}`)),
  fc.uint8Array({ minLength: 12, maxLength: 12 }).map((bytes) => new ObjectId(bytes)),
  fc.uint8Array({ maxLength: 20 }).map((bytes) => new Binary(bytes, 0)),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, scalar, fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), tie('value'), { maxKeys: 4 })),
}));

/** The message of a counterexample; `null` when the property holds. */
const refuted = (property: fc.IProperty<unknown[]>): string | null => {
  const { failed, counterexample } = fc.check(property);
  return failed ? `does not hold for ${JSON.stringify(counterexample)}` : null;
};

function isReadOrRefused(bytes: Buffer): boolean {
  try {
    return Object.keys(readDocument(bytes)).length >= 0;
  } catch (error) {
    return error instanceof CommandError;
  }
}

describe('order keys', () => {
  test('numbers sort by value across their types', () => {
    fc.assert(fc.property(fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }), fc.bigInt({ min: -3n, max: 3n }), (a, difference) => {
      const b = a + difference;
      const types = [(n: bigint) => Long.fromBigInt(n), (n: bigint) => Decimal128.fromString(String(n)), (n: bigint) => (Number.isSafeInteger(Number(n)) ? Number(n) : Long.fromBigInt(n))];
      for (const left of types) for (const right of types) expect(Math.sign(compare(left(a), right(b)))).toBe(difference === 0n ? 0 : difference > 0n ? -1 : 1);
    }));
  });

  test('doubles sort as doubles, strings by their bytes', () => {
    const number = fc.double({ noNaN: true });
    expect(refuted(fc.property(number, number, (a, b) => compare(a, b) === (a < b ? -1 : Number(a > b))))).toBeNull();
    expect(refuted(fc.property(text, text, (a, b) => compare(a, b) === Buffer.compare(Buffer.from(a), Buffer.from(b))))).toBeNull();
  });

  test('no key is the beginning of another', () => {
    fc.assert(fc.property(value, value, (a, b) => {
      const [left, right] = [orderKey(a), orderKey(b)];
      expect(left === right || !left.startsWith(right)).toBe(true);
    }));
  });
});

describe('BSON', () => {
  test('what was read is written back byte for byte', () => {
    fc.assert(fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), value), (document) => {
      const bytes = Buffer.from(serialize(document));
      expect(writeDocument(readDocument(bytes)).equals(bytes)).toBe(true);
    }));
  });

  test('single fields are found among others', () => {
    fc.assert(fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c'), value), (document) => {
      const bytes = Buffer.from(serialize(document));
      const { b: _, ...others } = readDocument(bytes);
      const reader = new FieldReader(new Set(['a', 'c']));
      reader.open(bytes, 0);
      expect(orderKey(reader.with(Object.keys(others)))).toBe(orderKey(others));
    }));
  });

  test('damaged bytes are refused, never misread into a crash', () => {
    const damaged = fc.property(fc.dictionary(fc.string(), value), fc.nat(), fc.nat(255), (document, at, byte) => {
      const bytes = Buffer.from(serialize(document));
      bytes[at % bytes.length] = byte;
      return isReadOrRefused(bytes);
    });
    expect(refuted(damaged)).toBeNull();
  });
});

describe('ranges and sets of keys', () => {
  const key = fc.stringMatching(/^[ab]{0,4}$/);
  const edge = fc.tuple(key, fc.boolean()).map(([one, isAfter]) => (isAfter ? after(one) : before(one)));
  const ranges = fc.array(fc.tuple(edge, edge).map(([low, high]): KeyRange => ({ low, high })), { maxLength: 5 }).map(unite);
  const holds = (all: readonly KeyRange[], one: string) => all.some(({ low, high }) => !isBelow(one, low) && isBelow(one, high));

  test('a key is in an intersection when in both', () => {
    expect(refuted(fc.property(ranges, ranges, key, (a, b, one) => holds(intersect(a, b), one) === (holds(a, one) && holds(b, one))))).toBeNull();
  });

  test('a key is in a union when in either', () => {
    expect(refuted(fc.property(ranges, ranges, key, (a, b, one) => holds(unite([...a, ...b]), one) === (holds(a, one) || holds(b, one))))).toBeNull();
  });

  test('a sorted set behaves like a sorted list, over many chunks', () => {
    const set = new SortedKeys();
    const list: string[] = [];
    for (let n = 0; n < 3_000; n++) {
      const one = String((n * 7_919) % 3_001).padStart(4, '0');
      set.add(one, n % 3);
      list.push(one);
    }
    for (const one of list.splice(0, 500)) for (let record = 0; record < 3; record++) set.delete(one, record);
    list.sort();
    const range = { low: before('01'), high: after('2') };
    const expected = list.filter((one) => one >= '01' && one < '3');
    expect([...set.entries(range)].map((entry) => entry.key)).toEqual(expected);
    expect([...set.entries(range, true)].map((entry) => entry.key)).toEqual(expected.toReversed());
    expect(set.count(range)).toBe(expected.length);
  });

  test('keys are sorted as strings, equal ones as given, whatever they share', () => {
    const word = fc.array(fc.constantFrom('a', 'b', 'aaaa', 'shared-beginning-', '\u00FF'), { maxLength: 12, size: 'max' }).map((parts) => `${parts.join('')}\0`);
    fc.assert(fc.property(fc.array(word, { minLength: 500, maxLength: 800 }), (keys) => {
      const sorted = inOrder(keys);
      const expected = keys.map((key, index) => ({ key, index })).sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key) || a.index - b.index));
      expect(sorted.keys).toEqual(expected.map(({ key }) => key));
      expect([...sorted.from]).toEqual(expected.map(({ index }) => index));
    }), { numRuns: 20 });
  });

  test('the heap gives back what it was given, also after it tidied up', () => {
    const heap = new RecordHeap();
    const document = (n: number) => writeDocument({ n, pad: 'x'.repeat(1_000) });
    for (let n = 0; n < 12_000; n++) heap.set(n, document(n));
    for (let n = 0; n < 12_000; n++) if (n % 10 !== 0) heap.delete(n);
    expect([...heap.records()].map((record) => heap.get(record)?.equals(document(record)))).toEqual(Array.from({ length: 1_200 }, () => true));
  });
});

describe('cells and patterns', () => {
  const point = fc.tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true })).map((pair): Point => pair);

  test('the cells around a circle hold every point within it', () => {
    fc.assert(fc.property(point, fc.double({ min: 1, max: 3_000_000, noNaN: true }), point, (centre, radiusM, other) => {
      if (distanceM(centre, other) > radiusM) return;
      const cells = cellsCovering(circleBox(centre, radiusM));
      expect(cells.some((cell) => cellOf(other).startsWith(cell))).toBe(true);
      expect(cells.length).toBeLessThanOrEqual(48);
    }), { numRuns: 2_000 });
  });

  test.for<[RegExp, string | null]>([
    [/^pre/, 'pre'], [/^a\.b/, 'a.b'], [/^ab*/, 'a'], [/^a|b/, null], [/^pre/i, null], [/pre/, null], [/^a(bc)?/, 'a'], [/^a b[cd]/, 'a b'], [/^ab{2}/, 'a'], [/^\d/, null],
  ])('%s begins with %s', ([pattern, prefix]) => {
    expect(anchoredPrefix(pattern)).toBe(prefix);
  });
});
