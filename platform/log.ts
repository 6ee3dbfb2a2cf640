/** Hides the logger: JSON lines on stdout with the process name and the request id, and nothing personal or secret in them. */
import { pino } from 'pino';
import type { Logger } from 'pino';
import { currentRequestId } from './request-scope.ts';

export type Log = Logger;

const SECRET_FIELDS = ['password', 'token', 'accessToken', 'refreshToken', 'email', 'toEmail', 'address', 'authorization', 'cookie'];
const REDACTED = SECRET_FIELDS.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]);

/** A logger for one process. Messages are constant; what varies goes into fields. */
export function createLog(options: { readonly name: string; readonly level: string }): Log {
  return pino({
    name: options.name,
    level: options.level,
    base: { name: options.name },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: REDACTED, censor: '[redacted]' },
    mixin: () => {
      const requestId = currentRequestId();
      return requestId === null ? {} : { requestId };
    },
  });
}
