import { Binary, Decimal128, Double, Int32, Long, type Document } from 'mongodb';
import { describe, expect, test } from 'vitest';
import { testDatabase } from './test-database.ts';

const { collection, database } = testDatabase();

type Change = { readonly filter?: Document; readonly arrayFilters?: Document[] };

/** What an update makes of one document. */
async function updated(document: Document, update: Document | Document[], { filter = {}, ...options }: Change = {}): Promise<Document | null> {
  const k = await collection<Document>([{ _id: 1, ...document }]);
  await k.updateOne({ _id: 1, ...filter } as Document, update, options);
  return k.findOne({ _id: 1 } as Document, { projection: { _id: 0 } });
}

describe('inserting', () => {
  test('an id is made where there is none, and comes first', async () => {
    const k = await collection<Document>();
    const { insertedId } = await k.insertOne({ a: 1 });
    expect(Object.keys((await k.findOne({ _id: insertedId })) ?? {})).toEqual(['_id', 'a']);
  });

  test('a second document with the same id is refused, and an unordered batch goes on', async () => {
    const k = await collection<Document>([{ _id: 1 }]);
    await expect(k.insertOne({ _id: 1 } as Document)).rejects.toMatchObject({ code: 11_000, keyPattern: { _id: 1 }, keyValue: { _id: 1 } });
    const batch = [{ _id: 2 }, { _id: 1 }, { _id: 3 }] as Document[];
    await expect(k.insertMany(batch, { ordered: false })).rejects.toMatchObject({ code: 11_000, insertedCount: 2 });
    await expect(k.insertMany([{ _id: 4 }, { _id: 1 }, { _id: 5 }] as Document[])).rejects.toMatchObject({ insertedCount: 1 });
  });

  test('every type comes back as it went in', async () => {
    const k = await collection<Document>();
    const document = {
      int: new Int32(1), double: new Double(1), long: Long.fromString('9007199254740993'), small: Long.fromNumber(7), decimal: Decimal128.fromString('1.10'),
      date: new Date(5), bytes: new Binary(Buffer.from([1, 2]), 0x80), nothing: null, text: 'a\0b😀', list: [1, [2.5, 'x']], flag: true,
    };
    await k.insertOne(document);
    await k.updateOne({}, { $set: { touched: true } });
    const found = await k.findOne({}, { promoteValues: false, projection: { _id: 0, touched: 0 } });
    expect(found).toMatchObject({ int: new Int32(1), double: new Double(1), long: document.long, small: Long.fromNumber(7), decimal: document.decimal });
    expect(await k.findOne({ bytes: document.bytes, text: document.text })).not.toBeNull();
    await k.updateOne({}, [{ $set: { other: 1 } }]);
    expect(await k.countDocuments({ double: { $type: 'double' }, small: { $type: 'long' }, int: { $type: 'int' } })).toBe(1);
  });
});

describe('updating fields', () => {
  test('$set, $unset and $rename reach into documents', async () => {
    expect(await updated({ a: { b: 1 }, c: 2 }, { $set: { 'a.d': 3, 'e.f': 4 }, $unset: { 'a.b': '' }, $rename: { c: 'g' } })).toEqual({ a: { d: 3 }, e: { f: 4 }, g: 2 });
  });

  test('numbers add, multiply and compare', async () => {
    expect(await updated({ a: 1, b: 2, c: 3, d: 4 }, { $inc: { a: 2, new: 5 }, $mul: { b: 1.5 }, $min: { c: 1 }, $max: { d: 1 } })).toEqual({ a: 3, b: 3, c: 1, d: 4, new: 5 });
  });

  test('an integer that outgrows its type becomes a 64-bit one, and a decimal stays exact', async () => {
    const k = await collection<Document>([{ _id: 1, n: 2_147_483_647, d: Decimal128.fromString('0.1') }]);
    await k.updateOne({}, { $inc: { n: 1, d: Decimal128.fromString('0.2') } });
    expect(await k.countDocuments({ n: { $type: 'long' }, d: Decimal128.fromString('0.3') })).toBe(1);
  });

  test('an update that changes nothing modifies nothing', async () => {
    const k = await collection<Document>([{ _id: 1, a: 1 }]);
    expect(await k.updateOne({}, { $set: { a: 1 } })).toMatchObject({ matchedCount: 1, modifiedCount: 0 });
  });

  test.for([
    [{ $set: { a: 1, 'a.b': 2 } }, 40],
    [{ $inc: { text: 1 } }, 14],
    [{ $set: { 'text.x': 1 } }, 28],
    [{ $set: { _id: 2 } }, 66],
    [{ $foo: { a: 1 } }, 9],
    [{ $push: { text: 1 } }, 2],
  ] as const)('a wrong update is refused: %j', async ([update, code]) => {
    await expect(updated({ text: 'x' }, update as Document)).rejects.toMatchObject({ code });
  });

  test('a pipeline computes new values from old ones', async () => {
    expect(await updated({ a: 2, b: 3 }, [{ $set: { sum: { $add: ['$a', '$b'] } } }, { $unset: 'b' }])).toEqual({ a: 2, sum: 5 });
  });
});

describe('updating arrays', () => {
  test('$push appends, places, sorts and cuts', async () => {
    expect(await updated({ l: [1] }, { $push: { l: 2 } })).toEqual({ l: [1, 2] });
    expect(await updated({ l: [3, 1] }, { $push: { l: { $each: [2], $sort: 1, $slice: -2 } } })).toEqual({ l: [2, 3] });
    expect(await updated({ l: [1, 4] }, { $push: { l: { $each: [2, 3], $position: 1 } } })).toEqual({ l: [1, 2, 3, 4] });
  });

  test('$addToSet adds what is missing, $pull and $pop take away', async () => {
    expect(await updated({ l: [1, { a: 1 }] }, { $addToSet: { l: { $each: [1, { a: 1 }, 2] } } })).toEqual({ l: [1, { a: 1 }, 2] });
    expect(await updated({ l: [1, 5, 9] }, { $pull: { l: { $gte: 5 } } })).toEqual({ l: [1] });
    expect(await updated({ l: [{ n: 1, k: 1 }, { n: 2 }] }, { $pull: { l: { n: 1 } } })).toEqual({ l: [{ n: 2 }] });
    expect(await updated({ l: [1, 2, 3] }, { $pop: { l: -1 } })).toEqual({ l: [2, 3] });
    expect(await updated({ l: [1, 2, 1] }, { $pullAll: { l: [1] } })).toEqual({ l: [2] });
  });

  test('the matched element, all elements and filtered elements change in place', async () => {
    const l = [{ n: 1 }, { n: 2 }, { n: 3 }];
    expect(await updated({ l }, { $set: { 'l.$.hit': true } }, { filter: { 'l.n': 2 } })).toEqual({ l: [{ n: 1 }, { n: 2, hit: true }, { n: 3 }] });
    expect(await updated({ l }, { $inc: { 'l.$[].n': 10 } })).toEqual({ l: [{ n: 11 }, { n: 12 }, { n: 13 }] });
    expect(await updated({ l }, { $set: { 'l.$[big].n': 0 } }, { arrayFilters: [{ 'big.n': { $gte: 2 } }] })).toEqual({ l: [{ n: 1 }, { n: 0 }, { n: 0 }] });
  });
});

describe('upserts and compound commands', () => {
  test('an upsert takes over what the filter says is equal', async () => {
    const k = await collection<Document>();
    await k.updateOne({ a: 1, b: { $gt: 5 }, c: { $eq: 2 } }, { $set: { d: 3 }, $setOnInsert: { e: 4 } }, { upsert: true });
    expect(await k.findOne({}, { projection: { _id: 0 } })).toEqual({ a: 1, c: 2, d: 3, e: 4 });
  });

  test('a replacement keeps the id', async () => {
    const k = await collection<Document>([{ _id: 1, a: 1 }]);
    await k.replaceOne({ a: 1 }, { b: 2 });
    expect(await k.find().toArray()).toEqual([{ _id: 1, b: 2 }]);
  });

  test('findOneAndUpdate answers before or after, in order, with a projection', async () => {
    const k = await collection<Document>([{ _id: 1, n: 1 }, { _id: 2, n: 2 }]);
    expect(await k.findOneAndUpdate({}, { $inc: { n: 10 } }, { sort: { n: -1 } })).toEqual({ _id: 2, n: 2 });
    expect(await k.findOneAndUpdate({ _id: 2 } as Document, { $inc: { n: 1 } }, { returnDocument: 'after', projection: { _id: 0 } })).toEqual({ n: 13 });
    expect(await k.findOneAndDelete({ n: 1 })).toEqual({ _id: 1, n: 1 });
    expect(await k.findOneAndUpdate({ _id: 9 } as Document, { $set: { n: 1 } })).toBeNull();
    expect(await k.findOneAndUpdate({ _id: 9 } as Document, { $set: { n: 1 } }, { upsert: true })).toBeNull();
    expect(await k.findOneAndUpdate({ _id: 10 } as Document, { $set: { n: 1, m: 2 } }, { upsert: true, returnDocument: 'after', projection: { n: 1 } })).toEqual({ _id: 10, n: 1 });
    expect(await k.findOneAndReplace({ _id: 10 } as Document, { list: [{ a: 1 }] }, { returnDocument: 'after', includeResultMetadata: true })).toMatchObject({ lastErrorObject: { n: 1, updatedExisting: true }, value: { _id: 10, list: [{ a: 1 }] } });
    expect(await k.findOneAndDelete({ _id: 10 } as Document, { projection: { _id: 0, missing: { $literal: 1 } } })).toEqual({ missing: 1 });
  });

  test('a bulk write runs its operations in order', async () => {
    const k = await collection<Document>([{ _id: 1 }]);
    const result = await k.bulkWrite([
      { insertOne: { document: { _id: 2 } as Document } }, { updateMany: { filter: {}, update: { $set: { a: 1 } } } },
      { deleteOne: { filter: { _id: 1 } as Document } }, { replaceOne: { filter: { _id: 3 } as Document, replacement: { b: 1 }, upsert: true } },
    ]);
    expect(result).toMatchObject({ insertedCount: 1, modifiedCount: 2, deletedCount: 1, upsertedCount: 1 });
    expect(await k.find().sort({ _id: 1 }).toArray()).toEqual([{ _id: 2, a: 1 }, { _id: 3, b: 1 }]);
  });

  test('a thousand concurrent increments all count', async () => {
    const k = await collection<Document>([{ _id: 1, n: 0 }]);
    await Promise.all(Array.from({ length: 1_000 }, () => k.updateOne({}, { $inc: { n: 1 } })));
    expect(await k.findOne()).toEqual({ _id: 1, n: 1_000 });
  });

  test('a capacity in the filter is never exceeded', async () => {
    const k = await collection<Document>([{ _id: 1, seats: 10, taken: [] }]);
    const joins = await Promise.all(
      Array.from({ length: 200 }, (_, guest) => k.updateOne({ seats: { $gt: 0 } }, { $inc: { seats: -1 }, $push: { taken: guest } } as Document)),
    );
    expect(joins.filter(({ modifiedCount }) => modifiedCount === 1)).toHaveLength(10);
    expect((await k.findOne())?.['taken']).toHaveLength(10);
  });

  test('a document cannot outgrow 16 MB', async () => {
    const k = await collection<Document>([{ _id: 1, text: 'x'.repeat(9_000_000) }]);
    await expect(k.updateOne({}, [{ $set: { more: { $concat: ['$text', '$text'] } } }])).rejects.toThrow(/size|large/i);
    expect((await k.findOne())?.['more']).toBeUndefined();
    expect(await database().command({ ping: 1 })).toMatchObject({ ok: 1 });
  });
});
