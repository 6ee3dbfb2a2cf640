/** Hides how a benchmark starts the embedded server as a process of its own, with a data file that goes when it is done. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

export type RunningServer = {
  readonly url: string;
  /** From starting the process to its first answer on the line. */
  readonly startMs: number;
  readonly residentBytes: () => Promise<number>;
  /** Processor time the process has used so far. */
  readonly processorMs: () => Promise<number>;
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>;
};

/** A folder for a data file. */
export async function dataFolder(): Promise<{ file: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'eventpost-mongo-'));
  return { file: join(folder, 'data.db'), remove: () => rm(folder, { recursive: true, force: true }) };
}

export async function startServer(file: string): Promise<RunningServer> {
  const started = performance.now();
  const main = resolve(import.meta.dirname, '../embedded/mongo/main.ts');
  const child = spawn(process.execPath, [main, '--port', '0', '--data', file], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await firstLine(child);
  return {
    url,
    startMs: performance.now() - started,
    residentBytes: async () => Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${child.pid}/status`, 'utf8'))?.[1]) * 1024,
    processorMs: async () => {
      const [, fields = ''] = (await readFile(`/proc/${child.pid}/stat`, 'utf8')).split(') ');
      const [user, system] = fields.split(' ').slice(11, 13);
      return (Number(user) + Number(system)) * 10;
    },
    stop: async (signal = 'SIGTERM') => {
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error('the server has no output to read');
  for await (const line of createInterface({ input: child.stdout })) {
    const [, url] = /^listening on (\S+)$/.exec(line) ?? [];
    if (url) return url;
  }
  throw new Error('the server ended before it listened');
}

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
