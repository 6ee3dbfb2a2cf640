/** Wires the embedded server's parts: store, commands, listener, expiry. */
import { CursorRegistry } from './commands/cursors.ts';
import { createDispatcher } from './commands/dispatch.ts';
import { FailPoints } from './commands/fail-points.ts';
import { Catalog } from './store/catalog.ts';
import { DamagedFile, FailedCommit } from './store/database-file.ts';
import { removeExpired } from './store/expiry.ts';
import { createListener } from './wire/listener.ts';

const SWEEP_INTERVAL_MS = 1_000;

export type ServerOptions = {
  readonly host: string;
  readonly port: number;
  /** The data file; without one everything is gone with the process. */
  readonly data: string | undefined;
  readonly acceptsTestCommands: boolean;
};

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

/** Opens the data file and listens; says so in one line on stdout. Ends the process on what cannot be helped, with a sentence. */
export function startServer({ host, port, data, acceptsTestCommands }: ServerOptions): void {
  const now = () => new Date();
  const catalog = openCatalog(data);
  const cursors = new CursorRegistry(now);
  const handle = createDispatcher({ catalog, cursors, failPoints: acceptsTestCommands ? new FailPoints() : null, now });

  // What was not kept must not be acknowledged, and memory now holds more than the file.
  const commit = () => {
    try {
      catalog.commit();
    } catch (error) {
      if (error instanceof FailedCommit) fail(error.message);
      throw error;
    }
  };
  const listener = createListener({ handle, hasChanges: () => catalog.hasChanges(), commit });
  listener.on('error', (error: NodeJS.ErrnoException) => {
    fail(error.code === 'EADDRINUSE' ? `Port ${port} on ${host} is already in use.` : `Cannot listen on ${host}:${port} (${error.message}).`);
  });
  listener.listen({ host, port }, () => {
    const address = listener.address();
    console.log(`listening on mongodb://${host}:${typeof address === 'object' && address ? address.port : port}`);
  });

  const sweep = () => {
    cursors.closeIdle();
    removeExpired(catalog, now());
    commit();
  };
  setInterval(sweep, SWEEP_INTERVAL_MS).unref();

  const stop = () => {
    listener.close();
    commit();
    catalog.close();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop); // the parent that started it with a channel is gone
}
