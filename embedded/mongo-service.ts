/** Hides where MongoDB comes from: the environment, a `mongod` on PATH, or the embedded server. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BackingService } from './backing-service.ts';
import { nodeCommand } from './child.ts';
import { isAccepting } from './ports.ts';
import { findProgram, tether } from './tether/tether.ts';

export type MongoOptions = {
  /** An address from the environment, which wins over everything. */
  readonly url?: string | undefined;
  readonly port: number;
  /** Where its data lives. */
  readonly folder: string;
};

/** The MongoDB to use. */
export function mongoService({ url, port, folder }: MongoOptions): BackingService {
  if (url) return { name: 'mongodb', url, run: null, isReady: () => isAnyHostAccepting(url) };
  mkdirSync(folder, { recursive: true });
  const mongod = findProgram('mongod');
  const run = mongod
    ? tether(mongod, ['--port', String(port), '--bind_ip', '127.0.0.1', '--dbpath', folder, '--quiet'])
    : nodeCommand('embedded/mongo/main.ts', ['--port', String(port), '--data', join(folder, 'eventpost.db')]);
  return { name: 'mongodb', url: `mongodb://127.0.0.1:${port}`, run, isReady: () => isAccepting({ port }) };
}

/** Whether one of the hosts that a connection string names accepts connections; an SRV name is left to the driver. */
async function isAnyHostAccepting(url: string): Promise<boolean> {
  const hosts = /^mongodb:\/\/(?:[^@/]*@)?([^/?]+)/.exec(url)?.[1];
  if (!hosts) return true;
  const answers = hosts.split(',').map((address) => {
    const { hostname, port } = new URL(`tcp://${address}`);
    return isAccepting({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 27_017) });
  });
  return (await Promise.all(answers)).includes(true);
}
