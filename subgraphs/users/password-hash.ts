/** Hides how passwords are hashed: argon2id on libuv's threads, few at a time, so that other work never waits behind it. */
import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';

/** OWASP's recommendation for argon2id; the algorithm is the library's default. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
/** libuv has four threads and signing needs some of them; the main thread needs a core. */
const SLOTS = Math.max(1, Math.min(2, availableParallelism() - 1));

export type PasswordHasher = {
  /** The PHC string of a password. `before` runs when its turn comes, and may refuse by throwing. */
  readonly hash: (password: string, before?: () => Promise<void>) => Promise<string>;
  /** Whether the password is the stored one; takes the same time for `null` (nobody) and answers false. `before` as above. */
  readonly verify: (stored: string | null, password: string, before?: () => Promise<void>) => Promise<boolean>;
};

const nothing = () => Promise.resolve();

/** A hasher; hashes once at once, to have something to compare with when there is nobody. */
export async function createPasswordHasher(): Promise<PasswordHasher> {
  const inTurn = createTurns(SLOTS);
  const nobody = await hash('the password of nobody', COST);
  return {
    hash: (password, before = nothing) =>
      inTurn(async () => {
        await before();
        return hash(password, COST);
      }),
    verify: (stored, password, before = nothing) =>
      inTurn(async () => {
        await before();
        const isRight = await verify(stored ?? nobody, password);
        return isRight && stored !== null;
      }),
  };
}

/** Runs at most `slots` works at a time, first come, first served. */
function createTurns(slots: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = slots;
  const waiting: (() => void)[] = [];
  const release = () => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      release();
    }
  };
}
