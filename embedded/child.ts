/** Hides how a child process is held: its pipes and lines, its end, and that it never outlives its parent. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { resolve } from 'node:path';

/** The project's root folder; every child runs in it. */
export const rootFolder = resolve(import.meta.dirname, '..');

/**
 * Environment that makes our processes start fast and stay small. Node keeps compiled code between starts
 * (https://nodejs.org/api/module.html#module-compile-cache): that halves the start and spares the memory of stripping types.
 * glibc keeps memory for each thread otherwise, some 20 MB of a process that is idle most of the time; and it raises its thresholds with
 * every large piece that is freed, so that what V8's compiler returns stays with the process: some 10 MB under load (mallopt(3)).
 */
export const leanRuntime = {
  NODE_COMPILE_CACHE: resolve(rootFolder, 'node_modules/.cache/compiled'),
  MALLOC_ARENA_MAX: '2',
  MALLOC_TRIM_THRESHOLD_: '131072',
  MALLOC_MMAP_THRESHOLD_: '131072',
} as const;

/**
 * For the same: young generations are kept small, for these processes hold little, and a large one only grows the resident size; and they are
 * collected by the thread that made the garbage: helpers would have to wait for processors that the other processes are busy on.
 */
export const leanNodeOptions = ['--max-semi-space-size=4', '--max-old-space-size=512', '--no-parallel-scavenge'] as const;

/** What to run. A child is given an IPC channel and must stop itself when that closes (see `tether` for programs that don't). */
export type ChildCommand = {
  readonly command: string;
  readonly args: readonly string[];
  /** The whole environment, not additions to ours. */
  readonly env: NodeJS.ProcessEnv;
  /** Called with every line on stdout and stderr. */
  readonly onLine: (line: string) => void;
};

export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null };

export type Child = {
  readonly pid: number | undefined;
  /** Resolves once, when the process is gone and its output has been read; never rejects. */
  readonly exited: Promise<Exit>;
  /** Whether it has ended. */
  hasExited(): boolean;
  kill(signal: NodeJS.Signals): void;
  /** SIGTERM, and SIGKILL after `graceMs`. */
  stop(graceMs: number): Promise<Exit>;
};

/** A command that runs one of our TypeScript files, by its path in the project, under the running Node. */
export function nodeCommand(entry: string, args: readonly string[] = [], nodeOptions: readonly string[] = []): Pick<ChildCommand, 'command' | 'args'> {
  return { command: process.execPath, args: [...nodeOptions, resolve(rootFolder, entry), ...args] };
}

/**
 * Starts a child in a process group of its own, so that a terminal's Ctrl-C reaches only us and the order of stopping stays ours.
 * A program that cannot be started exits with code 127 and a line saying why.
 */
export function startChild({ command, args, env, onLine }: ChildCommand): Child {
  const child = spawn(command, args, { cwd: rootFolder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on('line', onLine);
  }
  let ended = false;
  const exited = new Promise<Exit>((settle) => {
    child.once('error', (error) => {
      ended = true;
      onLine(error.message);
      settle({ code: 127, signal: null });
    });
    child.once('exit', () => (ended = true));
    child.once('close', (code, signal) => settle({ code, signal }));
  });
  return {
    pid: child.pid,
    exited,
    hasExited: () => ended,
    kill: (signal) => void child.kill(signal),
    async stop(graceMs) {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
      const exit = await exited;
      clearTimeout(timer);
      return exit;
    },
  };
}
