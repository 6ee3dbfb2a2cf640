import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { portHolder } from '#embedded/port-holder.ts';
import { isProcessReady } from '#embedded/stack-environment.ts';
import { eventually } from '#tests/support/eventually.ts';
import { freeFirstPort, npmStart, runStart, temporaryFolder, type NpmStart } from '#tests/support/npm-start.ts';

/** The pid of who listens on a port. */
function pidOn(port: number): number {
  return Number(/pid (\d+)/.exec(portHolder(port) ?? '')?.[1] ?? 0);
}

const processes = ['router', 'users', 'events', 'notifications', 'worker'] as const;

/** The processes that are not ready. */
async function unready({ ports }: NpmStart): Promise<readonly string[]> {
  const ready = await Promise.all(processes.map((name) => isProcessReady(ports[name])));
  return processes.filter((_, index) => !ready[index]);
}

describe('npm start', () => {
  const data = temporaryFolder();
  let stack: NpmStart;

  beforeAll(async () => {
    stack = await npmStart({ dataFolder: data.path, args: ['--no-demo'] });
    await stack.ready();
  }, 120_000);
  afterAll(async () => {
    await stack[Symbol.asyncDispose]();
    data[Symbol.dispose]();
  });

  test('says where everything is and how to sign in', () => {
    const { ports } = stack;
    for (const address of [`http://localhost:${ports.router}/graphql`, `http://localhost:${ports.worker}`, `http://localhost:${ports.mailbox}`]) {
      expect(stack.output()).toContain(address);
    }
    expect(stack.output()).toMatch(/Admin +admin@eventpost\.example +\S{10,}/);
    expect(stack.output().trim()).toMatch(/EventPost is ready in [\d.]+ s$/);
  });

  test('has every process ready and the mailbox open', async () => {
    expect(await unready(stack)).toEqual([]);
    expect(await (await fetch(`http://127.0.0.1:${stack.ports.mailbox}/email`)).json()).toBeInstanceOf(Array);
  });

  test('shares neither its ports nor its data, not even with one that starts afresh', async () => {
    const { router } = stack.ports;
    const elsewhere = await freeFirstPort();
    expect(await runStart(['--port', String(router), '--data', data.path, '--fresh'])).toMatchObject({ code: 1, output: expect.stringMatching(`^Port ${router} .*is busy`) });
    expect(await runStart(['--port', String(elsewhere), '--data', data.path, '--fresh'])).toMatchObject({ code: 1, output: expect.stringMatching(/^The data folder \S+ is in use by another EventPost \(pid \d+\)/) });
    expect(await unready(stack)).toEqual([]);
    expect(readdirSync(data.path)).toContain('secrets.json');
    expect(stack.output()).not.toContain('redis ended');
  });

  test('runs a second stack beside it', async () => {
    using otherData = temporaryFolder();
    await using other = await npmStart({ dataFolder: otherData.path, args: ['--no-demo'] });
    await other.ready();
    expect(await unready(other)).toEqual([]);
    expect(await unready(stack)).toEqual([]);
  }, 60_000);

  test.each(['redis', 'mongodb', 'mailbox', ...processes] as const)('starts %s again when it is killed', async (name) => {
    const port = stack.ports[name];
    const killed = pidOn(port);
    process.kill(killed, 'SIGKILL');
    await eventually(() => expect([0, killed]).not.toContain(pidOn(port)), { timeoutMs: 20_000 });
    await eventually(async () => expect(await unready(stack)).toEqual([]), { timeoutMs: 20_000 });
  }, 45_000);
});
