import { describe, expect, it } from 'vitest';
import { createTurns } from '#subgraphs/events/turns.ts';

describe('turns', () => {
  it('serve what waits together, in order, and never two groups of a subject at once', async () => {
    const groups: (readonly number[])[] = [];
    let active = 0;
    const turns = createTurns<number, number>(async (_subject, requests) => {
      active += 1;
      expect(active).toBe(1);
      groups.push(requests);
      await Promise.resolve();
      active -= 1;
      return requests.map((request) => request * 2);
    }, 3);
    expect(await Promise.all([1, 2, 3, 4, 5].map((request) => turns.take('subject', request)))).toEqual([2, 4, 6, 8, 10]);
    expect(groups).toEqual([[1], [2, 3, 4], [5]]);
  });

  it('let subjects go their own way', async () => {
    const started: string[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const turns = createTurns<null, string>(async (subject) => {
      started.push(subject);
      await promise;
      return [subject];
    }, 1);
    const both = [turns.take('a', null), turns.take('b', null)];
    expect(started).toEqual(['a', 'b']);
    resolve();
    expect(await Promise.all(both)).toEqual(['a', 'b']);
  });

  it('reject alone what is refused alone, and all that failed together', async () => {
    let isBroken = false;
    const turns = createTurns<string, string>((_subject, requests) => {
      if (isBroken) return Promise.reject(new Error('down'));
      return Promise.resolve(requests.map((request) => (request === 'bad' ? new Error('refused') : request)));
    }, 10);
    const outcomes = await Promise.allSettled(['good', 'bad', 'fine'].map((request) => turns.take('subject', request)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    isBroken = true;
    await expect(turns.take('subject', 'good')).rejects.toThrow('down');
    isBroken = false;
    await expect(turns.take('subject', 'again')).resolves.toBe('again');
  });
});
