/** Hides where Redis comes from: the environment, a program on PATH, or the system's packages. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { StartError, type BackingService } from './backing-service.ts';
import { findProgram, tether } from './tether/tether.ts';

const programs = ['redis-server', 'valkey-server'];

export type RedisOptions = {
  /** An address from the environment, which wins over everything. */
  readonly url?: string | undefined;
  readonly port: number;
  /** Where its append-only file lives. */
  readonly folder: string;
  /** Told what is being installed, before it is. */
  readonly say?: (sentence: string) => void;
};

/** The Redis to use, installed first where that is possible; throws `StartError` where it is not. */
export function redisService({ url, port, folder, say = () => {} }: RedisOptions): BackingService {
  if (url) return { name: 'redis', url, run: null, isReady: () => answersPing(url) };
  const program = findRedis() ?? installRedis(say);
  mkdirSync(folder, { recursive: true });
  const address = `redis://127.0.0.1:${port}`;
  return { name: 'redis', url: address, run: tether(program, redisArguments(port, folder)), isReady: () => answersPing(address) };
}

/**
 * Append-only file and no eviction: BullMQ's jobs must neither vanish in a crash nor when memory is short
 * (https://docs.bullmq.io/guide/going-to-production).
 */
function redisArguments(port: number, folder: string): readonly string[] {
  return [
    '--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--pidfile', join(folder, 'redis.pid'), '--logfile', join(folder, 'redis.log'),
    '--appendonly', 'yes', '--appendfsync', 'everysec', '--save', '', '--maxmemory-policy', 'noeviction', '--loglevel', 'notice',
  ];
}

function findRedis(): string | null {
  return programs.map(findProgram).find((path) => path !== null) ?? null;
}

function installRedis(say: (sentence: string) => void): string {
  const isRoot = process.getuid?.() === 0;
  const apt = findProgram('apt-get');
  if (!apt || !isRoot) {
    const command = apt ? 'sudo apt-get install redis-server' : process.platform === 'darwin' ? 'brew install redis' : 'your package manager to install redis or valkey';
    throw new StartError(`EventPost needs Redis and found none: run ${command}, or set REDIS_URL to one that runs.`);
  }
  say('Redis is missing: installing the package redis-server with apt-get.');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // The package starts a server of its own where an init system runs; ours listens elsewhere, so both can be.
  const install = () => spawnSync(apt, ['install', '--yes', '--no-install-recommends', 'redis-server'], { env, encoding: 'utf8' });
  let result = install();
  if (result.status !== 0) {
    spawnSync(apt, ['update'], { env });
    result = install();
  }
  const installed = findRedis();
  if (installed) return installed;
  const reason = (result.stderr || result.error?.message || '').trim().split('\n').at(-1) ?? '';
  throw new StartError(`Redis could not be installed with apt-get (${reason}): install redis-server yourself, or set REDIS_URL to one that runs.`);
}

/** Whether a Redis answers at that address; one that asks for a password first does answer. While it still loads its data it is not ready. */
export function answersPing(url: string, timeoutMs = 1000): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 6379), timeout: timeoutMs });
    const answer = (isReady: boolean) => {
      socket.destroy();
      resolve(isReady);
    };
    socket.once('connect', () => (url.startsWith('rediss:') ? answer(true) : socket.write('PING\r\n')));
    socket.once('data', (data) => answer(/^(\+PONG|-NOAUTH)/.test(data.toString())));
    socket.once('timeout', () => answer(false));
    socket.once('error', () => answer(false));
  });
}

/** Ends a Redis that an earlier run left behind on this data (kill -9 where the kernel could not end it with us). */
export function endLeftoverRedis(folder: string): void {
  let pid: number;
  try {
    pid = Number(readFileSync(join(folder, 'redis.pid'), 'utf8'));
  } catch {
    return;
  }
  if (!Number.isInteger(pid) || pid <= 1) return;
  const { stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  if (!stdout?.includes('redis-server') && !stdout?.includes('valkey-server')) return;
  process.kill(pid, 'SIGTERM');
}
