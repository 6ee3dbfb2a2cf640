/** Hides the servers that every test shares: one Redis, one MongoDB and one mailbox for the whole run. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import type { BackingService } from '#embedded/backing-service.ts';
import { startChild, type Child } from '#embedded/child.ts';
import { mailCatcherService } from '#embedded/mail-catcher/mail-catcher.ts';
import { mongoService } from '#embedded/mongo-service.ts';
import { poll } from '#embedded/poll.ts';
import { freePort } from '#embedded/ports.ts';
import { redisService } from '#embedded/redis.ts';

/** Addresses of the servers that a test may use; keep to names of your own there (`uniqueName`). */
export type BackingServices = {
  readonly redisUrl: string;
  readonly mongodbUrl: string;
  readonly smtpUrl: string;
  /** Of the mailbox's REST API. */
  readonly mailboxUrl: string;
};

declare module 'vitest' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface merges with Vitest's own
  interface ProvidedContext {
    backingServices: BackingServices;
  }
}

const readyTimeoutMs = 20_000;
const stopGraceMs = 3000;

/** The servers of this run. */
export function backingServices(): BackingServices {
  return inject('backingServices');
}

/** Vitest's global setup: starts the servers (or takes those that the environment names), and stops them after the last test. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'eventpost-tests-'));
  const webPort = await freePort();
  const redis = redisService({ url: process.env['REDIS_URL'], port: await freePort(), folder: join(folder, 'redis') });
  const mongo = mongoService({ url: process.env['MONGODB_URL'], port: await freePort(), folder: join(folder, 'mongodb') });
  const mailbox = mailCatcherService({ smtpPort: await freePort(), webPort, folder: join(folder, 'mails') });
  const children = await Promise.all([redis, mongo, mailbox].map(startAndWait));
  project.provide('backingServices', {
    redisUrl: redis.url, mongodbUrl: mongo.url, smtpUrl: mailbox.url, mailboxUrl: `http://127.0.0.1:${webPort}`,
  });
  return async () => {
    await Promise.all(children.map((child) => child?.stop(stopGraceMs)));
    await rm(folder, { recursive: true, force: true });
  };
}

async function startAndWait(service: BackingService): Promise<Child | null> {
  const lines: string[] = [];
  const child = service.run && startChild({ ...service.run, env: process.env, onLine: (line) => lines.push(line) });
  await poll(async () => {
    if (!(await service.isReady())) throw new Error(`${service.name} is not ready at ${service.url}. ${lines.slice(-5).join(' ')}`);
  }, { timeoutMs: readyTimeoutMs });
  return child;
}
