/** Hides how tests run `npm start` as a person does, in a process group of its own, and see what it leaves behind. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootFolder } from '#embedded/child.ts';
import { freePort, isPortFree } from '#embedded/ports.ts';
import { portsFrom, type StackPorts } from '#embedded/stack.ts';
import { tether } from '#embedded/tether/tether.ts';
import { eventually } from './eventually.ts';

const readyTimeoutMs = 90_000;
const goneTimeoutMs = 10_000;

export type NpmStart = {
  readonly ports: StackPorts;
  /** Of npm itself. */
  readonly pid: number;
  output(): string;
  /** Waits for the sentence that says it is ready. */
  ready(): Promise<void>;
  /** npm's exit code, once it has ended. */
  readonly exited: Promise<number | null>;
  /** npm and everything below it, now. */
  processIds(): readonly number[];
  /** Sends a signal to npm alone, or to its whole group as a terminal does. */
  signal(signal: NodeJS.Signals, target: 'npm' | 'group'): void;
  /** The processes of `pids` and the ports that are still there; waits until none is, for as long as stopping may take. */
  left(pids: readonly number[]): Promise<readonly string[]>;
  [Symbol.asyncDispose](): Promise<void>;
};

export type NpmStartOptions = {
  readonly dataFolder: string;
  /** A free one where none is given. */
  readonly firstPort?: number;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
};

/** A folder for data, removed by `dispose`. */
export function temporaryFolder(): { readonly path: string; [Symbol.dispose](): void } {
  const path = mkdtempSync(join(tmpdir(), 'eventpost-start-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** A first port from which all of a stack's ports are free. */
export async function freeFirstPort(): Promise<number> {
  for (;;) {
    const port = await freePort();
    const free = await Promise.all(Object.values(portsFrom(port)).map((one) => isPortFree(one)));
    if (free.every(Boolean)) return port;
  }
}

/** Runs `npm start`; `ready` waits for it. */
export async function npmStart({ dataFolder, firstPort, args = [], env = {} }: NpmStartOptions): Promise<NpmStart> {
  const port = firstPort ?? (await freeFirstPort());
  const ports = portsFrom(port);
  const npm = tether('npm', ['start', '--', '--port', String(port), '--data', dataFolder, ...args]);
  const child = spawn(npm.command, npm.args, {
    cwd: rootFolder, env: { ...cleanEnvironment(), ...env }, detached: true, stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = new Promise<number | null>((resolve) => child.on('close', resolve));
  const pid = child.pid ?? 0;
  const signal = (name: NodeJS.Signals, target: 'npm' | 'group') => void process.kill(target === 'npm' ? pid : -pid, name);
  return {
    ports,
    pid,
    output: () => output,
    exited,
    signal,
    processIds: () => descendantsOf(pid),
    ready: () => waitUntilReady(() => output, () => child.exitCode),
    left: (pids) => waitUntilNothingLeft(pids, ports),
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const pids = descendantsOf(pid);
      signal('SIGTERM', 'group');
      await waitUntilNothingLeft(pids, ports);
      for (const one of pids.filter(isAlive)) process.kill(one, 'SIGKILL');
    },
  };
}

/** Runs the script behind `npm start` to its end, with nothing but `env` in its environment. */
export function runStart(args: readonly string[], env: Readonly<Record<string, string>> = cleanEnvironment()): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(process.execPath, [join(rootFolder, 'cli/start.mjs'), ...args], { cwd: rootFolder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output: output.trim() })));
}

/** Our environment without what the tests' own runner put there. */
export function cleanEnvironment(): Record<string, string> {
  const kept = ['PATH', 'HOME', 'USER', 'TMPDIR', 'LANG'];
  return Object.fromEntries(kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

async function waitUntilReady(output: () => string, exitCode: () => number | null): Promise<void> {
  const sentence = /EventPost is ready in [\d.]+ s/;
  await eventually(() => {
    if (!sentence.test(output()) && exitCode() === null) throw new Error(`npm start is not ready:\n${output()}`);
  }, { timeoutMs: readyTimeoutMs });
  if (!sentence.test(output())) throw new Error(`npm start ended with exit code ${exitCode()}:\n${output()}`);
}

function descendantsOf(pid: number): readonly number[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' }).trim().split('\n').map((row) => row.trim().split(/\s+/).map(Number));
  const found = [pid];
  for (const parent of found) found.push(...rows.filter(([, ppid]) => ppid === parent).map(([child]) => child ?? 0));
  return found;
}

async function waitUntilNothingLeft(pids: readonly number[], ports: StackPorts): Promise<readonly string[]> {
  const find = async () => {
    const alive = pids.filter(isAlive).map((pid) => `process ${pid}: ${commandOf(pid)}`);
    const open = await Promise.all(Object.entries(ports).map(async ([name, port]) => ((await isPortFree(port)) ? [] : [`port ${port} (${name})`])));
    return [...alive, ...open.flat()];
  };
  await eventually(async () => {
    if ((await find()).length > 0) throw new Error('Something is left.');
  }, { timeoutMs: goneTimeoutMs, intervalMs: 100 }).catch(() => {});
  return find();
}

function commandOf(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return 'ended just now';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
