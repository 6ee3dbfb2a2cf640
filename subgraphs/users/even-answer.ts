/** Hides how long an answer took to find: whether an address exists must not show in the time of what is said about it. */
import { setTimeout as wait } from 'node:timers/promises';

/** Well above what the work takes on a busy machine. */
const ANSWER_AFTER_MS = 150;

/** Does the work and returns no earlier than always. */
export async function answerEvenly(work: () => Promise<void>): Promise<void> {
  await Promise.all([work(), wait(ANSWER_AFTER_MS)]);
}
