/** Hides the replay of quota and pending mail that tells when each will be sent, and whether that helps. */
import { orderByDeadline } from './deadline-order.ts';
import { DAY_MS } from './quota.ts';
import type { Quota } from './quota.ts';
import { isAccountMail } from './notification.ts';
import type { PendingMail } from './notification.ts';
import { afterQuiet } from './quiet-hours.ts';
import type { QuietHoursOf } from './quiet-hours.ts';
import type { WindowCounts } from './reservation.ts';
import { planTokens } from './token-plan.ts';
import type { Defer } from './token-plan.ts';
import { layOutSlots } from './token-slots.ts';

/** ON_TIME holds even if half of all tokens go to mail nobody knows of yet; AT_RISK is on time if none does. */
export type ForecastRisk = 'ON_TIME' | 'AT_RISK' | 'WILL_MISS';

/** `estimatedSendAt` in epoch ms; null for a mail that will never be sent. */
export type MailForecast = { readonly estimatedSendAt: number | null; readonly risk: ForecastRisk };

export type Forecast = {
  /** Of the mail at this index of `pending`. */
  readonly at: (index: number) => MailForecast;
  /** Of one more mail, which may take the place of mails with later deadlines; microseconds, so that a mutation can answer it. */
  readonly ask: (mail: Omit<PendingMail, 'id'>) => MailForecast;
  readonly predictedMisses: number;
  /** The earliest deadline among the predicted misses. */
  readonly firstMissAt: number | null;
  readonly nextSendAt: number | null;
};

export type ForecastInput = {
  readonly quota: Quota;
  readonly counts: WindowCounts;
  /** Folded by `foldShares`, where one person may have very many. */
  readonly pending: readonly PendingMail[];
  /** Mail is put off to the end of these, as the sender does; nobody has any unless given. */
  readonly quietHours?: QuietHoursOf;
  readonly now: number;
};

/** The share of tokens that a promise leaves to mail not known yet. */
const KEPT_BACK = 0.5;
const NOBODY: QuietHoursOf = new Map();
const HORIZON_MS = 400 * DAY_MS;

/** Replays all pending mail; tokens more than 400 days ahead count as free. */
export function forecastMail(input: ForecastInput): Forecast {
  const { quota, counts, pending, now, quietHours = NOBODY } = input;
  const mails = orderByDeadline(pending, now);
  const until = Math.min(mails.latestDeadline, now + HORIZON_MS) + DAY_MS;
  const slots = layOutSlots({ quota, counts, now, until });
  const likely = planTokens(slots);
  const crowded = planTokens(slots, 1 - KEPT_BACK);
  const estimates = new Float64Array(pending.length);
  const isSafe = new Uint8Array(pending.length);
  let predictedMisses = 0;
  let firstMissAt = Number.POSITIVE_INFINITY;
  let nextSendAt = Number.POSITIVE_INFINITY;
  for (let rank = 0; rank < pending.length; rank += 1) {
    const index = mails.index[rank] ?? 0;
    const dueAt = mails.dueAt[rank] ?? now;
    const deadline = mails.deadline[rank] ?? now;
    if (mails.step[rank] === 0) {
      likely.takeUrgent(dueAt);
      crowded.takeUrgent(dueAt);
      estimates[index] = Math.max(dueAt, now);
      isSafe[index] = 1;
      continue;
    }
    const defer = quietHours.size === 0 ? undefined : deferralOf(pending[index], quietHours);
    const estimate = likely.take(dueAt, deadline, defer);
    isSafe[index] = crowded.take(dueAt, deadline, defer) === null ? 0 : 1;
    estimates[index] = estimate ?? Number.NaN;
    if (estimate === null) {
      predictedMisses += 1;
      firstMissAt = Math.min(firstMissAt, deadline);
    } else nextSendAt = Math.min(nextSendAt, estimate);
  }
  return {
    at: (index) => told(estimates[index] ?? Number.NaN, isSafe[index] === 1),
    ask: (mail) => {
      const { lane, dueAt, deadline } = mail;
      if (lane === 'urgent') return told(Math.max(dueAt, now), true);
      const defer = deferralOf(mail, quietHours);
      const estimate = likely.wouldTake(dueAt, deadline, defer);
      return told(estimate ?? Number.NaN, crowded.wouldTake(dueAt, deadline, defer) !== null);
    },
    predictedMisses,
    firstMissAt: Number.isFinite(firstMissAt) ? firstMissAt : null,
    nextSendAt: Number.isFinite(nextSendAt) ? nextSendAt : null,
  };
}

function deferralOf(mail: Omit<PendingMail, 'id'> | undefined, quietHours: QuietHoursOf): Defer | undefined {
  const quiet = mail === undefined || isAccountMail(mail.kind) ? undefined : quietHours.get(mail.recipient);
  return mail === undefined || quiet === undefined ? undefined : (at) => afterQuiet(quiet, at, mail.deadline);
}

function told(estimate: number, isSafe: boolean): MailForecast {
  if (Number.isNaN(estimate)) return { estimatedSendAt: null, risk: 'WILL_MISS' };
  return { estimatedSendAt: estimate, risk: isSafe ? 'ON_TIME' : 'AT_RISK' };
}
