/** Hides MongoDB's `failCommand` fail point: making chosen commands fail, so that a client's own behaviour can be tested. */
import { toNumber } from '../bson/number.ts';
import { isDocument, isMissing, type Document } from '../bson/value.ts';
import { CommandError, notImplemented } from '../command-error.ts';

type FailPoint = { readonly data: Document; left: number };

/** What a fail point does to a command: wait, then close the connection, answer an error, or add to the real answer. */
export type Failure = {
  readonly delayMs: number;
  readonly closesConnection: boolean;
  readonly error: Document | null;
  readonly addition: Document;
};

/** Writes that a client retries by itself carry this label on these errors. */
const RETRYABLE = new Set([6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436]);

export class FailPoints {
  private active: FailPoint | null = null;

  /** Runs `configureFailPoint`. */
  configure({ configureFailPoint: name, mode, data }: Document): void {
    if (name !== 'failCommand') throw notImplemented(`fail point ${String(name)}`);
    const times = isDocument(mode) ? mode['times'] : undefined;
    if (mode === 'off') this.active = null;
    else if (mode === 'alwaysOn' || times !== undefined) {
      this.active = { data: isDocument(data) ? data : {}, left: times === undefined ? Number.POSITIVE_INFINITY : toNumber(times) };
    } else throw notImplemented('this mode of a fail point');
  }

  /** What is to happen to a command; `null` when nothing is. */
  failureOf(command: string, body: Document, applicationName: string): Failure | null {
    const { active } = this;
    if (!active) return null;
    const { failCommands, appName, blockConnection, blockTimeMS, closeConnection, writeConcernError, errorLabels } = active.data;
    if (!Array.isArray(failCommands) || !failCommands.includes(command)) return null;
    if (!isMissing(appName) && appName !== applicationName) return null;
    if (--active.left <= 0) this.active = null;
    const labels = Array.isArray(errorLabels) ? { errorLabels } : {};
    return {
      delayMs: blockConnection === true ? toNumber(blockTimeMS) : 0,
      closesConnection: closeConnection === true,
      error: errorOf(active.data, body, labels),
      addition: isDocument(writeConcernError) ? { writeConcernError, ...labels } : {},
    };
  }
}

function errorOf({ errorCode, errorExtraInfo, writeConcernError }: Document, body: Document, labels: Document): Document | null {
  if (errorCode === undefined) return null;
  const code = toNumber(errorCode);
  const isRetryable = !('errorLabels' in labels) && body['txnNumber'] !== undefined && RETRYABLE.has(code);
  return {
    ok: 0,
    ...new CommandError(code, "Failing command via 'failCommand' failpoint").toDocument(),
    ...(isRetryable ? { errorLabels: ['RetryableWriteError'] } : labels),
    ...(errorExtraInfo !== undefined && { errInfo: errorExtraInfo }),
    ...(writeConcernError !== undefined && { writeConcernError }),
  };
}
