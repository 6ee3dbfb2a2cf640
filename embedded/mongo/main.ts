/** Wires the embedded server: `node embedded/mongo/main.ts --port N [--data FILE] [--host 127.0.0.1] [--test-commands]`. */
import { parseArgs } from 'node:util';
import { CursorRegistry } from './commands/cursors.ts';
import { createDispatcher } from './commands/dispatch.ts';
import { FailPoints } from './commands/fail-points.ts';
import { Catalog } from './store/catalog.ts';
import { DamagedFile, FailedCommit } from './store/database-file.ts';
import { removeExpired } from './store/expiry.ts';
import { createListener } from './wire/listener.ts';

const SWEEP_INTERVAL_MS = 1_000;

const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '27017' },
    host: { type: 'string', default: '127.0.0.1' },
    data: { type: 'string' },
    'test-commands': { type: 'boolean', default: false },
  },
});

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

function openCatalog(path: string | undefined): Catalog {
  try {
    return new Catalog(path ?? null);
  } catch (error) {
    if (error instanceof DamagedFile) fail(error.message);
    throw error;
  }
}

const now = () => new Date();
const catalog = openCatalog(options.data);
const cursors = new CursorRegistry(now);
const failPoints = options['test-commands'] ? new FailPoints() : null;
const handle = createDispatcher({ catalog, cursors, failPoints, now });
const listener = createListener({ handle, hasChanges: () => catalog.hasChanges(), commit });

/** What was not kept must not be acknowledged, and memory now holds more than the file: the process ends. */
function commit(): void {
  try {
    catalog.commit();
  } catch (error) {
    if (error instanceof FailedCommit) fail(error.message);
    throw error;
  }
}

listener.on('error', (error: NodeJS.ErrnoException) => {
  const isBusy = error.code === 'EADDRINUSE';
  fail(isBusy ? `Port ${options.port} on ${options.host} is already in use.` : `Cannot listen on ${options.host}:${options.port} (${error.message}).`);
});
listener.listen({ host: options.host, port: Number(options.port) }, () => {
  const address = listener.address();
  const port = typeof address === 'object' && address ? address.port : options.port;
  console.log(`listening on mongodb://${options.host}:${port}`);
});

function sweep(): void {
  cursors.closeIdle();
  removeExpired(catalog, now());
  commit();
}
setInterval(sweep, SWEEP_INTERVAL_MS).unref();

function stop(): void {
  listener.close();
  commit();
  catalog.close();
  process.exit(0);
}
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
process.on('disconnect', stop); // the parent that started it with a channel is gone
