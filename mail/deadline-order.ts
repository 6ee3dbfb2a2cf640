/** Hides how very many mails are put into order of deadline within milliseconds: a radix sort over columns of numbers. */
import type { PendingMail } from './notification.ts';

/** Mails as columns, urgent ones first, then by deadline in steps of ten seconds, then as given. */
export type DeadlineOrder = Columns & { readonly latestDeadline: number };

type Columns = {
  /** Where each was given. */
  readonly index: Uint32Array;
  /** Of the deadline; 0 for urgent mail. */
  readonly step: Uint32Array;
  readonly dueAt: Float64Array;
  readonly deadline: Float64Array;
};

const STEP_MS = 10_000;
const DIGIT_BITS = 11;
const RADIX = 2 ** DIGIT_BITS;
/** Two digits of eleven bits reach 485 days ahead; what lies beyond is last in any order. */
const LAST_STEP = RADIX * RADIX - 1;

/** Columns of `pending`, which is read once from front to back. */
export function orderByDeadline(pending: readonly PendingMail[], now: number): DeadlineOrder {
  const given = columns(pending.length);
  let latestDeadline = now;
  for (let index = 0; index < pending.length; index += 1) {
    const mail = pending[index];
    if (mail === undefined) continue;
    given.index[index] = index;
    given.dueAt[index] = mail.dueAt;
    given.deadline[index] = mail.deadline;
    if (mail.deadline > latestDeadline) latestDeadline = mail.deadline;
    if (mail.lane !== 'urgent') given.step[index] = Math.min(LAST_STEP, Math.max(1, Math.floor((mail.deadline - now) / STEP_MS) + 1));
  }
  return { ...sortByDigit(sortByDigit(given, 0), DIGIT_BITS), latestDeadline };
}

/** Stable. All columns move along: whoever reads them in order would wait for memory at each if they did not. */
function sortByDigit({ index, step, dueAt, deadline }: Columns, shift: number): Columns {
  const places = new Uint32Array(RADIX + 1);
  for (const value of step) {
    const digit = ((value >>> shift) & (RADIX - 1)) + 1;
    places[digit] = (places[digit] ?? 0) + 1;
  }
  for (let digit = 1; digit <= RADIX; digit += 1) places[digit] = (places[digit] ?? 0) + (places[digit - 1] ?? 0);
  const sorted = columns(index.length);
  for (let from = 0; from < index.length; from += 1) {
    const digit = ((step[from] ?? 0) >>> shift) & (RADIX - 1);
    const to = places[digit] ?? 0;
    places[digit] = to + 1;
    sorted.index[to] = index[from] ?? 0;
    sorted.step[to] = step[from] ?? 0;
    sorted.dueAt[to] = dueAt[from] ?? 0;
    sorted.deadline[to] = deadline[from] ?? 0;
  }
  return sorted;
}

function columns(size: number): Columns {
  return { index: new Uint32Array(size), step: new Uint32Array(size), dueAt: new Float64Array(size), deadline: new Float64Array(size) };
}
