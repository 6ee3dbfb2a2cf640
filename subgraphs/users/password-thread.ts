/** Hides the work of argon2id: a thread that the operating system lets run only after everything else, one password at a time. */
import { constants, getPriority, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { hashSync, verifySync } from '@node-rs/argon2';

/** OWASP's recommendation for argon2id; the algorithm is the library's default. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** On Linux a priority is a thread's own: this one must not take time from the thread that answers queries. */
const NICER_BY = 5;

/** A password to hash, or to compare with a stored hash. */
export type PasswordTask = { readonly password: string; readonly stored: string | null };

setPriority(0, Math.min(constants.priority.PRIORITY_LOW, getPriority() + NICER_BY));
parentPort?.on('message', ({ password, stored }: PasswordTask) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(stored === null ? hashSync(password, COST) : verifySync(stored, password));
});
