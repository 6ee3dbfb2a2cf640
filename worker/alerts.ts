/** Hides how operators hear that mails are going to miss their deadlines: by mail on the urgent lane, by webhook and by metric, at most once an hour. */
import { decideAlert } from '#mail/alert.ts';
import type { Alert } from '#mail/alert.ts';
import type { MailQueue } from '#mail/mail-queue.ts';
import type { NewNotification, NotificationStore } from '#mail/notification-store.ts';
import type { Log } from '#platform/log.ts';
import { Counter } from '#platform/metrics.ts';
import type { Registry } from '#platform/metrics.ts';
import type { Redis } from '#platform/redis.ts';
import type { OutlookWatch } from './outlook-watch.ts';

type AlertsOptions = {
  readonly outlook: OutlookWatch;
  readonly store: NotificationStore;
  readonly queue: MailQueue;
  readonly redis: Redis;
  readonly prefix: string;
  /** Who is told; where nobody is named, only the metric and the log tell. */
  readonly email: string | undefined;
  readonly webhookUrl: string | undefined;
  readonly dashboardUrl: string;
  readonly registry: Registry;
  readonly log: Log;
  readonly clock: () => number;
};

const HOUR_MS = 3_600_000;
const WEBHOOK_TIMEOUT_MS = 10_000;

/** One look ahead, and the alert where it calls for one; all workers together alert once an hour. */
export function createAlerts(options: AlertsOptions): () => Promise<void> {
  const { outlook, redis, log, clock } = options;
  const key = `${options.prefix}:mail-alerted`;
  const alerts = new Counter({ name: 'mail_alerts', help: 'Alerts that mails are predicted to miss their deadlines.', registers: [options.registry] });
  return async () => {
    const { predictedMisses, firstMissAt } = await outlook.look();
    const now = clock();
    const last = await redis.get(key);
    const alert = decideAlert({ forecast: { predictedMisses, firstMissAt: firstMissAt?.getTime() ?? null }, lastAlertAt: last === null ? null : Number(last), now });
    if (alert === null || (await redis.set(key, String(now), 'PX', HOUR_MS, 'NX')) === null) return;
    alerts.inc();
    log.warn({ predictedMisses, firstMissAt }, 'mails are predicted to miss their deadlines');
    await Promise.all([alertByMail(options, alert, now), alertByWebhook(options, alert)]);
  };
}

async function alertByMail({ email, store, queue, dashboardUrl }: AlertsOptions, alert: Alert, now: number): Promise<void> {
  if (email === undefined) return;
  const at = new Date(now);
  const wish: NewNotification = {
    kind: 'CUSTOM',
    lane: 'urgent',
    recipientId: null,
    toEmail: email,
    subject: `EventPost: ${alert.predictedMisses} ${alert.predictedMisses === 1 ? 'mail is' : 'mails are'} predicted to miss their deadline`,
    content: `The first deadline that would be missed is ${new Date(alert.firstMissAt).toISOString()}. Raise the quota or look into the queue: ${dashboardUrl}`,
    variables: {},
    eventId: null,
    anchor: null,
    cause: `alert.${Math.floor(now / HOUR_MS)}`,
    scheduledAt: at,
    deadline: new Date(now + HOUR_MS),
    requestId: null,
  };
  await queue.schedule(await store.insert([wish], at), at);
}

async function alertByWebhook({ webhookUrl, log }: AlertsOptions, alert: Alert): Promise<void> {
  if (webhookUrl === undefined) return;
  try {
    const body = JSON.stringify({ type: 'mail.predicted-misses', predictedMisses: alert.predictedMisses, firstMissAt: new Date(alert.firstMissAt).toISOString() });
    const response = await fetch(webhookUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body, signal: AbortSignal.timeout(WEBHOOK_TIMEOUT_MS) });
    if (!response.ok) log.warn({ status: response.status }, 'alert webhook refused');
  } catch (error) {
    log.warn({ err: error }, 'alert webhook failed');
  }
}
