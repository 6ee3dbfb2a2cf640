/** Hides the numbers by which BullMQ orders mail jobs: the lower, the sooner. */
import type { Lane } from './notification.ts';

const STEP_MS = 600_000;
const EPOCH = Date.UTC(2020, 0, 1);
const URGENT = 1;
/** BullMQ refuses priorities of 2^21 and above; steps of ten minutes reach it in November 2059. */
const LOWEST = 2 ** 21 - 1;
const DAY_MS = 86_400_000;

/** A job's priority: its deadline (epoch ms) in ten-minute steps since 2020-01-01, between 2 and 2^21 − 1; 1 for urgent mail. Never 0, which BullMQ lets overtake all. */
export function priorityOf(mail: { readonly lane: Lane; readonly deadline: number }): number {
  if (mail.lane === 'urgent') return URGENT;
  return Math.min(LOWEST, Math.max(URGENT + 1, Math.floor((mail.deadline - EPOCH) / STEP_MS)));
}

/** The older rule, for comparison only: 200 less the days from `now` to the event (epoch ms), between 0 and 200; the higher, the sooner. */
export function olderPriorityOf(eventStartsAt: number, now: number): number {
  return Math.min(200, Math.max(0, 200 - Math.floor((eventStartsAt - now) / DAY_MS)));
}
