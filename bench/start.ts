/**
 * Measures `npm start` on a fresh clone of this repository: seconds until it is ready, the first time and the second, and the summed
 * resident size of all its processes once idle. `node bench/start.ts [idle seconds]`
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const idleSeconds = Number(process.argv[2] ?? 20);
const folder = mkdtempSync(join(tmpdir(), 'eventpost-bench-'));
const port = 20_000 + Math.floor(Math.random() * 10_000);

try {
  execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${process.cwd()}`, folder]);
  const fresh = await measure();
  const second = await measure();
  console.log(`ready, fresh clone:  ${fresh.seconds.toFixed(1)} s (bar: 120 s)`);
  console.log(`ready, second start: ${second.seconds.toFixed(1)} s (bar: 6 s)`);
  console.log(`idle, summed RSS:    ${fresh.megabytes.toFixed(0)} MB after the first start, ${second.megabytes.toFixed(0)} MB after the second (bar: 1200 MB)`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function measure(): Promise<{ readonly seconds: number; readonly megabytes: number }> {
  const startedAt = performance.now();
  const child = spawn('npm', ['start', '--', '--port', String(port)], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.includes('EventPost is ready')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`npm start ended with exit code ${code}.`)));
  });
  const seconds = (performance.now() - startedAt) / 1000;
  await delay(idleSeconds * 1000);
  const megabytes = residentMegabytes(child.pid ?? 0);
  child.kill('SIGINT');
  await exited;
  return { seconds, megabytes };
}

/** The summed resident size of a process and everything below it. */
function residentMegabytes(root: number): number {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid=,rss=,args='], { encoding: 'utf8' }).trim().split('\n');
  const table = rows.map((row) => /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(.*)$/.exec(row)).filter((match) => match !== null);
  const found = [String(root)];
  for (const parent of found) found.push(...table.filter(([, , ppid]) => ppid === parent).map(([, pid = '']) => pid));
  const family = table.filter(([, pid = '']) => found.includes(pid));
  for (const [, , , kilobytes, args = ''] of family) console.log(`${(Number(kilobytes) / 1024).toFixed(0).padStart(6)} MB  ${args.split(' ').filter((word) => !word.startsWith('--')).slice(0, 2).join(' ').replaceAll(folder, '')}`);
  return family.reduce((sum, [, , , kilobytes]) => sum + Number(kilobytes) / 1024, 0);
}
