/** Hides what operators can measure of the mail that waits and of the quota it waits for; asked for when the metrics are read. */
import type { DeliveryStore } from '#mail/delivery-store.ts';
import type { Ledger } from '#mail/ledger.ts';
import type { MailControls } from '#mail/mail-controls.ts';
import { Gauge } from '#platform/metrics.ts';
import type { Registry } from '#platform/metrics.ts';
import type { OutlookWatch } from './outlook-watch.ts';

type QueueMetricsOptions = {
  readonly registry: Registry;
  readonly ledger: Ledger;
  readonly controls: MailControls;
  readonly deliveries: DeliveryStore;
  readonly outlook: OutlookWatch;
  readonly clock: () => number;
};

/** Gauges labelled with a window's period, such as PT1H. */
export function addQueueMetrics({ registry, ledger, controls, deliveries, outlook, clock }: QueueMetricsOptions): void {
  const left = new Gauge({ name: 'mail_quota_left', help: 'Mails that a quota window still allows.', labelNames: ['window'], registers: [] });
  const used = new Gauge({
    name: 'mail_quota_used',
    help: 'Mails that a quota window counts.',
    labelNames: ['window'],
    registers: [],
    async collect() {
      this.reset();
      left.reset();
      for (const window of await ledger.windows(await controls.read(), clock())) {
        this.set({ window: window.per }, window.used);
        left.set({ window: window.per }, Math.max(0, window.max - window.used));
      }
    },
  });
  const age = new Gauge({
    name: 'mail_queue_age_seconds',
    help: 'For how long the mail that waits longest has been due.',
    registers: [],
    async collect() {
      const oldest = await deliveries.oldestDue();
      this.set(oldest === null ? 0 : Math.max(0, (clock() - oldest.getTime()) / 1_000));
    },
  });
  const misses = new Gauge({
    name: 'mail_predicted_misses',
    help: 'Pending mails that are predicted to miss their deadlines.',
    registers: [],
    collect() {
      this.set(outlook.last()?.predictedMisses ?? 0);
    },
  });
  for (const gauge of [used, left, age, misses]) registry.registerMetric(gauge);
}
