import { describe, expect, test } from 'vitest';
import { npmStart, temporaryFolder } from '#tests/support/npm-start.ts';

describe('stopping npm start', () => {
  test.each([['SIGINT', 'npm'], ['SIGTERM', 'npm'], ['SIGINT', 'group'], ['SIGTERM', 'group']] as const)('leaves nothing behind after %s to the %s', async (signal, target) => {
    using data = temporaryFolder();
    await using stack = await npmStart({ dataFolder: data.path, args: ['--no-demo'] });
    await stack.ready();
    const pids = stack.processIds();
    expect(pids.length).toBeGreaterThan(8);
    stack.signal(signal, target);
    expect(await stack.left(pids)).toEqual([]);
    expect(await stack.exited).toBe(0);
  }, 60_000);

  test('leaves nothing behind when it is stopped while it starts', async () => {
    using data = temporaryFolder();
    await using stack = await npmStart({ dataFolder: data.path, args: ['--no-demo'] });
    await expect.poll(() => stack.processIds().length, { timeout: 20_000 }).toBeGreaterThan(5);
    const pids = stack.processIds();
    stack.signal('SIGINT', 'group');
    expect(await stack.left(pids)).toEqual([]);
  }, 60_000);

  test.each([['npm', 0], ['the supervisor', 1]])('leaves nothing behind when %s is killed', async (_, index) => {
    using data = temporaryFolder();
    await using stack = await npmStart({ dataFolder: data.path, args: ['--no-demo'] });
    await stack.ready();
    const pids = stack.processIds();
    process.kill(pids[index] ?? 0, 'SIGKILL');
    expect(await stack.left(pids)).toEqual([]);
  }, 60_000);

  test('kills at once on a second signal', async () => {
    using data = temporaryFolder();
    await using stack = await npmStart({ dataFolder: data.path, args: ['--no-demo'] });
    await stack.ready();
    const pids = stack.processIds();
    // A frozen process cannot stop; only the kill that the second signal brings ends it before its time.
    const frozen = pids.at(-1) ?? 0;
    process.kill(frozen, 'SIGSTOP');
    stack.signal('SIGINT', 'npm');
    await expect.poll(() => stack.output()).toContain('Stopping EventPost.');
    const again = setInterval(() => stack.signal('SIGINT', 'npm'), 300);
    await stack.exited.finally(() => clearInterval(again));
    expect(await stack.left(pids)).toEqual([]);
  }, 60_000);
});
