/** Hides how the parts of the mail worker are put together, for its process and for tests with a clock and providers of their own. */
import { createDeliveryStore } from '#mail/delivery-store.ts';
import type { DeliveryStore } from '#mail/delivery-store.ts';
import { createDigestStore } from '#mail/digest-store.ts';
import { createForecasts } from '#mail/forecasts.ts';
import type { Forecasts } from '#mail/forecasts.ts';
import { createLedger } from '#mail/ledger.ts';
import type { Ledger } from '#mail/ledger.ts';
import { createMailControls } from '#mail/mail-controls.ts';
import type { MailControls } from '#mail/mail-controls.ts';
import { createMailQueue } from '#mail/mail-queue.ts';
import type { MailQueue } from '#mail/mail-queue.ts';
import { createNotificationStore } from '#mail/notification-store.ts';
import type { NotificationStore } from '#mail/notification-store.ts';
import type { Quota } from '#mail/quota.ts';
import { createReadModelStore } from '#mail/read-model-store.ts';
import type { Log } from '#platform/log.ts';
import type { Registry } from '#platform/metrics.ts';
import type { Db } from '#platform/mongo.ts';
import type { Redis } from '#platform/redis.ts';
import { createAdmission } from './admission.ts';
import type { FactsSource } from './admission.ts';
import { createBundler } from './bundler.ts';
import { createDelivery } from './deliver.ts';
import type { DeliverOptions } from './deliver.ts';
import { startDrain } from './drain.ts';
import { createLookAheadGate } from './look-ahead-gate.ts';
import { createMailMetrics } from './mail-metrics.ts';
import { createOutlookWatch } from './outlook-watch.ts';
import type { OutlookWatch } from './outlook-watch.ts';
import { creditsInFlush } from './provider-credits.ts';
import { createFailover } from './providers/failover.ts';
import type { MailProvider } from './providers/provider.ts';
import { createReconciler } from './reconcile.ts';
import type { Reconciler } from './reconcile.ts';
import type { MailRenderer } from './templates/render.ts';

export type MailWorkerOptions = {
  readonly db: Db;
  /** For commands. */
  readonly redis: Redis;
  readonly redisUrl: string;
  readonly prefix: string;
  /** Holds until an operator sets another. */
  readonly quota: Quota;
  readonly concurrency: number;
  /** In the order in which they are tried. */
  readonly providers: readonly MailProvider[];
  readonly facts: FactsSource;
  readonly render: MailRenderer;
  readonly attach: DeliverOptions['attach'];
  readonly messageIdDomain: string;
  readonly retryAfterMs: number;
  readonly registry: Registry;
  readonly log: Log;
  readonly clock: () => number;
  readonly random: () => number;
};

/** The parts that others build on. */
export type MailParts = {
  readonly store: NotificationStore;
  readonly deliveries: DeliveryStore;
  readonly queue: MailQueue;
  readonly ledger: Ledger;
  readonly controls: MailControls;
  readonly reconciler: Reconciler;
  readonly forecasts: Forecasts;
  readonly outlook: OutlookWatch;
};

export type MailWorker = MailParts & {
  /** Starts sending. */
  readonly start: () => void;
  /** Waits for the mails under way. */
  readonly close: () => Promise<void>;
};

/** A worker that sends nothing before `start`. */
export function createMailWorker(options: MailWorkerOptions): MailWorker {
  const { db, redis, redisUrl, prefix, providers, messageIdDomain, log, clock } = options;
  const store = createNotificationStore(db);
  const deliveries = createDeliveryStore(db);
  const digests = createDigestStore(db);
  const queue = createMailQueue({ redisUrl, prefix, store });
  const ledger = createLedger(redis, prefix);
  const controls = createMailControls({ db, queue, ledger, defaults: options.quota });
  const reconciler = createReconciler({ deliveries, digests, queue, ledger, controls, providers, messageIdDomain, log, clock });
  const failover = createFailover(providers);
  const forecasts = createForecasts({ store, readModel: createReadModelStore(db), controls, ledger, now: () => new Date(clock()) });
  const lookAhead = createLookAheadGate({ forecasts, ledger, clock });
  const outlook = createOutlookWatch(forecasts);
  const bundler = createBundler({ store, digests, queue, facts: options.facts, isQuotaShort: outlook.isQuotaShort });
  const creditsOf = creditsInFlush(ledger);
  const { concurrency } = options;
  const admissionIn = (lane: 'ordinary' | 'urgent') =>
    createAdmission({ lane, concurrency, store, deliveries, facts: options.facts, ledger, controls, failover, lookAhead, bundler, reconciler, creditsOf, timeZone: options.quota.timeZone, clock });
  const deliver = createDelivery({ ...options, deliveries, digests, queue, failover, metrics: createMailMetrics(options.registry) });

  let stop = async (): Promise<void> => {};
  return {
    store, deliveries, queue, ledger, controls, reconciler, forecasts, outlook,
    start: () => {
      const admissions = { ordinary: admissionIn('ordinary'), urgent: admissionIn('urgent') };
      const drain = startDrain({ redisUrl, prefix, concurrency: options.concurrency, admissions, deliver, log });
      stop = drain.close;
    },
    close: async () => {
      await stop();
      await Promise.all(providers.map((provider) => provider.close()));
      await queue.close();
    },
  };
}
