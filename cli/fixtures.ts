/** `npm run fixtures -- <url> [resource] [-n N]`: populates any running supergraph through its public API. */
import { parseArgs } from 'node:util';
import { ApiError, signIn } from './fixtures/api.ts';
import { DEMO_EMAIL, DEMO_PASSWORD } from './fixtures/demo-account.ts';
import { createProgress } from './fixtures/progress.ts';
import { RESOURCES } from './fixtures/resources.ts';
import type { ResourceName } from './fixtures/resources.ts';

const HELP = `Populates a running supergraph through its public API.

  npm run fixtures -- <url> [resource] [options]

  <url>              e.g. http://localhost:4000
  [resource]         ${Object.keys(RESOURCES).join(', ')}; all but users unless one is named

  -n N               how many of each                                   (20)
  --email ADDRESS    a verified account to act as                       (the demo's)
  --password TEXT    its password                                       (the demo's)
  --seed S           other values make other things                     (of the moment)
  --help             show this`;

const EVERYTHING: readonly ResourceName[] = ['events', 'likes', 'attendances', 'reminders'];
const AT_ONCE = 5;
const MAX_COUNT = 100_000;

try {
  await populate(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ApiError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function populate(args: readonly string[]): Promise<void> {
  const options = parseOptions(args);
  if (options === null) return console.log(HELP);
  const { url, resources, count, seed } = options;
  const api = await signIn(url, { email: options.email, password: options.password });
  for (const name of resources) {
    const works = [...(await RESOURCES[name]({ api, count, seed, now: new Date() }))];
    const progress = createProgress(name, works.length, process.stdout);
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, () => work(works, progress.advance)));
    } finally {
      progress.end();
    }
  }
}

/** Takes one piece of work after another until none is left. */
async function work(works: (() => Promise<unknown>)[], onDone: () => void): Promise<void> {
  for (let next = works.shift(); next !== undefined; next = works.shift()) {
    await next();
    onDone();
  }
}

function parseOptions(args: readonly string[]) {
  const { values, positionals } = readArguments(args);
  const [url, resource, ...others] = positionals;
  if (values.help || url === undefined) return null;
  if (!URL.canParse(url)) throw new ApiError(`${url} is not an address; npm run fixtures -- --help shows the options.`);
  if (others.length > 0 || (resource !== undefined && !isResource(resource))) {
    throw new ApiError(`${others[0] ?? resource} is none of ${Object.keys(RESOURCES).join(', ')}.`);
  }
  const count = Number(values.number);
  if (!Number.isInteger(count) || count < 1 || count > MAX_COUNT) throw new ApiError(`-n must be a whole number from 1 to ${MAX_COUNT}.`);
  const seed = values.seed === undefined ? Math.floor(Date.now() / 1_000) : Number(values.seed);
  if (!Number.isSafeInteger(seed)) throw new ApiError('--seed must be a whole number.');
  return { url, resources: resource === undefined ? EVERYTHING : [resource], count, seed, email: values.email, password: values.password };
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        number: { type: 'string', short: 'n', default: '20' },
        email: { type: 'string', default: DEMO_EMAIL },
        password: { type: 'string', default: DEMO_PASSWORD },
        seed: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (cause) {
    throw new ApiError(`${cause instanceof Error ? cause.message : 'The options cannot be read.'}`, { cause });
  }
}

function isResource(name: string): name is ResourceName {
  return Object.hasOwn(RESOURCES, name);
}
