/** Hides what the data folder of a development stack holds: the servers' data, the secrets, and whether the demo was loaded. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { StartError } from './backing-service.ts';
import { generateAdminPassword, generateSecrets, type Secrets } from './secrets.ts';

const secretsSchema = z.object({
  secrets: z.object({ IDENTITY_SECRET: z.string(), ACCESS_TOKEN_KEYS: z.string(), LINK_SECRET: z.string(), DASHBOARD_SECRET: z.string() }),
  adminPassword: z.string(),
});

/** What `--fresh` removes. */
const contents = ['redis', 'mongodb', 'mails', 'secrets.json', 'demo-loaded'] as const;

export type DataFolder = {
  readonly path: string;
  /** Where a server keeps its files. */
  folder(name: 'redis' | 'mongodb' | 'mails'): string;
  readonly secrets: Secrets;
  readonly adminPassword: string;
  isDemoLoaded(): boolean;
  markDemoLoaded(): void;
};

/** Opens the data folder for this process alone, making it and its secrets where they are missing; `isFresh` empties it first. Throws `StartError`. */
export function openDataFolder(path: string, { isFresh = false } = {}): DataFolder {
  const root = resolve(path);
  const inside = (name: string) => resolve(root, name);
  try {
    makeFolder(root);
    claim(root);
    if (isFresh) for (const name of contents) rmSync(inside(name), { recursive: true, force: true });
  } catch (cause) {
    if (cause instanceof StartError) throw cause;
    throw new StartError(`The data folder ${root} cannot be written; choose another with --data.`, { cause });
  }
  return {
    path: root,
    folder: inside,
    ...readSecrets(inside('secrets.json')),
    isDemoLoaded: () => existsSync(inside('demo-loaded')),
    markDemoLoaded: () => writeFileSync(inside('demo-loaded'), ''),
  };
}

/** Two stacks on one folder would end each other's Redis and write to the same files. */
function claim(root: string): void {
  const path = resolve(root, 'owner.pid');
  const owner = existsSync(path) ? Number(readFileSync(path, 'utf8')) : process.pid;
  if (owner !== process.pid && isStart(owner)) throw new StartError(`The data folder ${root} is in use by another EventPost (pid ${owner}): stop that one, or choose another folder with --data.`);
  writeFileSync(path, String(process.pid));
}

/** Whether a process of that id lives and is `npm start`, rather than another program that was given the id since. */
function isStart(pid: number): boolean {
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.includes('start.mjs') ?? false;
}

/** Node's own recursive mkdir never returns where a file system refuses with ENOENT, as /proc does. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

function readSecrets(path: string): z.infer<typeof secretsSchema> {
  if (!existsSync(path)) {
    const created = { secrets: generateSecrets(), adminPassword: generateAdminPassword() };
    try {
      writeFileSync(path, `${JSON.stringify(created, null, 2)}\n`, { mode: 0o600 });
    } catch (cause) {
      throw new StartError(`The data folder ${dirname(path)} cannot be written; choose another with --data.`, { cause });
    }
    return created;
  }
  try {
    chmodSync(path, 0o600);
    return secretsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw new StartError(`${path} is damaged; restore it, or start anew with --fresh.`, { cause });
  }
}
