import type { Collection, Document } from 'mongodb';
import { describe, expect, test } from 'vitest';
import { idsMatching, planStages, testDatabase } from './test-database.ts';

const { collection } = testDatabase();

const point = (longitude: number, latitude: number) => ({ type: 'Point', coordinates: [longitude, latitude] });

async function places(documents: readonly Document[]): Promise<Collection<Document>> {
  const k = await collection<Document>(documents);
  await k.createIndex({ place: '2dsphere' });
  return k;
}

const idsOf = (documents: readonly Document[]): unknown[] => documents.map(({ _id }) => _id);

describe('places', () => {
  // A degree of latitude is 111.3 km.
  const line = Array.from({ length: 50 }, (_, n) => ({ _id: n, place: point(0, n / 100), even: n % 2 === 0 }));

  test('$near answers the nearest first, within its limits', async () => {
    const k = await places(line);
    const near = (limits: Document) => ({ place: { $near: { $geometry: point(0, 0.1), ...limits } } });
    expect(idsOf(await k.find(near({ $maxDistance: 2_500 })).toArray()).toSorted()).toEqual([10, 11, 12, 8, 9]);
    expect(idsOf(await k.find(near({})).limit(1).toArray())).toEqual([10]);
    expect(idsOf(await k.find(near({ $minDistance: 43_000 })).toArray())).toEqual([49]);
    expect(await k.find({ even: true, ...near({}) }).toArray()).toHaveLength(25);
  });

  test('$near needs an index', async () => {
    const k = await collection<Document>(line);
    await expect(k.find({ place: { $near: { $geometry: point(0, 0) } } }).toArray()).rejects.toMatchObject({ code: 291 });
  });

  test('$geoNear notes the distance in metres', async () => {
    const k = await places(line);
    const stage = { near: point(0, 0) as { type: 'Point'; coordinates: [number, number] }, distanceField: 'at.metres', key: 'place', query: { even: true }, maxDistance: 5_000 };
    const found = await k.aggregate([{ $geoNear: stage }, { $limit: 3 }]).toArray();
    expect(idsOf(found)).toEqual([0, 2, 4]);
    expect(found[1]?.['at'].metres).toBeCloseTo(2_226.4, 0);
  });

  test('$geoWithin a circle is strict and uses the index', async () => {
    const k = await places(line);
    const filter = { place: { $geoWithin: { $centerSphere: [[0, 0], 3_000 / 6_378_100] } } };
    expect(idsOf(await k.find(filter).sort({ _id: 1 }).toArray())).toEqual([0, 1, 2]);
    expect(planStages(await k.find(filter).explain('queryPlanner'))).not.toContain('COLLSCAN');
  });

  test('a search near the date line and near a pole finds what is on the other side', async () => {
    const k = await places([{ _id: 'west', place: point(-179.99, 0) }, { _id: 'east', place: point(179.99, 0) }, { _id: 'pole', place: point(-90, 89.99) }, { _id: 'far', place: point(0, 0) }]);
    expect(idsOf(await k.find({ place: { $near: { $geometry: point(179.995, 0), $maxDistance: 5_000 } } }).toArray())).toEqual(['east', 'west']);
    expect(idsOf(await k.find({ place: { $near: { $geometry: point(90, 89.99), $maxDistance: 5_000 } } }).toArray())).toEqual(['pole']);
    expect(idsOf(await k.find({ place: { $geoWithin: { $centerSphere: [[180, 0], 0.01] } } }).sort({ _id: 1 }).toArray())).toEqual(['east', 'west']);
  });

  test('a polygon contains points, and a moved point is found where it went', async () => {
    const k = await places([{ _id: 1, place: point(1, 1) }, { _id: 2, place: point(5, 5) }]);
    const square = { type: 'Polygon', coordinates: [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]] };
    expect(await idsMatching(k, { place: { $geoWithin: { $geometry: square } } })).toEqual([1]);
    await k.updateOne({ _id: 2 } as Document, { $set: { place: point(1.5, 1.5) } });
    expect(await idsMatching(k, { place: { $geoWithin: { $geometry: square } } })).toEqual([1, 2]);
  });

  test('what is not a place on earth is refused', async () => {
    const k = await places([]);
    await expect(k.insertOne({ place: point(200, 0) })).rejects.toMatchObject({ code: 16_755 });
    await k.insertOne({ nothing: true });
  });
});

describe('text', () => {
  async function texts(): Promise<Collection<Document>> {
    const k = await collection<Document>([
      { _id: 1, title: 'Jazz in the park', body: 'Bring a blanket' },
      { _id: 2, title: 'Park run', body: 'Jazz afterwards, jazz forever' },
      { _id: 3, title: 'Café philosophique', body: 'No music' },
    ]);
    await k.createIndex({ title: 'text', body: 'text' }, { default_language: 'none', weights: { title: 10, body: 1 } });
    return k;
  }

  test('any word matches, whatever its case and accents', async () => {
    const k = await texts();
    expect(await idsMatching(k, { $text: { $search: 'JAZZ cafe' } })).toEqual([1, 2, 3]);
    expect(await idsMatching(k, { $text: { $search: 'jaz' } })).toEqual([]);
  });

  test('a phrase must occur as it is, and an excluded word must not', async () => {
    const k = await texts();
    expect(await idsMatching(k, { $text: { $search: '"jazz in the park"' } })).toEqual([1]);
    expect(await idsMatching(k, { $text: { $search: 'jazz -blanket' } })).toEqual([2]);
  });

  test('the weightier field scores higher', async () => {
    const k = await texts();
    const score = { $meta: 'textScore' } as const;
    const found = await k.find({ $text: { $search: 'jazz' } }, { projection: { score } }).sort({ score }).toArray();
    expect(idsOf(found)).toEqual([1, 2]);
    expect(found[0]?.['score']).toBeGreaterThan(found[1]?.['score']);
    const piped = await k.aggregate([{ $match: { $text: { $search: 'jazz' } } }, { $sort: { score } }, { $project: { score } }]).toArray();
    expect(piped).toEqual(found.map(({ _id, score: value }) => ({ _id, score: value })));
  });

  test('a text search needs its index', async () => {
    const k = await collection<Document>([{ a: 'x' }]);
    await expect(k.findOne({ $text: { $search: 'x' } })).rejects.toMatchObject({ code: 27 });
  });
});
