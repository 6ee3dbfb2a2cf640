/** `npm start`: brings the whole of EventPost up on this machine, says where it is, and takes it down again. */
import { existsSync } from 'node:fs';
import { ConfigurationError, readEnv } from '#platform/env.ts';
import { StartError } from '#embedded/backing-service.ts';
import { nodeCommand, startChild } from '#embedded/child.ts';
import { openDataFolder, type DataFolder } from '#embedded/data-folder.ts';
import { formatLogLine, messageOf } from '#embedded/log-lines.ts';
import { processNames } from '#embedded/stack-environment.ts';
import { checkPorts, planStack, type Stack } from '#embedded/stack.ts';
import { createSupervisor, type Supervisor } from '#embedded/supervisor.ts';
import { DEMO_EMAIL, DEMO_PASSWORD } from './fixtures/demo-account.ts';
import { parseStartOptions, startHelp, type StartOptions } from './start-options.ts';

/** A Ctrl-C reaches us more than once (from the terminal, from npm, from the script before us); what comes within this time is the same. */
const sameSignalMs = 1000;

/** Runs until a signal; resolves with the exit code. */
export async function start(args: readonly string[]): Promise<number> {
  const startedAt = performance.now();
  try {
    const options = parseStartOptions(args);
    if (options.wantsHelp) return say(startHelp);
    if (existsSync('.env')) process.loadEnvFile('.env');
    return await runStack(options, startedAt);
  } catch (error) {
    if (!(error instanceof StartError || error instanceof ConfigurationError)) throw error;
    console.error(error.message);
    return 1;
  }
}

async function runStack(options: StartOptions, startedAt: number): Promise<number> {
  const place = { firstPort: options.firstPort, env: process.env };
  await checkPorts(place);
  const data = openDataFolder(options.dataFolder, { isFresh: options.isFresh });
  const stack = planStack({ ...place, data, say });
  readEnv(stack.environment);
  await stack.checkGivenServers();
  let isReady = false;
  const supervisor = createSupervisor({
    processes: stack.processes,
    onLine: (name, line) => {
      // What servers say while they start interests nobody unless it fails, and then the failure quotes it.
      if (isReady || isProcess(name)) say(formatLogLine(name, line));
    },
    onNotice: (name, sentence) => say(formatLogLine('supervisor', `${name} ${sentence}`)),
  });
  const stopped = stopOnSignal(supervisor);
  try {
    await supervisor.start();
    await loadDemo(options, { data, stack });
    say(addressBlock(stack, { data, startedAt }));
    isReady = true;
  } catch (error) {
    if (!stopped.isStopping()) await supervisor.stop();
    else return await stopped.exitCode;
    throw error;
  }
  return await stopped.exitCode;
}

function isProcess(name: string): boolean {
  return processNames.some((process) => process === name);
}

/** Stops the supervisor on the first signal (or when the script that started us dies), and kills everything on a second. */
function stopOnSignal(supervisor: Supervisor): { readonly exitCode: Promise<number>; isStopping(): boolean } {
  const { promise: exitCode, resolve } = Promise.withResolvers<number>();
  let firstSignalAt: number | null = null;
  const onSignal = () => {
    if (firstSignalAt === null) {
      firstSignalAt = performance.now();
      say('\nStopping EventPost.');
      void supervisor.stop().then(() => resolve(0));
    } else if (performance.now() - firstSignalAt > sameSignalMs) {
      supervisor.kill();
      resolve(1);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.on(signal, onSignal);
  return { exitCode, isStopping: () => firstSignalAt !== null };
}

/** On the first start, fills the stack with something to see. */
async function loadDemo({ hasDemo }: StartOptions, { data, stack }: { data: DataFolder; stack: Stack }): Promise<void> {
  if (!hasDemo || data.isDemoLoaded() || stack.environment['NODE_ENV'] === 'production') return;
  const lines: string[] = [];
  const { exited } = startChild({ ...nodeCommand('cli/demo.ts'), env: stack.environment, onLine: (line) => lines.push(line) });
  const { code } = await exited;
  if (code !== 0) throw new StartError(`The demo data could not be loaded: ${messageOf(lines.at(-1) ?? 'no reason given')} (npm start -- --no-demo goes without).`);
  data.markDemoLoaded();
}

function addressBlock({ ports, environment, hasMailbox }: Stack, { data, startedAt }: { data: DataFolder; startedAt: number }): string {
  const { NODE_ENV, PUBLIC_URL, DASHBOARD_URL, ADMIN_EMAIL, ADMIN_PASSWORD } = environment;
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  return [
    '',
    `  GraphQL    ${PUBLIC_URL}/graphql  (in a browser: Apollo Sandbox)`,
    `  Dashboard  ${DASHBOARD_URL}`,
    `  Mailbox    ${hasMailbox ? `http://localhost:${ports.mailbox}` : 'none: mails go out over SMTP_URL'}`,
    ...(data.isDemoLoaded() ? [`  Demo       ${DEMO_EMAIL}  ${DEMO_PASSWORD}`] : []),
    ...(ADMIN_EMAIL ? [`  Admin      ${ADMIN_EMAIL}  ${NODE_ENV === 'production' ? '' : ADMIN_PASSWORD}`] : []),
    '',
    `EventPost is ready in ${seconds} s`,
  ].join('\n');
}

function say(text: string): 0 {
  console.log(text);
  return 0;
}
