/** `npm test`: every check and every test, or only the test files named; ends with one line that counts them. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';

/** Checks besides the tests: what a failure means, and Node's arguments. */
const checks: readonly { readonly name: string; readonly args: readonly string[] }[] = [
  { name: 'lint', args: ['node_modules/oxlint/bin/oxlint', '--deny-warnings'] },
  { name: 'types', args: ['node_modules/typescript/bin/tsc'] },
  { name: 'supergraph is composed', args: ['cli/compose.ts', '--check'] },
  { name: 'generated types are current', args: ['cli/codegen.ts', '--check'] },
  { name: 'layout of mails is rendered', args: ['cli/templates.ts', '--check'] },
  { name: 'nothing is unused', args: ['node_modules/knip/bin/knip.js', '--no-progress'] },
];

const report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
});

type Count = { readonly passed: number; readonly failed: number };

/** Runs the checks and all tests, or with arguments only Vitest with these; resolves with the exit code. */
export async function test(args: readonly string[]): Promise<number> {
  const failedChecks = args.length > 0 ? 0 : await runChecks();
  const tests = await runTests(args);
  const failed = failedChecks + tests.failed;
  console.log(`${tests.passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** The number of checks that failed; each failure is shown whole. */
async function runChecks(): Promise<number> {
  let failed = 0;
  await Promise.all(checks.map(async ({ name, args }) => {
    const { code, output } = await runNode(args);
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name}`);
    if (code === 0) return;
    failed += 1;
    console.log(output.trim());
  }));
  return failed;
}

async function runTests(args: readonly string[]): Promise<Count> {
  const folder = await mkdtemp(join(tmpdir(), 'eventpost-report-'));
  const file = join(folder, 'report.json');
  const { code } = await runNode(['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`, ...args], 'inherit');
  const count = await readCount(file).catch(() => ({ passed: 0, failed: 0 }));
  await rm(folder, { recursive: true, force: true });
  // An error outside every test, or no test at all, fails the run without a failed test.
  return code !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
}

/** A file that could not be run has no failed test in it, yet failed. */
async function readCount(file: string): Promise<Count> {
  const { numPassedTests, numFailedTests, testResults } = report.parse(JSON.parse(await readFile(file, 'utf8')));
  const brokenFiles = testResults.filter(({ status, assertionResults }) => status === 'failed' && !assertionResults.some((one) => one.status === 'failed'));
  return { passed: numPassedTests, failed: numFailedTests + brokenFiles.length };
}

function runNode(args: readonly string[], stdio: 'pipe' | 'inherit' = 'pipe'): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((settle) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', stdio, stdio] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', (error) => settle({ code: 127, output: error.message }));
    child.on('close', (code) => settle({ code: code ?? 1, output }));
  });
}
