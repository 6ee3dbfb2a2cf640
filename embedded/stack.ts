/** Hides what a whole stack on one machine consists of: backing services and the five processes, with their ports, order and limits. */
import { readFileSync } from 'node:fs';
import { StartError, type BackingService } from './backing-service.ts';
import { leanNodeOptions, leanRuntime, nodeCommand } from './child.ts';
import type { DataFolder } from './data-folder.ts';
import { mailCatcherService } from './mail-catcher/mail-catcher.ts';
import { mongoService } from './mongo-service.ts';
import { poll } from './poll.ts';
import { portHolder } from './port-holder.ts';
import { isPortFree } from './ports.ts';
import { endLeftoverRedis, redisService } from './redis.ts';
import { entries, internalAddresses, isProcessReady, processNames, publicAddresses, type ProcessName } from './stack-environment.ts';
import type { SupervisedProcess } from './supervisor.ts';

/** Ports as distances from the first. */
const distances = { router: 0, users: 1, events: 2, notifications: 3, worker: 10, mailbox: 20, smtp: 25, mongodb: 27, redis: 79 } as const;

type PortName = keyof typeof distances;
export type StackPorts = Readonly<Record<PortName, number>>;

/** The highest first port that leaves room for all others. */
export const highestFirstPort = 65_535 - distances.redis;

export type StackOptions = {
  readonly firstPort: number;
  readonly data: DataFolder;
  /** The caller's environment; what it sets wins over our defaults. */
  readonly env: NodeJS.ProcessEnv;
  /** Told what is being installed. */
  readonly say: (sentence: string) => void;
};

export type Stack = {
  readonly ports: StackPorts;
  /** Of every process, but for its PORT. */
  readonly environment: NodeJS.ProcessEnv;
  readonly processes: readonly SupervisedProcess[];
  /** Whether mails go to our mailbox rather than to a server that the environment names. */
  readonly hasMailbox: boolean;
  /** Waits a little for the servers that the environment names; throws `StartError` for one that does not answer. */
  checkGivenServers(): Promise<void>;
};

const givenServerTimeoutMs = 5000;

/** The ports of a stack. */
export function portsFrom(firstPort: number): StackPorts {
  return Object.fromEntries(Object.entries(distances).map(([name, distance]) => [name, firstPort + distance])) as StackPorts;
}

/** Plans a stack; installs Redis where it must, but starts nothing. Throws `StartError`. */
export function planStack({ firstPort, data, env, say }: StackOptions): Stack {
  const ports = portsFrom(firstPort);
  const given = givenServers(env);
  const redis = redisService({ url: given.redis, port: ports.redis, folder: data.folder('redis'), say });
  const mongo = mongoService({ url: given.mongodb, port: ports.mongodb, folder: data.folder('mongodb') });
  const catcher = given.smtp ? null : mailCatcherService({ smtpPort: ports.smtp, webPort: ports.mailbox, folder: data.folder('mails') });
  const services = [redis, mongo, ...(catcher ? [catcher] : [])];
  const needs = [redis, mongo].filter(({ run }) => run !== null).map(({ name }) => name);
  const environment = {
    NODE_ENV: 'development',
    LOG_LEVEL: 'warn',
    ...leanRuntime,
    ...publicAddresses(ports),
    ...(env['NODE_ENV'] === 'production' ? {} : { ...data.secrets, ADMIN_EMAIL: 'admin@eventpost.example', ADMIN_PASSWORD: data.adminPassword }),
    ...Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')),
    ...internalAddresses({ ports, redisUrl: redis.url, mongodbUrl: mongo.url, smtpUrl: catcher?.url ?? given.smtp ?? '' }),
  };
  return {
    ports,
    environment,
    processes: [
      ...services.flatMap((service) => supervisedService(service, environment)),
      ...processNames.map((name) => supervisedProcess(name, { port: ports[name], needs, environment, host: env['HOST'] })),
    ].map((one) => (one.name === 'redis' ? { ...one, prepare: () => endLeftoverRedis(data.folder('redis')) } : one)),
    hasMailbox: catcher !== null,
    checkGivenServers: async () => void (await Promise.all(services.filter(({ run }) => run === null).map(checkAnswers))),
  };
}

function supervisedService(service: BackingService, env: NodeJS.ProcessEnv): readonly SupervisedProcess[] {
  return service.run ? [{ ...service.run, name: service.name, env, needs: [], tier: 0, graceMs: 2000, isReady: service.isReady }] : [];
}

type ProcessPlan = { readonly port: number; readonly needs: readonly string[]; readonly environment: NodeJS.ProcessEnv; readonly host: string | undefined };

function supervisedProcess(name: ProcessName, { port, needs, environment, host }: ProcessPlan): SupervisedProcess {
  const isDoor = name === 'router' || name === 'worker';
  return {
    ...nodeCommand(entries[name], [], leanNodeOptions),
    name,
    env: { ...environment, PORT: String(port), ...(isDoor && host ? { HOST: host } : {}) },
    needs,
    tier: name === 'router' ? 2 : 1,
    graceMs: name === 'router' ? 2500 : 5000,
    isReady: () => isProcessReady(port),
  };
}

/** A variable's value, or that of the file that `<NAME>_FILE` names. */
function givenValue(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const file = env[`${name}_FILE`];
  if (!file) return env[name];
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new StartError(`${name}_FILE names ${file}, which cannot be read.`, { cause });
  }
}

function givenServers(env: NodeJS.ProcessEnv) {
  return { redis: givenValue(env, 'REDIS_URL'), mongodb: givenValue(env, 'MONGODB_URL'), smtp: givenValue(env, 'SMTP_URL') };
}

/** Throws `StartError` for a port that the stack needs and somebody has; to be asked before any data is touched. */
export async function checkPorts({ firstPort, env }: Pick<StackOptions, 'firstPort' | 'env'>): Promise<void> {
  const ports = portsFrom(firstPort);
  const given: Readonly<Partial<Record<PortName, string>>> = givenServers(env);
  for (const name of Object.keys(distances) as PortName[]) {
    if (given[name] || (name === 'mailbox' && given.smtp) || (await isPortFree(ports[name]))) continue;
    const holder = portHolder(ports[name]);
    throw new StartError(`Port ${ports[name]} (${name}) is busy: stop ${holder ?? 'the program that listens there'}, or choose other ports with --port.`);
  }
}

async function checkAnswers({ name, url, isReady }: BackingService): Promise<void> {
  const check = async () => {
    if (await isReady()) return;
    const address = url.replace(/\/\/[^@/]*@/, '//');
    throw new StartError(`${name === 'redis' ? 'REDIS_URL' : 'MONGODB_URL'} names ${address}, which does not answer: start that server, or leave the variable out.`);
  };
  await poll(check, { timeoutMs: givenServerTimeoutMs, intervalMs: 250 });
}
