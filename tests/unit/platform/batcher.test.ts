import { describe, expect, test } from 'vitest';
import { createBatcher } from '#platform/batcher.ts';

describe('a batcher', () => {
  test('runs one batch at a time, each of what came while the last was under way, and answers each in its place', async () => {
    const batches: number[][] = [];
    let release = (): void => {};
    const double = createBatcher<number, number>(async (items) => {
      batches.push([...items]);
      if (batches.length === 1) await new Promise<void>((resolve) => (release = resolve));
      return items.map((item) => item * 2);
    }, { maxSize: 3, lingerMs: 0 });
    const answers = [1, 2, 3, 4, 5].map((item) => double(item));
    release();
    expect(await Promise.all(answers)).toEqual([2, 4, 6, 8, 10]);
    expect(batches).toEqual([[1], [2, 3, 4], [5]]);
  });

  test('waits a moment for more before a batch that is not full', async () => {
    const batches: number[][] = [];
    const run = createBatcher<number, number>((items) => Promise.resolve((batches.push([...items]), items)), { maxSize: 10, lingerMs: 1 });
    const first = run(1);
    await Promise.resolve();
    await Promise.all([first, run(2)]);
    expect(batches).toEqual([[1, 2]]);
  });

  test('fails what was in a failed batch, and goes on', async () => {
    const run = createBatcher<number, number>((items) => (items.includes(1) ? Promise.reject(new Error('away')) : Promise.resolve(items)), { maxSize: 1, lingerMs: 0 });
    const [first, second] = await Promise.allSettled([run(1), run(2)]);
    expect([first?.status, second?.status]).toEqual(['rejected', 'fulfilled']);
  });
});
