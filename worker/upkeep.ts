/** Hides when the worker puts things right: soon after Redis came (back), and every so often in one of the processes. */
import type { Log } from '#platform/log.ts';
import type { Redis } from '#platform/redis.ts';
import type { Reconciler } from './reconcile.ts';

type UpkeepOptions = { readonly redis: Redis; readonly prefix: string; readonly reconciler: Reconciler; readonly log: Log };

const EVERY_MS = 15_000;

/** Reconciles until closed: at most one process at a time, at least one every 15 s, and each time a connection to Redis is made. */
export function startUpkeep({ redis, prefix, reconciler, log }: UpkeepOptions): { readonly close: () => Promise<void> } {
  const turnKey = `${prefix}:mail-reconciled`;
  let running: Promise<void> | null = null;

  const pass = async (): Promise<void> => {
    try {
      const isOurTurn = (await redis.set(turnKey, '1', 'PX', EVERY_MS - 1_000, 'NX')) !== null;
      if (!isOurTurn) return;
      const { restored, expired, resolved } = await reconciler.reconcile();
      if (restored + expired + resolved > 0) log.info({ restored, expired, resolved }, 'mail reconciled');
    } catch (error) {
      log.warn({ err: error }, 'mail not reconciled');
    }
  };
  const run = (): void => {
    running ??= pass().finally(() => {
      running = null;
    });
  };

  run();
  const timer = setInterval(run, EVERY_MS);
  redis.on('ready', run);
  return {
    close: async () => {
      clearInterval(timer);
      redis.off('ready', run);
      await running;
    },
  };
}
