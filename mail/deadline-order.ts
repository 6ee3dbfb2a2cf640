/** Hides how very many mails are put into order of deadline within milliseconds: a radix sort over columns of numbers. */
import type { PendingMail } from './notification.ts';

/** Mails as columns; `order` lists indexes, urgent mails first, then by deadline in steps of ten seconds, then as given. */
export type DeadlineOrder = {
  readonly order: Uint32Array;
  readonly dueAt: Float64Array;
  readonly deadline: Float64Array;
  readonly isUrgent: Uint8Array;
  readonly latestDeadline: number;
};

const STEP_MS = 10_000;
const DIGIT_BITS = 11;
const RADIX = 2 ** DIGIT_BITS;
/** Two digits of eleven bits reach 485 days ahead; what lies beyond is last in any order. */
const LAST_STEP = RADIX * RADIX - 1;

/** Columns of `pending`, which is read once from front to back. */
export function orderByDeadline(pending: readonly PendingMail[], now: number): DeadlineOrder {
  const size = pending.length;
  const steps = new Uint32Array(size);
  const dueAt = new Float64Array(size);
  const deadline = new Float64Array(size);
  const isUrgent = new Uint8Array(size);
  const given = new Uint32Array(size);
  let latestDeadline = now;
  for (let index = 0; index < size; index += 1) {
    const mail = pending[index];
    if (mail === undefined) continue;
    given[index] = index;
    dueAt[index] = mail.dueAt;
    deadline[index] = mail.deadline;
    if (mail.deadline > latestDeadline) latestDeadline = mail.deadline;
    if (mail.lane === 'urgent') isUrgent[index] = 1;
    else steps[index] = Math.min(LAST_STEP, Math.max(1, Math.floor((mail.deadline - now) / STEP_MS) + 1));
  }
  return { order: sortByDigit(steps, sortByDigit(steps, given, 0), DIGIT_BITS), dueAt, deadline, isUrgent, latestDeadline };
}

/** Stable: indexes with equal digits keep their order. */
function sortByDigit(steps: Uint32Array, order: Uint32Array, shift: number): Uint32Array {
  const places = new Uint32Array(RADIX + 1);
  for (const step of steps) {
    const digit = ((step >>> shift) & (RADIX - 1)) + 1;
    places[digit] = (places[digit] ?? 0) + 1;
  }
  for (let digit = 1; digit <= RADIX; digit += 1) places[digit] = (places[digit] ?? 0) + (places[digit - 1] ?? 0);
  const sorted = new Uint32Array(order.length);
  for (const index of order) {
    const digit = ((steps[index] ?? 0) >>> shift) & (RADIX - 1);
    const place = places[digit] ?? 0;
    sorted[place] = index;
    places[digit] = place + 1;
  }
  return sorted;
}
