/** Hides how what a crash left unfinished is taken up again: now and then, never twice at once. */
import type { Log } from '#platform/log.ts';

const INTERVAL_MS = 2_000;

/** Sweeps at once and then every 2 s; returns how to stop, which waits for a sweep at work. */
export function startSweeper(sweep: () => Promise<void>, log: Log): () => Promise<void> {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let current = Promise.resolve();
  const run = async (): Promise<void> => {
    try {
      await sweep();
    } catch (error) {
      log.warn({ err: error }, 'sweep failed');
    }
    if (!isStopped) timer = setTimeout(() => void (current = run()), INTERVAL_MS);
  };
  current = run();
  return async () => {
    isStopped = true;
    clearTimeout(timer);
    await current;
  };
}
