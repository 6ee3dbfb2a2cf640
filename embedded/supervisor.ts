/** Hides how a set of processes is kept running: started when what they need is ready, restarted when they crash, stopped in order. */
import { setTimeout as delay } from 'node:timers/promises';
import { StartError } from './backing-service.ts';
import { startChild, type Child, type ChildCommand } from './child.ts';
import { poll } from './poll.ts';

export type SupervisedProcess = Omit<ChildCommand, 'onLine'> & {
  readonly name: string;
  /** Names of the processes that must be ready before this one starts. */
  readonly needs: readonly string[];
  /** Processes are stopped by tier, the highest first; those of one tier together. */
  readonly tier: number;
  /** How long it may take to stop before it is killed. */
  readonly graceMs: number;
  /** Called before every start. */
  readonly prepare?: (() => void) | undefined;
  isReady(): Promise<boolean>;
};

export type SupervisorOptions = {
  readonly processes: readonly SupervisedProcess[];
  /** Every line that a process prints. */
  readonly onLine: (name: string, line: string) => void;
  /** What the supervisor itself has to say: a crash, a restart. */
  readonly onNotice: (name: string, sentence: string) => void;
};

export type Supervisor = {
  /** Resolves when all are ready; throws `StartError` when one ends or hangs instead (the others keep running until `stop`). */
  start(): Promise<void>;
  /** Ends all in order, within the sum of the tiers' grace. */
  stop(): Promise<void>;
  /** Ends all at once. */
  kill(): void;
};

const readyTimeoutMs = 60_000;
const firstBackoffMs = 250;
const longestBackoffMs = 10_000;
/** A process that ran this long before it crashed is restarted at once again. */
const steadyMs = 30_000;
const rememberedLines = 20;

type Held = { readonly process: SupervisedProcess; child: Child | null; readonly lines: string[]; readonly ready: PromiseWithResolvers<void> };

/** A supervisor over these processes; nothing runs until `start`. */
export function createSupervisor({ processes, onLine, onNotice }: SupervisorOptions): Supervisor {
  const stopping = new AbortController();
  const held = new Map<string, Held>(processes.map((process) => [process.name, { process, child: null, lines: [], ready: Promise.withResolvers<void>() }]));

  function run({ process, lines }: Held): Child {
    process.prepare?.();
    lines.length = 0;
    return startChild({
      ...process,
      onLine(line) {
        lines.push(line);
        if (lines.length > rememberedLines) lines.shift();
        onLine(process.name, line);
      },
    });
  }

  async function waitUntilReady(one: Held, child: Child): Promise<void> {
    const { name } = one.process;
    const ended = new AbortController();
    void child.exited.then(() => ended.abort(new StartError(`${name} stopped while it started: ${lastWords(one.lines)}`)));
    const check = async () => {
      if (!(await one.process.isReady())) throw new StartError(`${name} was not ready within ${readyTimeoutMs / 1000} s: ${lastWords(one.lines)}`);
    };
    await poll(check, { timeoutMs: readyTimeoutMs, signal: AbortSignal.any([ended.signal, stopping.signal]) }).catch((error: unknown) => {
      throw ended.signal.aborted && !stopping.signal.aborted ? ended.signal.reason : error;
    });
  }

  /** Runs one process for as long as the supervisor runs. */
  async function keepRunning(one: Held): Promise<void> {
    const { name, needs } = one.process;
    await Promise.all(needs.map((need) => held.get(need)?.ready.promise));
    let backoffMs = firstBackoffMs;
    for (let starts = 0; !stopping.signal.aborted; starts += 1) {
      const child = (one.child = run(one));
      const startedAt = performance.now();
      if (starts === 0) {
        await waitUntilReady(one, child);
        one.ready.resolve();
      } else {
        waitUntilReady(one, child).then(() => onNotice(name, 'is ready again'), () => {});
      }
      const { code, signal } = await child.exited;
      if (stopping.signal.aborted) return;
      if (performance.now() - startedAt > steadyMs) backoffMs = firstBackoffMs;
      onNotice(name, `ended (${signal ?? `exit code ${code}`}); starting it again in ${backoffMs} ms`);
      await delay(backoffMs, undefined, { signal: stopping.signal }).catch(() => {});
      backoffMs = Math.min(backoffMs * 2, longestBackoffMs);
    }
  }

  return {
    async start() {
      for (const one of held.values()) keepRunning(one).catch((error: unknown) => one.ready.reject(error));
      const readiness = [...held.values()].map((one) => one.ready.promise);
      await Promise.all(readiness);
    },
    async stop() {
      stopping.abort(new StartError('EventPost was stopped.'));
      const tiers = [...new Set(processes.map((process) => process.tier))].sort((a, b) => b - a);
      for (const tier of tiers) {
        const members = [...held.values()].filter((one) => one.process.tier === tier);
        await Promise.all(members.map((one) => one.child?.stop(one.process.graceMs)));
      }
    },
    kill() {
      stopping.abort(new StartError('EventPost was stopped.'));
      for (const one of held.values()) one.child?.kill('SIGKILL');
    },
  };
}

/** What a process said last before it ended: usually why. */
function lastWords(lines: readonly string[]): string {
  return lines.findLast((line) => line.trim() !== '') ?? 'it said nothing.';
}
