import type { Document } from 'mongodb';
import { describe, expect, test } from 'vitest';
import { testDatabase } from './test-database.ts';

const { collection, database } = testDatabase();

const orders = [
  { _id: 1, customer: 'a', total: 10, at: new Date('2026-01-31T10:00:00Z'), items: ['x', 'y'] },
  { _id: 2, customer: 'b', total: 5, at: new Date('2026-02-01T10:00:00Z'), items: [] },
  { _id: 3, customer: 'a', total: 7, at: new Date('2026-02-02T10:00:00Z'), items: ['x'] },
];

async function piped(pipeline: Document[], documents: readonly Document[] = orders): Promise<Document[]> {
  return (await collection<Document>(documents)).aggregate(pipeline).toArray();
}

/** What an expression gives on `{ a: 2, b: 3, text: 'Abc', list: [3, 1, 2], at }`. */
async function evaluated(expression: unknown): Promise<unknown> {
  const [document] = await piped([{ $project: { _id: 0, value: expression } }], [{ a: 2, b: 3, text: 'Abc', list: [3, 1, 2], at: new Date('2026-01-31T10:00:00Z') }]);
  return document?.['value'];
}

describe('stages', () => {
  test('documents are matched, ordered, cut and grouped', async () => {
    expect(await piped([{ $sort: { total: -1 } }, { $skip: 1 }, { $limit: 1 }, { $project: { total: 1, _id: 0 } }])).toEqual([{ total: 7 }]);
    const groups = [{ $group: { _id: '$customer', sum: { $sum: '$total' }, most: { $max: '$total' }, mean: { $avg: '$total' }, ids: { $push: '$_id' }, n: { $sum: 1 } } }, { $sort: { _id: 1 } }];
    expect(await piped(groups)).toEqual([
      { _id: 'a', sum: 17, most: 10, mean: 8.5, ids: [1, 3], n: 2 },
      { _id: 'b', sum: 5, most: 5, mean: 5, ids: [2], n: 1 },
    ]);
  });

  test('arrays unwind, and facets run side by side', async () => {
    expect(await piped([{ $unwind: '$items' }, { $sortByCount: '$items' }])).toEqual([{ _id: 'x', count: 2 }, { _id: 'y', count: 1 }]);
    expect(await piped([{ $facet: { n: [{ $count: 'n' }], top: [{ $sort: { total: -1 } }, { $limit: 1 }, { $project: { _id: 1 } }] } }])).toEqual([{ n: [{ n: 3 }], top: [{ _id: 1 }] }]);
  });

  test('a lookup joins by fields or by a pipeline with variables', async () => {
    const customers = await collection<Document>([{ _id: 'a', name: 'Ann' }, { _id: 'b', name: 'Bob' }]);
    const from = customers.collectionName;
    const byField = await piped([{ $match: { _id: 1 } }, { $lookup: { from, localField: 'customer', foreignField: '_id', as: 'who' } }]);
    expect(byField[0]?.['who']).toEqual([{ _id: 'a', name: 'Ann' }]);
    const pipeline = [{ $match: { $expr: { $eq: ['$_id', '$$id'] } } }, { $project: { _id: 0, name: 1 } }];
    const byPipeline = await piped([{ $match: { _id: 2 } }, { $lookup: { from, let: { id: '$customer' }, pipeline, as: 'who' } }]);
    expect(byPipeline[0]?.['who']).toEqual([{ name: 'Bob' }]);
  });

  test('$out replaces and $merge merges into a collection', async () => {
    const source = await collection<Document>(orders);
    const target = await collection<Document>([{ _id: 1, kept: true }, { _id: 9 }]);
    await source.aggregate([{ $match: { _id: { $lte: 2 } } }, { $project: { total: 1 } }, { $merge: { into: target.collectionName } }]).toArray();
    expect(await target.find().sort({ _id: 1 }).toArray()).toEqual([{ _id: 1, kept: true, total: 10 }, { _id: 2, total: 5 }, { _id: 9 }]);
    await source.aggregate([{ $match: { _id: 3 } }, { $project: { total: 1 } }, { $out: target.collectionName }]).toArray();
    expect(await target.find().toArray()).toEqual([{ _id: 3, total: 7 }]);
  });

  test('a sample takes each document at most once', async () => {
    expect((await piped([{ $sample: { size: 10 } }])).map(({ _id }) => _id).toSorted()).toEqual([1, 2, 3]);
  });

  test('a pipeline leaves the stored documents alone', async () => {
    const k = await collection<Document>([{ _id: 1, a: { b: 1 }, list: [{ n: 1 }] }]);
    await k.aggregate([{ $set: { 'a.b': 2, 'list.n': 5 } }, { $unwind: '$list' }]).toArray();
    expect(await k.findOne()).toEqual({ _id: 1, a: { b: 1 }, list: [{ n: 1 }] });
  });

  test.for([
    [[{ $foo: {} }], 40_324],
    [[{ $project: { a: { $foo: 1 } } }], 31_325],
    [[{ $match: { $foo: 1 } }], 2],
    [[{ $group: { n: { $sum: 1 } } }], 15_955],
    [[{ $limit: 0 }], 15_958],
    [[{ $match: {}, $limit: 1 }], 40_323],
  ] as const)('a wrong pipeline is refused: %j', async ([pipeline, code]) => {
    await expect(piped(pipeline as unknown as Document[])).rejects.toMatchObject({ code });
  });
});

describe('expressions', () => {
  test.for<[unknown, unknown]>([
    [{ $add: ['$a', '$b', 1] }, 6],
    [{ $subtract: ['$b', '$a'] }, 1],
    [{ $divide: ['$b', '$a'] }, 1.5],
    [{ $mod: ['$b', '$a'] }, 1],
    [{ $gt: ['$b', '$a'] }, true],
    [{ $eq: ['$missing', null] }, false],
    [{ $ifNull: ['$missing', 'none'] }, 'none'],
    [{ $cond: [{ $lt: ['$a', '$b'] }, 'less', 'more'] }, 'less'],
    [{ $concat: ['$text', '-', 'd'] }, 'Abc-d'],
    [{ $toUpper: '$text' }, 'ABC'],
    [{ $substrCP: ['$text', 1, 2] }, 'bc'],
    [{ $regexMatch: { input: '$text', regex: '^a', options: 'i' } }, true],
    [{ $size: '$list' }, 3],
    [{ $in: [2, '$list'] }, true],
    [{ $arrayElemAt: ['$list', -1] }, 2],
    [{ $filter: { input: '$list', cond: { $gte: ['$$this', 2] } } }, [3, 2]],
    [{ $map: { input: '$list', as: 'n', in: { $multiply: ['$$n', 10] } } }, [30, 10, 20]],
    [{ $reduce: { input: '$list', initialValue: 0, in: { $add: ['$$value', '$$this'] } } }, 6],
    [{ $max: '$list' }, 3],
    [{ $sum: '$list' }, 6],
    [{ $setUnion: ['$list', [4]] }, [1, 2, 3, 4]],
    [{ $mergeObjects: [{ a: 1 }, { b: '$b' }] }, { a: 1, b: 3 }],
    [{ $dateToString: { date: '$at', format: '%Y-%m-%d' } }, '2026-01-31'],
    [{ $dateAdd: { startDate: '$at', unit: 'month', amount: 1 } }, new Date('2026-02-28T10:00:00Z')],
    [{ $dateTrunc: { date: '$at', unit: 'day' } }, new Date('2026-01-31T00:00:00Z')],
    [{ $toString: '$a' }, '2'],
    [{ $type: '$list' }, 'array'],
    // oxlint-disable-next-line unicorn/no-thenable -- that is what the operand is called
    [{ $switch: { branches: [{ case: { $eq: ['$a', 1] }, then: 'one' }], default: 'other' } }, 'other'],
    [{ $let: { vars: { x: '$a' }, in: { $add: ['$$x', 1] } } }, 3],
    [{ $literal: '$a' }, '$a'],
  ])('%j', async ([expression, expected]) => {
    const value = await evaluated(expression);
    expect(Array.isArray(value) && expression && typeof expression === 'object' && '$setUnion' in expression ? value.toSorted() : value).toEqual(expected);
  });
});

test('collections are listed, renamed and dropped', async () => {
  const k = await collection<Document>([{ _id: 1 }]);
  await k.rename(`${k.collectionName}_new`);
  const names = (await database().listCollections().toArray()).map(({ name }) => name);
  expect(names).toContain(`${k.collectionName}_new`);
  expect(names).not.toContain(k.collectionName);
  await database().dropCollection(`${k.collectionName}_new`);
  expect(await database().listCollections({ name: `${k.collectionName}_new` }).toArray()).toEqual([]);
});

test('a validator keeps out what does not fit', async () => {
  const name = `${(await collection()).collectionName}_checked`;
  const k = await database().createCollection<Document>(name, { validator: { $jsonSchema: { required: ['a'], properties: { a: { bsonType: 'int', minimum: 1 } } } } });
  await k.insertOne({ a: 1 });
  await expect(k.insertOne({ a: 0 })).rejects.toMatchObject({ code: 121 });
  await expect(k.updateOne({}, { $unset: { a: '' } })).rejects.toMatchObject({ code: 121 });
});
