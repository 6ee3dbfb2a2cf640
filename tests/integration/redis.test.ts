import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { startChild, type Child } from '#embedded/child.ts';
import { freePort } from '#embedded/ports.ts';
import { endLeftoverRedis, redisService, type RedisOptions } from '#embedded/redis.ts';
import { findProgram } from '#embedded/tether/tether.ts';
import { eventually } from '#tests/support/eventually.ts';
import { temporaryFolder } from '#tests/support/npm-start.ts';

const realPath = process.env['PATH'];
const redisServer = findProgram('redis-server') ?? findProgram('valkey-server') ?? '';
const installs = `#!/bin/sh\nPATH="${realPath}"\n[ "$1" = update ] || ln -s ${redisServer} "$(dirname "$0")/redis-server"\n`;
const fails = '#!/bin/sh\necho "E: Unable to locate package redis-server" >&2\nexit 100\n';

describe('Redis on a machine that has none', () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let options: RedisOptions;
  const said: string[] = [];

  beforeEach(async () => {
    folder = temporaryFolder();
    said.length = 0;
    options = { port: await freePort(), folder: join(folder.path, 'redis'), say: (sentence) => said.push(sentence) };
    mkdirSync(join(folder.path, 'bin'));
    vi.stubEnv('PATH', join(folder.path, 'bin'));
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    folder[Symbol.dispose]();
  });

  function aptGet(script: string): void {
    const path = join(folder.path, 'bin/apt-get');
    writeFileSync(path, script);
    chmodSync(path, 0o755);
  }

  /** Without setpriv on PATH, our own process watches over it. */
  async function start(): Promise<Child> {
    const service = redisService(options);
    const { command, args } = service.run ?? { command: '', args: [] };
    const child = startChild({ command, args, env: { PATH: realPath }, onLine: () => {} });
    onTestFinished(() => void child.stop(2000));
    await eventually(async () => expect(await service.isReady()).toBe(true));
    return child;
  }

  test('is asked for in one sentence where it cannot be installed', () => {
    expect(() => redisService(options)).toThrow(/^EventPost needs Redis and found none: run .*, or set REDIS_URL to one that runs\.$/);
  });

  test('is taken from REDIS_URL before anything is installed', () => {
    expect(redisService({ ...options, url: 'redis://queue.example:6379' })).toMatchObject({ url: 'redis://queue.example:6379', run: null });
  });

  describe.runIf(process.getuid?.() === 0)('for root on a Debian-like system', () => {
    test('is installed, which is said, and runs until it is stopped', async () => {
      aptGet(installs);
      const child = await start();
      expect(said).toEqual(['Redis is missing: installing the package redis-server with apt-get.']);
      expect(await child.stop(5000)).toEqual({ code: 0, signal: null });
      expect(await redisService(options).isReady()).toBe(false);
    });

    test('says why it could not be installed', () => {
      aptGet(fails);
      expect(() => redisService(options)).toThrow(/could not be installed with apt-get \(E: Unable to locate package redis-server\)/);
    });

    test('is ended before the next start when its watcher was killed', async () => {
      aptGet(installs);
      const watcher = await start();
      watcher.kill('SIGKILL');
      await eventually(() => expect(watcher.hasExited()).toBe(true));
      expect(await redisService(options).isReady()).toBe(true);
      vi.stubEnv('PATH', realPath);
      endLeftoverRedis(options.folder);
      await eventually(async () => expect(await redisService(options).isReady()).toBe(false));
    });
  });
});
