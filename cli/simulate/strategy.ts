/** Hides how the policies compared differ: in who goes first, and in what becomes of the first. */
import { compareTurns, decideTurn } from '#mail/drain-order.ts';
import type { Turn, TurnInput } from '#mail/drain-order.ts';
import { NOTHING_UPCOMING } from '#mail/look-ahead.ts';
import { olderPriorityOf } from '#mail/priority.ts';
import { decideReservation } from '#mail/reservation.ts';
import type { TraceMail } from './trace.ts';

export type Strategy = {
  readonly name: string;
  /** Negative: `one` goes before `other`. */
  readonly compare: (one: TraceMail, other: TraceMail) => number;
  readonly decide: (input: TurnInput) => Turn;
  /** Whether several reminders of one person may become one mail. */
  readonly bundles: boolean;
};

const inOrderOfArrival = (one: TraceMail, other: TraceMail) => one.dueAt - other.dueAt || one.knownAt - other.knownAt;

/** The policy of the worker. */
export const EVENTPOST: Strategy = { name: 'EventPost', compare: compareTurns, decide: decideTurn, bundles: false };

export const EVENTPOST_WITH_DIGESTS: Strategy = { ...EVENTPOST, name: 'EventPost with digests', bundles: true };

/** Earliest deadline first that keeps no token for mails to come, to show what the look-ahead is worth. */
export const GREEDY: Strategy = { ...EVENTPOST, name: 'Earliest deadline, greedy', decide: ({ mail, quota, counts, credits, now }) => decideTurn({ mail, quota, counts, credits, now, upcoming: NOTHING_UPCOMING }) };

/** First in, first out; looks at nothing before sending. */
export const FIFO: Strategy = { name: 'First in, first out', compare: inOrderOfArrival, decide: sendWhenPossible, bundles: false };

/** 200 less the days to the event, 12 an hour and the rest at 23:05; looks at nothing before sending. */
export const OLDER_RULE: Strategy = {
  name: 'Older rule',
  compare: (one, other) => olderPriorityOf(other.eventStartsAt, other.dueAt) - olderPriorityOf(one.eventStartsAt, one.dueAt) || inOrderOfArrival(one, other),
  decide: sendWhenPossible,
  bundles: false,
};

/** The same strategy, had it learned to drop what has expired. */
export function droppingExpired(strategy: Strategy): Strategy {
  return { ...strategy, decide: (input) => (input.now > input.mail.deadline ? { action: 'expire' } : strategy.decide(input)) };
}

function sendWhenPossible({ mail, quota, counts, credits, now }: TurnInput): Turn {
  const reservation = decideReservation({ quota, counts, credits, now, lane: mail.lane });
  return reservation.granted ? { action: 'send', keys: reservation.keys } : { action: 'wait', until: reservation.retryAt, because: 'quota' };
}
