import { describe, expect, onTestFinished, test } from 'vitest';
import { freePort, isAccepting } from '#embedded/ports.ts';
import { createSupervisor, type SupervisedProcess } from '#embedded/supervisor.ts';
import { eventually } from '#tests/support/eventually.ts';

/** Listens on PORT, says so, and ends on SIGTERM unless DEAF. */
const server = `
  const server = require('node:net').createServer().listen(process.env.PORT, '127.0.0.1', () => console.log('pid ' + process.pid));
  process.on('SIGTERM', () => { if (!process.env.DEAF) { console.log('bye'); process.exit(0); } });
  process.on('disconnect', () => process.exit(0));
`;

async function standIn(name: string, changes: Partial<SupervisedProcess> & { readonly variables?: Record<string, string> } = {}): Promise<SupervisedProcess> {
  const port = await freePort();
  const { variables, ...rest } = changes;
  return {
    name, command: process.execPath, args: ['-e', server], env: { PORT: String(port), ...variables },
    needs: [], tier: 0, graceMs: 2000, isReady: () => isAccepting({ port }), ...rest,
  };
}

function supervise(...processes: SupervisedProcess[]) {
  const lines: string[] = [];
  const supervisor = createSupervisor({
    processes,
    onLine: (name, line) => lines.push(`${name}: ${line}`),
    onNotice: (name, sentence) => lines.push(`${name} ${sentence}`),
  });
  onTestFinished(() => supervisor.kill());
  /** The id that a process last said it has; what it says may be read after its port is open. */
  const pidOf = (name: string, { not }: { readonly not?: number } = {}) => eventually(() => {
    const pid = Number(lines.findLast((line) => line.startsWith(`${name}: pid`))?.split(' ').at(-1));
    expect(pid).toBeGreaterThan(0);
    expect(pid).not.toBe(not);
    return pid;
  });
  return { supervisor, lines, pidOf };
}

describe('the supervisor', () => {
  test('starts a process when what it needs is ready', async () => {
    const { supervisor, lines } = supervise(await standIn('later', { needs: ['first'] }), await standIn('first'));
    await supervisor.start();
    await eventually(() => expect(lines.map((line) => line.split(':')[0])).toEqual(['first', 'later']));
    await supervisor.stop();
  });

  test('starts a killed process again', async () => {
    const { supervisor, lines, pidOf } = supervise(await standIn('one'));
    await supervisor.start();
    const killed = await pidOf('one');
    process.kill(killed, 'SIGKILL');
    await eventually(() => expect(lines).toContain('one is ready again'));
    await pidOf('one', { not: killed });
    expect(lines).toContain('one ended (SIGKILL); starting it again in 250 ms');
    await supervisor.stop();
  });

  test('stops the highest tier first', async () => {
    const { supervisor, lines } = supervise(await standIn('low', { tier: 0 }), await standIn('high', { tier: 1 }));
    await supervisor.start();
    await supervisor.stop();
    expect(lines.slice(-2)).toEqual(['high: bye', 'low: bye']);
  });

  test('kills what does not stop in its time', async () => {
    const { supervisor, pidOf } = supervise(await standIn('deaf', { variables: { DEAF: '1' }, graceMs: 200 }));
    await supervisor.start();
    const pid = await pidOf('deaf');
    await supervisor.stop();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });

  test('says what a process said when it ends while it starts', async () => {
    const { supervisor } = supervise(await standIn('broken', { args: ['-e', 'console.error("PORT is missing."); process.exit(1)'] }));
    await expect(supervisor.start()).rejects.toThrow('broken stopped while it started: PORT is missing.');
    await supervisor.stop();
  });

  test('says that a program is not there', async () => {
    const { supervisor } = supervise(await standIn('absent', { command: 'no-such-program' }));
    await expect(supervisor.start()).rejects.toThrow(/absent stopped while it started: .*ENOENT/);
    await supervisor.stop();
  });
});
