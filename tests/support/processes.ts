/** Hides how tests run the real processes: each on a free port, with databases and Redis keys of its own, gone when the test is. */
import { leanRuntime, nodeCommand, startChild, type Child, type Exit } from '#embedded/child.ts';
import { poll } from '#embedded/poll.ts';
import { freePort } from '#embedded/ports.ts';
import { generateSecrets } from '#embedded/secrets.ts';
import { entries, internalAddresses, isProcessReady, processNames, processUrl, type ProcessName } from '#embedded/stack-environment.ts';
import { backingServices } from './backing-services.ts';
import { uniqueName } from './unique-name.ts';

const readyTimeoutMs = 30_000;
const stopGraceMs = 5000;

export type RunningProcess = {
  readonly port: number;
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly pid: number;
  /** Every line printed so far. */
  output(): readonly string[];
  kill(signal: NodeJS.Signals): void;
  readonly exited: Promise<Exit>;
  [Symbol.asyncDispose](): Promise<void>;
};

export type ProcessOptions = {
  /** Its file in the project, such as `worker/main.ts`. */
  readonly entry: string;
  /** Everything it is configured by; see `stackEnvironment`. PORT is added. */
  readonly env: Readonly<Record<string, string>>;
  readonly port?: number;
};

/** A valid environment for any of the five processes on this run's servers, under names of its own; `changes` win. */
export async function stackEnvironment(changes: Readonly<Record<string, string>> = {}): Promise<Readonly<Record<string, string>>> {
  const { environment } = await planStack();
  return { ...environment, ...changes };
}

/** Runs one process and waits until it is ready; throws with its output where it ends or hangs instead. Meant for `await using`. */
export async function startProcess({ entry, env, port: wantedPort }: ProcessOptions): Promise<RunningProcess> {
  const port = wantedPort ?? (await freePort());
  const lines: string[] = [];
  const child = startChild({ ...nodeCommand(entry), env: { PATH: process.env['PATH'], ...leanRuntime, ...env, PORT: String(port) }, onLine: (line) => lines.push(line) });
  try {
    await poll(() => assertReady(child, port), { timeoutMs: readyTimeoutMs, signal: endOf(child) });
  } catch (cause) {
    await child.stop(stopGraceMs);
    throw new Error(`${entry} did not become ready:\n${lines.slice(-20).join('\n')}`, { cause });
  }
  return {
    port,
    url: processUrl(port),
    pid: child.pid ?? 0,
    output: () => lines,
    kill: child.kill,
    exited: child.exited,
    async [Symbol.asyncDispose]() {
      await child.stop(stopGraceMs);
    },
  };
}

/** Runs a process that is expected to refuse its configuration; gives its exit code and what it printed. */
export async function runToExit({ entry, env }: Omit<ProcessOptions, 'port'>): Promise<{ readonly code: number | null; readonly output: string }> {
  const lines: string[] = [];
  const child = startChild({ ...nodeCommand(entry), env: { PATH: process.env['PATH'], ...leanRuntime, ...env }, onLine: (line) => lines.push(line) });
  const { code } = await child.exited;
  return { code, output: lines.join('\n') };
}

export type RunningStack = Readonly<Record<ProcessName, RunningProcess>> & {
  /** The router's GraphQL address. */
  readonly graphqlUrl: string;
  readonly environment: Readonly<Record<string, string>>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Runs all five processes under names of their own. `changes` are environment variables for all of them. Meant for `await using`. */
export async function startStack(changes: Readonly<Record<string, string>> = {}): Promise<RunningStack> {
  const plan = await planStack();
  const environment = { ...plan.environment, ...changes };
  const starting = processNames.map(async (name) => [name, await startProcess({ entry: entries[name], env: environment, port: plan.ports[name] })] as const);
  const outcomes = await Promise.allSettled(starting);
  const started = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const dispose = async () => void (await Promise.all(started.map(([, running]) => running[Symbol.asyncDispose]())));
  const failure = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failure) {
    await dispose();
    throw failure.reason;
  }
  const processes = Object.fromEntries(started) as Record<ProcessName, RunningProcess>;
  return { ...processes, graphqlUrl: `${processes.router.url}/graphql`, environment, [Symbol.asyncDispose]: dispose };
}

async function planStack() {
  const { mongodbUrl, redisUrl, smtpUrl } = backingServices();
  const names = await Promise.all(processNames.map(async (name) => [name, await freePort()] as const));
  const ports = Object.fromEntries(names) as Record<ProcessName, number>;
  const prefix = uniqueName('test');
  const environment = {
    NODE_ENV: 'test',
    LOG_LEVEL: 'warn',
    ...internalAddresses({ ports, mongodbUrl, redisUrl, smtpUrl }),
    ...generateSecrets(),
    PUBLIC_URL: processUrl(ports.router),
    DASHBOARD_URL: processUrl(ports.worker),
    MONGODB_DATABASE_PREFIX: prefix,
    REDIS_PREFIX: prefix,
    MAIL_QUOTA: 'unlimited',
    ADMIN_EMAIL: `admin@${prefix.replace('_', '-')}.example`,
    ADMIN_PASSWORD: 'correct horse battery staple',
  };
  return { ports, environment };
}

async function assertReady(child: Child, port: number): Promise<void> {
  if (!child.hasExited() && !(await isProcessReady(port))) throw new Error(`Nothing is ready on port ${port}.`);
}

function endOf(child: Child): AbortSignal {
  const controller = new AbortController();
  void child.exited.then(({ code, signal }) => controller.abort(new Error(`It exited with ${code ?? signal}.`)));
  return controller.signal;
}
