/** Hides how passwords are hashed: argon2id on threads of its own, few at a time, so that other work never waits behind it. */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { PasswordTask } from './password-thread.ts';

/** One core is left for the thread that answers queries. */
const THREADS = Math.max(1, Math.min(4, availableParallelism() - 1));

export type PasswordHasher = {
  /** The PHC string of a password. `before` runs when its turn comes, and may refuse by throwing. */
  readonly hash: (password: string, before?: () => Promise<void>) => Promise<string>;
  /** Whether the password is the stored one; takes the same time for `null` (nobody) and answers false. `before` as above. */
  readonly verify: (stored: string | null, password: string, before?: () => Promise<void>) => Promise<boolean>;
  [Symbol.asyncDispose](): Promise<void>;
};

const nothing = () => Promise.resolve();

/** A hasher; hashes once at once, to have something to compare with when there is nobody. */
export async function createPasswordHasher(): Promise<PasswordHasher> {
  const threads = Array.from({ length: THREADS }, startThread);
  const inTurn = createTurns([...threads]);
  const nobody = String(await inTurn((thread) => ask(thread, { password: 'the password of nobody', stored: null })));
  return {
    hash: (password, before = nothing) =>
      inTurn(async (thread) => {
        await before();
        return String(await ask(thread, { password, stored: null }));
      }),
    verify: (stored, password, before = nothing) =>
      inTurn(async (thread) => {
        await before();
        const isRight = await ask(thread, { password, stored: stored ?? nobody });
        return isRight === true && stored !== null;
      }),
    [Symbol.asyncDispose]: async () => {
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}

/** A thread that dies takes the process with it: passwords that nobody compares would wait for ever. */
function startThread(): Worker {
  const thread = new Worker(new URL('password-thread.ts', import.meta.url));
  thread.on('error', (error) => {
    throw error;
  });
  return thread;
}

/** The thread's answer; rejects with what it throws. */
async function ask(thread: Worker, task: PasswordTask): Promise<unknown> {
  const answer = once(thread, 'message');
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  thread.postMessage(task);
  const [result]: unknown[] = await answer;
  return result;
}

/** Gives each work a resource of its own while it lasts, first come, first served. */
function createTurns<Resource>(free: Resource[]): <T>(work: (resource: Resource) => Promise<T>) => Promise<T> {
  const waiting: ((resource: Resource) => void)[] = [];
  return async (work) => {
    const resource = free.shift() ?? (await new Promise<Resource>((resolve) => waiting.push(resolve)));
    try {
      return await work(resource);
    } finally {
      const next = waiting.shift();
      if (next === undefined) free.push(resource);
      else next(resource);
    }
  };
}
