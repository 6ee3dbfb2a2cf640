/** Hides how tests and benchmarks start the embedded server as a process of its own, and end it, gently or not. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { leanRuntime, nodeCommand, startChild, type ChildCommand, type Exit } from '../child.ts';

export type ServerProcess = {
  readonly url: string;
  readonly pid: number;
  /** From starting the process to its word that it listens. */
  readonly startMs: number;
  /** All it wrote. */
  readonly lines: readonly string[];
  readonly exited: Promise<Exit>;
  readonly stop: (signal?: NodeJS.Signals) => Promise<Exit>;
};

/** `maxFileKilobytes`: no file it writes may grow beyond that, as if the disk were full. */
export type ProcessLimits = { readonly maxFileKilobytes?: number };

function commandOf(args: readonly string[], { maxFileKilobytes }: ProcessLimits): Pick<ChildCommand, 'command' | 'args'> {
  const plain = nodeCommand('embedded/mongo/main.ts', ['--port', '0', ...args]);
  if (maxFileKilobytes === undefined) return plain;
  return { command: 'bash', args: ['-c', `ulimit -f ${maxFileKilobytes}; exec "$0" "$@"`, plain.command, ...plain.args] };
}

/** Starts a server with these arguments on a free port. Rejects with what it wrote when it ends instead of listening. */
export function startServerProcess(args: readonly string[], limits: ProcessLimits = {}): Promise<ServerProcess> {
  const started = performance.now();
  const lines: string[] = [];
  return new Promise((resolve, reject) => {
    const onLine = (line: string): void => {
      lines.push(line);
      const [, url] = /^listening on (\S+)$/.exec(line) ?? [];
      if (url === undefined) return;
      const stop = (signal: NodeJS.Signals = 'SIGTERM') => {
        child.kill(signal);
        return child.exited;
      };
      resolve({ url, pid: child.pid ?? 0, startMs: performance.now() - started, lines, exited: child.exited, stop });
    };
    const child = startChild({ ...commandOf(args, limits), env: { ...leanRuntime, ...process.env }, onLine });
    void child.exited.then(({ code }) => reject(new Error(`the server ended with code ${code}: ${lines.join(' ')}`)));
  });
}

/** A folder that is gone after use. */
export async function temporaryFolder(): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'eventpost-mongo-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
