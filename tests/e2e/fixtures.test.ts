import { describe, expect, it } from 'vitest';
import { startChild, nodeCommand } from '#embedded/child.ts';
import { graphqlData } from '#tests/support/graphql-client.ts';
import { runToExit, startStack } from '#tests/support/processes.ts';

type Listed = { readonly events: { readonly totalCount: number } };

async function run(args: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }> {
  const lines: string[] = [];
  const { exited } = startChild({ ...nodeCommand('cli/fixtures.ts', args), env: { PATH: process.env['PATH'] }, onLine: (line) => lines.push(line) });
  const { code } = await exited;
  return { code, output: lines.join('\n') };
}

describe('the fixtures CLI', () => {
  it('populates a running supergraph through its API, as the demo’s visitor', async () => {
    await using stack = await startStack();
    expect(await runToExit({ entry: 'cli/demo.ts', env: stack.environment })).toMatchObject({ code: 0 });
    const count = async () => (await graphqlData<Listed>(stack.graphqlUrl, { query: '{ events { totalCount } }' })).events.totalCount;
    const before = await count();
    const { code, output } = await run([stack.router.url, '-n', '5']);
    expect(output).toContain('5/5');
    expect(code).toBe(0);
    expect(output.split('\n')).toHaveLength(4);
    expect(await count()).toBe(before + 5);
    expect(await run([stack.router.url, 'users', '-n', '3'])).toMatchObject({ code: 0, output: expect.stringContaining('3/3') });
  }, 120_000);

  it.each([
    [['http://127.0.0.1:1'], 'does not answer'],
    [['http://127.0.0.1:1', 'planets'], 'planets is none of events'],
    [['nonsense'], 'is not an address'],
    [['http://127.0.0.1:1', '-n', 'many'], 'whole number'],
  ])('refuses %j in one sentence', async (args, sentence) => {
    const { code, output } = await run(args);
    expect(code).toBe(1);
    expect(output).toContain(sentence);
    expect(output.split('\n')).toHaveLength(1);
  });
});
