import { expect, test, vi } from 'vitest';
import { createLog } from '#platform/log.ts';
import { startRepeating } from '#platform/repeating.ts';
import { eventually } from '#tests/support/eventually.ts';

const log = createLog({ name: 'test', level: 'silent' });

test('work is repeated, also after it failed, and never while it is at it', async () => {
  let running = 0;
  let most = 0;
  const work = vi.fn<() => Promise<void>>(async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    if (work.mock.calls.length % 2 === 0) throw new Error('this time not');
  });
  const stop = startRepeating({ work, pauseMs: 0, log });
  await eventually(() => expect(work.mock.calls.length).toBeGreaterThan(5));
  await stop();
  expect(most).toBe(1);
});

test('stopping waits for the run at hand, and no other follows', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const work = vi.fn<() => Promise<void>>(() => promise);
  const stop = startRepeating({ work, pauseMs: 0, log });
  const stopped = stop().then(() => 'stopped');
  expect(await Promise.race([stopped, Promise.resolve('still at it')])).toBe('still at it');
  resolve();
  expect(await stopped).toBe('stopped');
  expect(work).toHaveBeenCalledOnce();
});
