import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { portHolder } from '#embedded/port-holder.ts';
import { freePort, isAccepting, isPortFree } from '#embedded/ports.ts';

describe('a port', () => {
  test('is free until somebody listens on it', async () => {
    const port = await freePort();
    expect(await isPortFree(port)).toBe(true);
    expect(await isAccepting({ port })).toBe(false);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    expect(await isPortFree(port)).toBe(false);
    expect(await isAccepting({ port })).toBe(true);
    await new Promise((resolve) => server.close(resolve));
  });

  test('is busy when somebody listens on it on every address', async () => {
    const server = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, resolve));
    expect(await isPortFree(port)).toBe(false);
    await new Promise((resolve) => server.close(resolve));
  });

  test.runIf(process.platform === 'linux')('names who listens on it', async () => {
    const server = createServer();
    const port = await freePort();
    expect(portHolder(port)).toBeNull();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    expect(portHolder(port)).toContain(`(pid ${process.pid})`);
    await new Promise((resolve) => server.close(resolve));
  });

  test('is handed out once', async () => {
    const ports = await Promise.all(Array.from({ length: 50 }, freePort));
    expect(new Set(ports).size).toBe(50);
  });
});
