import type { Collection, Document } from 'mongodb';
import { describe, expect, test } from 'vitest';
import { eventually } from '#tests/support/eventually.ts';
import { idsMatching, planStages, testDatabase } from './test-database.ts';

const { collection } = testDatabase();

type Explained = { readonly stages: readonly string[]; readonly examined: number; readonly returned: number };

async function explain(k: Collection, filter: Document, options: { sort?: Record<string, 1 | -1>; limit?: number } = {}): Promise<Explained> {
  const cursor = k.find(filter).limit(options.limit ?? 0);
  const explanation = await (options.sort ? cursor.sort(options.sort) : cursor).explain('executionStats');
  const statistics = explanation['executionStats'];
  return { stages: planStages(explanation['queryPlanner']), examined: statistics.totalDocsExamined, returned: statistics.nReturned };
}

/** Events as the discovery queries see them: 600 of them, half published, over thirty topics. */
async function events(): Promise<Collection<Document>> {
  const documents = Array.from({ length: 600 }, (_, n) => ({
    _id: n,
    status: n % 2 === 0 ? 'PUBLISHED' : 'DRAFT',
    startsAt: new Date(n * 1_000),
    topics: [`t${n % 30}`, `t${(n + 1) % 30}`],
    words: [`word${n}`, `common${n % 3}`],
    organizerId: `u${n % 50}`,
  }));
  const k = await collection<Document>(documents);
  await k.createIndex({ status: 1, startsAt: 1, _id: 1 });
  await k.createIndex({ topics: 1, startsAt: 1, _id: 1 });
  await k.createIndex({ words: 1 });
  await k.createIndex({ organizerId: 1, startsAt: -1 });
  return k;
}

describe('constraints', () => {
  test('a unique index refuses a second equal value, also by update', async () => {
    const k = await collection<Document>([{ _id: 1, a: 1 }, { _id: 2, a: 2 }]);
    await k.createIndex({ a: 1 }, { unique: true });
    await expect(k.insertOne({ a: 1 })).rejects.toMatchObject({ code: 11_000, keyPattern: { a: 1 }, keyValue: { a: 1 } });
    await expect(k.updateOne({ _id: 2 } as Document, { $set: { a: 1 } })).rejects.toMatchObject({ code: 11_000 });
    await expect(k.insertMany([{ }, { }])).rejects.toMatchObject({ code: 11_000 });
  });

  test('a unique index cannot be built over duplicates', async () => {
    const k = await collection<Document>([{ a: 1 }, { a: 1 }]);
    await expect(k.createIndex({ a: 1 }, { unique: true })).rejects.toMatchObject({ code: 11_000 });
    expect(await k.indexes()).toHaveLength(1);
  });

  test('a sparse one leaves out documents without the field, a partial one those outside its filter', async () => {
    const k = await collection<Document>();
    await k.createIndex({ a: 1 }, { unique: true, sparse: true });
    await k.createIndex({ email: 1 }, { unique: true, partialFilterExpression: { verified: true } });
    await k.insertMany([{ email: 'x', verified: false }, { email: 'x', verified: false }, { email: 'x', verified: true }]);
    await expect(k.insertOne({ email: 'x', verified: true })).rejects.toMatchObject({ code: 11_000 });
    expect(await k.countDocuments({ email: 'x' })).toBe(3);
  });

  test('a compound unique index counts each element of an array with its own fields', async () => {
    const k = await collection<Document>();
    await k.createIndex({ 'c.x': 1, 'c.y': 1 }, { unique: true });
    await k.insertOne({ c: [{ x: 1, y: 2 }, { x: 3, y: 4 }] });
    await k.insertOne({ c: [{ x: 1, y: 4 }] });
    await expect(k.insertOne({ c: [{ x: 3, y: 4 }] })).rejects.toMatchObject({ code: 11_000 });
  });

  test('two arrays cannot be indexed together', async () => {
    const k = await collection<Document>();
    await k.createIndex({ a: 1, b: 1 });
    await expect(k.insertOne({ a: [1, 2], b: [3, 4] })).rejects.toMatchObject({ code: 171 });
  });

  test('an index can be listed, dropped, and not made twice with other options', async () => {
    const k = await collection<Document>([{ a: 1 }]);
    expect(await k.createIndex({ a: 1 })).toBe('a_1');
    await expect(k.createIndex({ a: 1 }, { name: 'other' })).rejects.toMatchObject({ code: 85 });
    await expect(k.createIndex({ b: 1 }, { name: 'a_1' })).rejects.toMatchObject({ code: 86 });
    await k.dropIndex('a_1');
    expect((await k.indexes()).map(({ name }) => name)).toEqual(['_id_']);
    await expect(k.dropIndex('a_1')).rejects.toMatchObject({ code: 27 });
  });
});

describe('plans', () => {
  test('a query without an index says so', async () => {
    const k = await collection<Document>([{ a: 1 }, { a: 2 }]);
    expect((await explain(k, { a: 1 })).stages).toContain('COLLSCAN');
  });

  test('an id is found at once', async () => {
    expect(await explain(await events(), { _id: 7 })).toMatchObject({ examined: 1, returned: 1 });
  });

  test('equality, range and order come from one compound index', async () => {
    const k = await events();
    const filter = { status: 'PUBLISHED', startsAt: { $gte: new Date(100_000) } };
    const explained = await explain(k, filter, { sort: { startsAt: 1, _id: 1 }, limit: 20 });
    expect(explained).toMatchObject({ examined: 20, returned: 20 });
    expect(explained.stages).not.toContain('SORT');
    expect((await explain(k, filter, { sort: { startsAt: -1, _id: -1 }, limit: 20 })).stages).not.toContain('SORT');
  });

  test('a keyset cursor starts where it left off', async () => {
    const k = await events();
    const last = { startsAt: new Date(300_000), _id: 300 };
    const filter = { status: 'PUBLISHED', $or: [{ startsAt: { $gt: last.startsAt } }, { startsAt: last.startsAt, _id: { $gt: last._id } }] };
    const explained = await explain(k, filter, { sort: { startsAt: 1, _id: 1 }, limit: 20 });
    expect(explained.stages).not.toContain('COLLSCAN');
    expect(explained.examined).toBeLessThanOrEqual(45);
    expect(explained.returned).toBe(20);
  });

  test('any of several topics, in order, reads little more than it answers', async () => {
    const k = await events();
    const explained = await explain(k, { topics: { $in: ['t3', 't9', 't20'] } }, { sort: { startsAt: 1, _id: 1 }, limit: 20 });
    expect(explained.stages).not.toContain('COLLSCAN');
    expect(explained.stages).not.toContain('SORT');
    expect(explained.examined).toBeLessThanOrEqual(30);
    const found = await k.find({ topics: { $in: ['t3', 't4'] } }).sort({ startsAt: 1 }).toArray();
    expect(found.map(({ _id }) => _id)).toEqual(Array.from({ length: 600 }, (_, n) => n).filter((n) => [2, 3, 4].includes(n % 30)));
  });

  test('all of several topics uses the index for one of them', async () => {
    const explained = await explain(await events(), { topics: { $all: ['t3', 't4'] }, startsAt: { $gte: new Date(0) } });
    expect(explained.stages).toContain('IXSCAN');
    expect(explained).toMatchObject({ examined: 40, returned: 20 });
  });

  test('an anchored pattern is a range of the index', async () => {
    const explained = await explain(await events(), { words: /^word59/ });
    expect(explained.stages).toContain('IXSCAN');
    expect(explained).toMatchObject({ examined: 11, returned: 11 });
  });

  test('each branch of an $or uses an index of its own', async () => {
    const explained = await explain(await events(), { $or: [{ organizerId: 'u7' }, { words: 'word3' }] });
    expect(explained.stages).not.toContain('COLLSCAN');
    expect(explained).toMatchObject({ examined: 13, returned: 13 });
  });

  test('an aggregation explains its query, too', async () => {
    const k = await events();
    const explanation = await k.aggregate([{ $match: { organizerId: 'u7' } }, { $group: { _id: '$status', n: { $sum: 1 } } }]).explain('executionStats');
    expect(planStages(explanation)).toContain('IXSCAN');
    expect(planStages(explanation)).not.toContain('COLLSCAN');
  });

  test('a hint chooses the index and must name one', async () => {
    const k = await events();
    expect(await k.find({ status: 'DRAFT' }).hint({ status: 1, startsAt: 1, _id: 1 }).toArray()).toHaveLength(300);
    await expect(k.find({ status: 'DRAFT' }).hint('nothing').toArray()).rejects.toMatchObject({ code: 2 });
  });
});

describe('expiry', () => {
  // MongoDB itself sweeps once a minute.
  test('a document goes when its date is old enough', { timeout: 100_000 }, async () => {
    const k = await collection<Document>([{ _id: 1, at: new Date(Date.now() - 120_000) }, { _id: 2, at: new Date(Date.now() + 600_000) }, { _id: 3 }, { _id: 4, at: 'text' }]);
    await k.createIndex({ at: 1 }, { expireAfterSeconds: 60 });
    await eventually(async () => expect(await idsMatching(k)).toEqual([2, 3, 4]), { timeoutMs: 90_000 });
  });
});

describe('a search that one index narrows down but little', () => {
  const searches: readonly (readonly [name: string, filter: Document, matches: (n: number) => boolean])[] = [
    ['two arrays', { status: 'PUBLISHED', words: 'common0', topics: 't6' }, (n) => n % 2 === 0 && n % 3 === 0 && (n % 30 === 6 || n % 30 === 5)],
    ['two elements of one array', { status: 'PUBLISHED', topics: 't6', $and: [{ topics: 't7' }] }, (n) => n % 2 === 0 && n % 30 === 6],
    ['an array and an anchored pattern', { status: 'PUBLISHED', words: /^word1/, topics: { $in: ['t1', 't2', 't3'] } }, (n) => n % 2 === 0 && String(n).startsWith('1') && n % 30 <= 3],
    ['a field and an array', { organizerId: 'u4', words: 'common1', status: 'PUBLISHED' }, (n) => n % 50 === 4 && n % 3 === 1 && n % 2 === 0],
  ];
  test.each(searches)('finds by %s what matches, also after changes', async (_name, filter, matches) => {
    const k = await events();
    const expected = Array.from({ length: 600 }, (_, n) => n).filter(matches);
    const found = async (sort: Record<string, 1 | -1>) => (await k.find(filter).hint('status_1_startsAt_1__id_1').sort(sort).toArray()).map(({ _id }) => Number(_id));
    expect(await found({ startsAt: 1 })).toEqual(expected);
    expect(await found({ organizerId: -1, _id: 1 })).toEqual(expected.toSorted((a, b) => `u${b % 50}`.localeCompare(`u${a % 50}`, 'en') || a - b));
    await k.deleteMany({ _id: { $in: expected.slice(0, 3) } } as Document);
    await k.updateOne({ _id: expected[3] } as Document, { $set: { status: 'DRAFT' } });
    expect(await found({ startsAt: 1 })).toEqual(expected.slice(4));
  });
});
