/** Hides work that a process does again and again beside its requests: never twice at once, and never the end of the process. */
import type { Log } from './log.ts';

type RepeatingOptions = {
  readonly work: () => Promise<unknown>;
  /** From the end of one run to the start of the next. */
  readonly pauseMs: number;
  readonly log: Log;
};

/** Starts at once; the returned function stops, after the run at hand. A failure is logged and tried again after the pause. */
export function startRepeating({ work, pauseMs, log }: RepeatingOptions): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const run = async (): Promise<void> => {
    try {
      await work();
    } catch (error) {
      log.warn({ err: error }, 'repeating work failed');
    }
    if (!isStopped) timer = setTimeout(() => void (current = run()), pauseMs);
  };
  let current = run();
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await current;
  };
}
