/** Hides how a process begins and ends: configuration checked first, everything stopped in reverse order, one sentence instead of a stack trace. */
import { ConfigurationError, readEnv } from './env.ts';
import type { Env } from './env.ts';
import { createLog } from './log.ts';
import type { Log } from './log.ts';
import { startTracing } from './tracing.ts';
import { UnreachableError } from './unreachable-error.ts';

const STOP_TIMEOUT_MS = 8_000;
/** When the parent is gone, so are the servers that it started: nothing to wait for. */
const ORPHAN_STOP_TIMEOUT_MS = 2_000;
const PARENT_GONE = 'parent gone';

export type ProcessContext = {
  readonly env: Env;
  readonly log: Log;
  /** Registers what must be ended; the last registered ends first. */
  readonly onStop: (stop: () => Promise<unknown>) => void;
};

/** Runs a process until SIGTERM, SIGINT or the end of its parent; exit code 0 after a clean stop, 1 after a failure. */
export async function runProcess(name: string, start: (context: ProcessContext) => Promise<void>): Promise<void> {
  const env = envOrExit();
  const log = createLog({ name, level: env.LOG_LEVEL });
  const stops: (() => Promise<unknown>)[] = [];
  let isStopping = false;

  const stop = async (reason: string, exitCode: number): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    log.info({ reason }, 'stopping');
    setTimeout(() => process.exit(1), reason === PARENT_GONE ? ORPHAN_STOP_TIMEOUT_MS : STOP_TIMEOUT_MS).unref();
    for (const end of stops.toReversed()) await end().catch((error: unknown) => log.warn({ err: error }, 'did not stop cleanly'));
    process.exit(exitCode);
  };
  process.on('SIGTERM', () => void stop('SIGTERM', 0));
  process.on('SIGINT', () => void stop('SIGINT', 0));
  process.on('disconnect', () => void stop(PARENT_GONE, 0));
  process.on('uncaughtException', (error) => {
    log.fatal({ err: error }, 'uncaught exception');
    void stop('uncaught exception', 1);
  });

  try {
    if (env.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined) {
      const tracing = await startTracing({ name, endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT });
      stops.push(tracing.stop);
    }
    await start({ env, log, onStop: (end) => stops.push(end) });
  } catch (error) {
    if (isStopping) return;
    if (isOperatorError(error)) process.stderr.write(`${name}: ${error.message}\n`);
    else log.fatal({ err: error }, 'could not start');
    await stop('could not start', 1);
  }
}

function envOrExit(): Env {
  try {
    return readEnv();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** What an operator can mend, told in one sentence. */
function isOperatorError(error: unknown): error is Error {
  return error instanceof ConfigurationError || error instanceof UnreachableError || error instanceof AddressInUseError;
}

/** A port that somebody else listens on. */
export class AddressInUseError extends Error {
  override readonly name = 'AddressInUseError';

  constructor(port: number, cause: unknown) {
    super(`Port ${port} is already in use. Free it, or choose another.`, { cause });
  }
}

/**
 * Listens and says so in the log; returns the port (a free one for port 0).
 * @throws AddressInUseError
 */
export async function listen(
  server: { readonly listen: (options: { host: string; port: number }) => Promise<string> },
  address: { readonly host: string; readonly port: number },
): Promise<number> {
  try {
    return Number(new URL(await server.listen({ host: address.host, port: address.port })).port);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE') throw new AddressInUseError(address.port, cause);
    throw cause;
  }
}
