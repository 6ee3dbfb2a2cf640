/** Hides that Apollo's packages want a logger of four methods, and talk more than is useful. */
import type { Log } from '#platform/log.ts';

/** Their chatter at `debug`, their complaints as they are. */
export function gatewayLog(log: Log) {
  const fields = (text: unknown) => ({ text: String(text) });
  return {
    debug: (text: unknown) => log.trace(fields(text), 'apollo'),
    info: (text: unknown) => log.debug(fields(text), 'apollo'),
    warn: (text: unknown) => log.warn(fields(text), 'apollo warns'),
    error: (text: unknown) => log.error(fields(text), 'apollo failed'),
  };
}
