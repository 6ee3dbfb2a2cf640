/** Hides how the queue and the ledger are made to agree again with the documents, which are the truth, after a crash or a lost Redis. */
import type { DeliveryStore, PendingJob } from '#mail/delivery-store.ts';
import type { DigestStore } from '#mail/digest-store.ts';
import type { Ledger } from '#mail/ledger.ts';
import { confirmLedger } from '#mail/ledger-confirmation.ts';
import type { MailControls, MailSettings } from '#mail/mail-controls.ts';
import type { JobOutcome, MailQueue } from '#mail/mail-queue.ts';
import type { Notification } from '#mail/notification.ts';
import type { Log } from '#platform/log.ts';
import { messageIdOf } from './deliver.ts';
import type { MailProvider } from './providers/provider.ts';

export type Reconciler = {
  /** Raises the ledger's counts to the recorded attempts; gives back the settings under which tokens may be taken. */
  readonly confirmLedger: () => Promise<MailSettings>;
  /** What becomes of a job whose mail somebody began to send: later while they may still be at it, else what can be found out of it is recorded. */
  readonly resolveStarted: (notification: Notification) => Promise<JobOutcome>;
  /** One pass over everything pending and everything begun. */
  readonly reconcile: () => Promise<Reconciliation>;
};

export type Reconciliation = { readonly restored: number; readonly expired: number; readonly resolved: number };

type ReconcilerOptions = {
  readonly deliveries: DeliveryStore;
  readonly digests: DigestStore;
  readonly queue: MailQueue;
  readonly ledger: Ledger;
  readonly controls: MailControls;
  readonly providers: readonly MailProvider[];
  readonly messageIdDomain: string;
  readonly log: Log;
  readonly clock: () => number;
};

/** Longer than any provider takes to answer or to time out (`providers/`). */
const STUCK_MS = 45_000;

/** Jobs that stand for nothing any more can hide one that is missing, so everything is compared this often, or in so small a share of the time. */
const COMPARE_EVERY_MS = 45_000;
const COMPARE_SHARE = 0.02;

/** A reconciler for one worker process; several may run at once. */
export function createReconciler(options: ReconcilerOptions): Reconciler {
  const { deliveries, queue, ledger, controls, log, clock } = options;
  let confirming: Promise<MailSettings> | null = null;
  let compareAt = clock();

  const resolve = async (notification: Notification): Promise<void> => {
    const attempt = notification.attempts.at(-1);
    const provider = options.providers.find(({ name }) => name === attempt?.provider);
    const accepted = (await provider?.hasAccepted(messageIdOf(notification, options.messageIdDomain))) ?? null;
    const found = { id: notification._id, revision: notification.revision, at: new Date(clock()), provider: attempt?.provider ?? 'unknown' };
    if (accepted === true) await deliveries.record([{ ...found, outcome: 'ACCEPTED', detail: 'the provider has it' }]);
    else {
      const reason = 'the worker stopped before it learnt whether the mail was taken';
      await deliveries.record([{ ...found, outcome: 'UNCERTAIN', detail: reason, reason }]);
    }
    log.warn({ notificationId: notification._id, accepted }, 'an attempt without an outcome was resolved');
  };

  /** Comparing everything costs seconds where very much is pending: only in a new process, in another Redis, where jobs are too few, and now and then. */
  const mustCompare = async (): Promise<boolean> => {
    if (clock() >= compareAt || !(await ledger.isReconciled())) return true;
    const pending = await deliveries.countPending();
    const counts = await Promise.all((['ordinary', 'urgent'] as const).map((lane) => queue.counts(lane)));
    return counts.reduce((jobs, { delayed, waiting, active }) => jobs + delayed + waiting + active, 0) < pending;
  };

  const restoreJobs = async (): Promise<number> => {
    const startedAt = clock();
    let restored = 0;
    for await (const batch of deliveries.eachPendingJob()) {
      const missing: PendingJob[] = await queue.missing(batch);
      if (missing.length > 0) await queue.restore(missing, new Date(clock()));
      restored += missing.length;
    }
    await ledger.markReconciled();
    compareAt = clock() + Math.max(COMPARE_EVERY_MS, (clock() - startedAt) / COMPARE_SHARE);
    return restored;
  };

  return {
    confirmLedger: () => {
      confirming ??= confirmLedger(options, clock).finally(() => {
        confirming = null;
      });
      return confirming;
    },
    resolveStarted: async (notification) => {
      const startedAt = notification.attempts.at(-1)?.at.getTime() ?? 0;
      if (clock() < startedAt + STUCK_MS) return { type: 'later', at: startedAt + STUCK_MS };
      await resolve(notification);
      return { type: 'done' };
    },
    reconcile: async () => {
      const settings = await controls.read();
      if ((settings.pause !== null) !== (await queue.isPaused())) await controls.apply(settings);
      const now = new Date(clock());
      const expired = await queue.expire(await deliveries.overdueIds(now), 'its deadline passed before quota was free', now);
      const restored = (await mustCompare()) ? await restoreJobs() : 0;
      const stuck = await deliveries.stuck(new Date(clock() - STUCK_MS));
      for (const notification of stuck) await resolve(notification);
      const at = new Date(clock());
      await queue.schedule(await options.digests.settle(await options.digests.carrying(), at), at);
      return { restored, expired: expired.length, resolved: stuck.length };
    },
  };
}
