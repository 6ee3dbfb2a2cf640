import { Decimal128, Double, Int32, Long, ObjectId, type Document } from 'mongodb';
import { describe, expect, test } from 'vitest';
import { idsMatching, testDatabase } from './test-database.ts';

const { collection } = testDatabase();

/** The ids of the documents, numbered from 0, that match. */
async function matching(values: readonly unknown[], condition: unknown): Promise<number[]> {
  const documents = values.map((value, index) => (value === undefined ? { _id: index } : { _id: index, value }));
  const found = await (await collection<Document>(documents)).find({ value: condition } as Document).sort({ _id: 1 }).toArray();
  return found.map((document) => Number(document['_id']));
}

describe('comparison', () => {
  test('numbers compare by value whatever their type', async () => {
    expect(await matching([1, new Double(1), Long.fromNumber(1), Decimal128.fromString('1.0'), '1', true], 1)).toEqual([0, 1, 2, 3]);
  });

  test('a range stays within one type', async () => {
    expect(await matching([1, 5, '5', null, undefined, new Date(9), NaN], { $gt: 0 })).toEqual([0, 1]);
    expect(await matching([1, 'a', 'b', 'c'], { $gte: 'b' })).toEqual([2, 3]);
  });

  test('integers beyond 2^53 keep their order', async () => {
    const [a, b, c] = ['9007199254740992', '9007199254740993', '9007199254740994'].map((text) => Long.fromString(text));
    expect(await matching([a, b, c], { $gt: b })).toEqual([2]);
    expect(await matching([a, b, c], b)).toEqual([1]);
  });

  test('a decimal equals a double only when both are the same number', async () => {
    expect(await matching([0.1, 0.5], { $in: [Decimal128.fromString('0.1'), Decimal128.fromString('0.5')] })).toEqual([1]);
  });

  test('null means null or missing', async () => {
    expect(await matching([null, undefined, 0, ''], null)).toEqual([0, 1]);
    expect(await matching([null, undefined, 0], { $ne: null })).toEqual([2]);
    expect(await matching([null, undefined, 0], { $exists: true })).toEqual([0, 2]);
  });

  test('documents equal only with their fields in the same order', async () => {
    expect(await matching([{ a: 1, b: 2 }, { b: 2, a: 1 }, { a: 1 }], { a: 1, b: 2 })).toEqual([0]);
  });

  test('ids, dates and bytes equal by value', async () => {
    const id = new ObjectId();
    expect(await matching([id, id.toHexString()], new ObjectId(id.toHexString()))).toEqual([0]);
    expect(await matching([new Date(5), 5], new Date(5))).toEqual([0]);
    expect(await matching([Buffer.from([1, 2]), Buffer.from([1, 3])], Buffer.from([1, 2]))).toEqual([0]);
  });
});

describe('arrays', () => {
  const arrays = [[1, 5], [3], [], 3, [[3]], undefined];

  test('an element matches as the value itself would', async () => {
    expect(await matching(arrays, 3)).toEqual([1, 3]);
    expect(await matching(arrays, { $in: [5, 9] })).toEqual([0]);
    expect(await matching(arrays, [3])).toEqual([1, 4]);
  });

  test('different elements may fulfil different conditions, unlike under $elemMatch', async () => {
    expect(await matching(arrays, { $gt: 1, $lt: 5 })).toEqual([0, 1, 3]);
    expect(await matching(arrays, { $elemMatch: { $gt: 1, $lt: 5 } })).toEqual([1]);
  });

  test('$all, $size and negation look at the whole array', async () => {
    expect(await matching([['a', 'b'], ['a'], 'a', []], { $all: ['a', 'b'] })).toEqual([0]);
    expect(await matching([['a', 'b'], ['a'], 'a', []], { $size: 1 })).toEqual([1]);
    expect(await matching([['a', 'b'], ['b'], undefined], { $nin: ['a'] })).toEqual([1, 2]);
  });

  test('a path runs through arrays of documents', async () => {
    const k = await collection<Document>([{ _id: 1, items: [{ sku: 'a', n: 1 }, { sku: 'b', n: 2 }] }, { _id: 2, items: [{ sku: 'a', n: 2 }] }]);
    expect(await idsMatching(k, { 'items.sku': 'a', 'items.n': 2 })).toEqual([1, 2]);
    expect(await idsMatching(k, { items: { $elemMatch: { sku: 'a', n: 2 } } })).toEqual([2]);
    expect(await idsMatching(k, { 'items.1.sku': 'b' })).toEqual([1]);
  });
});

describe('operators', () => {
  test('regular expressions match strings, with options', async () => {
    expect(await matching(['Anna', 'banana', 5, ['xan']], /an/)).toEqual([1, 3]);
    expect(await matching(['Anna', 'banana'], { $regex: '^an', $options: 'i' })).toEqual([0]);
    expect(await matching(['a', 'b', 'c'], { $in: [/^a/, 'c'] })).toEqual([0, 2]);
  });

  test('types, remainders and bits', async () => {
    expect(await matching([1, 1.5, '1', [1], null], { $type: 'number' })).toEqual([0, 1, 3]);
    expect(await matching([3, 4, 5, -3], { $mod: [2, 1] })).toEqual([0, 2]);
    expect(await matching([5, 6, 7], { $bitsAllSet: [0, 2] })).toEqual([0, 2]);
  });

  test('$or, $nor and $and combine', async () => {
    const k = await collection<Document>([{ _id: 1, a: 1 }, { _id: 2, b: 2 }, { _id: 3, a: 1, b: 2 }]);
    expect(await idsMatching(k, { $or: [{ a: 1 }, { b: 2 }] })).toEqual([1, 2, 3]);
    expect(await idsMatching(k, { $nor: [{ a: 1 }, { b: 3 }] })).toEqual([2]);
    expect(await idsMatching(k, { $and: [{ a: 1 }, { b: 2 }] })).toEqual([3]);
  });

  test('$expr compares fields with each other', async () => {
    const k = await collection<Document>([{ _id: 1, a: 1, b: 2 }, { _id: 2, a: 3, b: 2 }]);
    expect(await idsMatching(k, { $expr: { $gt: ['$a', '$b'] } })).toEqual([2]);
  });

  test.for([
    [{ $foo: 1 }, 2],
    [{ value: { $foo: 1 } }, 2],
    [{ $or: [] }, 2],
    [{ value: { $in: 5 } }, 2],
    [{ value: { $regex: '(' } }, 51_091],
  ] as const)('a malformed filter is refused: %j', async ([filter, code]) => {
    const k = await collection<Document>([{ value: 1 }]);
    await expect(k.findOne(filter as Document)).rejects.toMatchObject({ code });
  });
});

describe('order and shape', () => {
  test('values sort by type, then by value', async () => {
    const k = await collection<Document>([
      { _id: 0, v: 'b' }, { _id: 1, v: 2 }, { _id: 2, v: null }, { _id: 3 }, { _id: 4, v: new Date(0) }, { _id: 5, v: true },
      { _id: 6, v: { a: 1 } }, { _id: 7, v: 'a' }, { _id: 8, v: -1.5 }, { _id: 9, v: Buffer.from('x') }, { _id: 10, v: 'é' }, { _id: 11, v: '😀' }, { _id: 12, v: '\uFFFD' },
    ]);
    const sorted = await k.find().sort({ v: 1, _id: 1 }).project({ _id: 1 }).toArray();
    expect(sorted.map(({ _id }) => _id)).toEqual([2, 3, 8, 1, 7, 0, 10, 12, 11, 6, 9, 5, 4]);
  });

  test('an array sorts by its least element upwards and by its greatest downwards', async () => {
    const k = await collection<Document>([{ _id: 1, v: [5, 1] }, { _id: 2, v: [3] }, { _id: 3, v: 2 }]);
    expect(await k.find().sort({ v: 1 }).map(({ _id }) => _id).toArray()).toEqual([1, 3, 2]);
    expect(await k.find().sort({ v: -1 }).map(({ _id }) => _id).toArray()).toEqual([1, 2, 3]);
  });

  test('projections include, exclude, slice and pick elements', async () => {
    const k = await collection<Document>([{ _id: 1, a: { b: 1, c: 2 }, list: [{ n: 1 }, { n: 2 }, { n: 3 }], s: 'x' }]);
    expect(await k.findOne({}, { projection: { 'a.b': 1, _id: 0 } })).toEqual({ a: { b: 1 } });
    expect(await k.findOne({}, { projection: { 'a.b': 0, list: 0 } })).toEqual({ _id: 1, a: { c: 2 }, s: 'x' });
    expect(await k.findOne({}, { projection: { list: { $slice: -2 }, a: 0 } })).toEqual({ _id: 1, list: [{ n: 2 }, { n: 3 }], s: 'x' });
    expect(await k.findOne({ 'list.n': { $gte: 2 } }, { projection: { 'list.$': 1 } })).toEqual({ _id: 1, list: [{ n: 2 }] });
    expect(await k.findOne({}, { projection: { list: { $elemMatch: { n: 3 } } } })).toEqual({ _id: 1, list: [{ n: 3 }] });
    expect(await k.findOne({}, { projection: { _id: 0, upper: { $toUpper: '$s' } } })).toEqual({ upper: 'X' });
    await expect(k.findOne({}, { projection: { a: 1, s: 0 } })).rejects.toMatchObject({ code: 31_254 });
  });

  test('top-level fields are kept or left out in their order, with the types they have', async () => {
    const long = Long.fromNumber(5);
    const k = await collection<Document>([{ _id: 1, whole: new Int32(1), real: new Double(1), nested: { deep: [1, { x: null }] }, 'with space': 'é', long, end: new Date(0) }]);
    const read = (projection: Document) => k.findOne({}, { projection, promoteValues: false });
    expect(Object.entries((await read({ long: 1, real: true, absent: 1 })) ?? {})).toEqual([['_id', new Int32(1)], ['real', new Double(1)], ['long', long]]);
    expect(Object.keys((await read({ whole: 0, nested: false, _id: 0 })) ?? {})).toEqual(['real', 'with space', 'long', 'end']);
    expect(Object.keys((await read({ whole: 0, _id: 1 })) ?? {})).toEqual(['_id', 'real', 'nested', 'with space', 'long', 'end']);
    expect(await k.findOne({}, { projection: { 'with space': 1, _id: 0 } })).toEqual({ 'with space': 'é' });
    expect(await k.findOne({}, { projection: { _id: 1 } })).toEqual({ _id: 1 });
    expect(await k.findOne({}, { projection: { nested: 1, end: 1, _id: 0 } })).toEqual({ nested: { deep: [1, { x: null }] }, end: new Date(0) });
    expect(await k.findOne({}, { projection: { absent: 1, _id: 0 } })).toEqual({});
  });

  test('a cursor hands out everything in batches', async () => {
    const k = await collection<Document>(Array.from({ length: 250 }, (_, _id) => ({ _id })));
    expect((await k.find().sort({ _id: 1 }).batchSize(7).toArray()).length).toBe(250);
    const cursor = k.find().batchSize(10);
    await cursor.next();
    await cursor.close();
    expect(await k.find().skip(240).limit(20).toArray()).toHaveLength(10);
  });

  test('count, distinct and a collation', async () => {
    const k = await collection<Document>([{ name: 'Ping' }, { name: 'ping' }, { name: 'pong' }]);
    expect(await k.countDocuments({ name: /^p/ })).toBe(2);
    expect(await k.estimatedDocumentCount()).toBe(3);
    expect(await k.countDocuments({ name: 'PING' }, { collation: { locale: 'en', strength: 2 } })).toBe(2);
    expect(await k.distinct('name')).toEqual(['Ping', 'ping', 'pong']);
  });
});
