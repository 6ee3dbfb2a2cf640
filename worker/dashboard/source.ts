/** Hides where the dashboard's figures come from, and that its actions are those of the API. */
import type { Forecasts } from '#mail/forecasts.ts';
import type { Ledger } from '#mail/ledger.ts';
import type { Notification } from '#mail/notification.ts';
import { pauseMail, resumeMail, retryFailedNotifications, retryNotification, setMailQuota } from '#mail/operations.ts';
import type { OperationServices } from '#mail/operations.ts';
import type { AuditEntry } from '#mail/audit-store.ts';
import { formatQuota, parseQuota } from '#mail/quota.ts';
import { maskAddress } from './overview.ts';
import type { MailOperations, Overview } from './overview.ts';
import type { OverviewStore } from './overview-store.ts';

export type SourceOptions = OperationServices & {
  readonly overview: OverviewStore;
  readonly forecasts: Forecasts;
  readonly ledger: Ledger;
  /** The display names of admins by id; those unknown are left out. */
  readonly namesOf: (ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
};

const HOUR_MS = 3_600_000;
const HOURS = 24;
const ROWS = 15;
const PERIOD_NAMES: Readonly<Record<string, string>> = { PT1M: 'minute', PT1H: 'hour', P1D: 'day', P1W: 'week', P1M: 'month' };

/** What the dashboard works on. */
export function createMailOperations(options: SourceOptions): MailOperations {
  return {
    overview: () => overviewOf(options),
    pause: (operator, reason) => pauseMail(options, operator, reason),
    resume: (operator) => resumeMail(options, operator),
    setQuota: (operator, quota) => setMailQuota(options, operator, parseQuota(quota)),
    retry: async (operator, id) => void (await retryNotification(options, operator, id)),
    retryFailed: async (operator) => void (await retryFailedNotifications(options, operator)),
  };
}

async function overviewOf(options: SourceOptions): Promise<Overview> {
  const { controls, ledger, overview, forecasts } = options;
  const now = options.now();
  const settings = await controls.read();
  const [windows, counts, outlook, sentByHour, next, attention, sent, audit] = await Promise.all([
    ledger.windows(settings, now.getTime()),
    overview.counts(now),
    forecasts.outlook(),
    overview.sentByHour(lastHours(now)),
    overview.nextByDeadline(ROWS),
    overview.lately(['FAILED', 'UNCERTAIN'], ROWS),
    overview.lately(['SENT'], ROWS),
    auditOf(options),
  ]);
  return {
    paused: settings.pause !== null,
    pauseReason: settings.pause?.reason ?? null,
    counts: {
      scheduled: counts.SCHEDULED, waiting: counts.WAITING, sending: counts.SENDING, sent: counts.SENT,
      failed: counts.FAILED, expired: counts.EXPIRED, withdrawn: counts.WITHDRAWN, uncertain: counts.UNCERTAIN,
    },
    predictedMisses: outlook.predictedMisses,
    nextSendAt: settings.pause === null ? outlook.nextSendAt : null,
    quota: formatQuota(settings.quota.windows),
    windows: windows.map(({ max, per, used, resetsAt }) => ({ name: PERIOD_NAMES[per] ?? per, max, used, resetsAt: new Date(resetsAt) })),
    sentByHour,
    next: await Promise.all(next.map(async (mail) => ({ ...lineOf(mail), dueAt: mail.scheduledAt, deadline: mail.deadline, ...(await forecastOf(forecasts, mail)) }))),
    attention: attention.map((mail) => ({ ...lineOf(mail), state: mail.state === 'FAILED' ? 'FAILED' : 'UNCERTAIN', reason: mail.stateReason, at: mail.updatedAt })),
    sent: sent.map((mail) => ({ ...lineOf(mail), sentAt: mail.sentAt ?? mail.updatedAt, deadline: mail.deadline })),
    audit,
  };
}

/** The starts of the last hours, oldest first. */
function lastHours(now: Date): readonly Date[] {
  const current = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
  return Array.from({ length: HOURS }, (_, index) => new Date(current - (HOURS - 1 - index) * HOUR_MS));
}

async function forecastOf(forecasts: Forecasts, mail: Notification) {
  const { estimatedSendAt, risk } = await forecasts.of(mail);
  return { estimatedSendAt: estimatedSendAt === null ? null : new Date(estimatedSendAt), risk };
}

/** What somebody wrote to somebody stays theirs: operators see the kind, and of mails about events the event. */
function lineOf({ _id, kind, subject, toEmail, eventId }: Notification) {
  const name = kind.toLowerCase().replaceAll('_', ' ');
  return { id: _id, title: eventId === null || kind === 'CUSTOM' ? name : `${name}: ${subject}`, to: maskAddress(toEmail) };
}

async function auditOf({ audit, namesOf }: SourceOptions): Promise<Overview['audit']> {
  const entries = await audit.recent(ROWS);
  const names = await namesOf([...new Set(entries.map(({ actorId }) => actorId))]);
  return entries.map((entry) => ({ at: entry.at, who: names.get(entry.actorId) ?? 'somebody', what: describe(entry) }));
}

function describe({ action, detail }: AuditEntry): string {
  switch (action) {
    case 'PAUSE':
      return `paused mail: ${detail ?? ''}`;
    case 'RESUME':
      return 'resumed mail';
    case 'SET_QUOTA':
      return `set the quota to ${detail ?? ''}`;
    case 'RETRY':
      return 'retried a mail';
    case 'RETRY_FAILED':
      return `retried ${detail ?? '0'} failed mails`;
    default:
      return action satisfies never;
  }
}
