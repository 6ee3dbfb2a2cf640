/** Hides which mail is next and what becomes of it: what the worker does between BullMQ and the ledger, as one pure step. */
import { decideLookAhead } from './look-ahead.ts';
import type { Upcoming } from './look-ahead.ts';
import type { PendingMail } from './notification.ts';
import { priorityOf } from './priority.ts';
import type { Quota } from './quota.ts';
import { decideReservation } from './reservation.ts';
import type { WindowCounts } from './reservation.ts';

export type TurnInput = {
  readonly mail: Pick<PendingMail, 'lane' | 'deadline'>;
  readonly quota: Quota;
  readonly counts: WindowCounts;
  /** Mails the provider would still take today, where it can tell. */
  readonly credits: number | null;
  /** Read only once there is a token. */
  readonly upcoming: Upcoming;
  readonly now: number;
};

/** `send` counts one in each window of `keys`; `wait` keeps the mail's place, and no mail behind it can go before `until` either. */
export type Turn =
  | { readonly action: 'send'; readonly keys: readonly string[] }
  | { readonly action: 'expire' }
  | { readonly action: 'wait'; readonly until: number; readonly because: 'quota' | 'look-ahead' };

/** What happens to the first of the due mails: an expired one costs no token, urgent mail never looks ahead. */
export function decideTurn(input: TurnInput): Turn {
  const { mail, quota, counts, credits, now } = input;
  if (now > mail.deadline) return { action: 'expire' };
  const reservation = decideReservation({ quota, counts, credits, now, lane: mail.lane });
  if (!reservation.granted) return { action: 'wait', until: reservation.retryAt, because: 'quota' };
  if (mail.lane === 'ordinary') {
    const lookAhead = decideLookAhead({ quota, counts, upcoming: input.upcoming, deadline: mail.deadline, now });
    if (lookAhead.held) return { action: 'wait', until: lookAhead.until, because: 'look-ahead' };
  }
  return { action: 'send', keys: reservation.keys };
}

/** Orders due mails as BullMQ does: by priority, then by when they came to wait. Negative: `one` goes first. */
export function compareTurns(one: Pick<PendingMail, 'lane' | 'deadline' | 'dueAt'>, other: Pick<PendingMail, 'lane' | 'deadline' | 'dueAt'>): number {
  return priorityOf(one) - priorityOf(other) || one.dueAt - other.dueAt;
}
