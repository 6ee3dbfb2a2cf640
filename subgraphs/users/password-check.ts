/** Hides how a password is asked for: in the same time for everybody, and not too often. */
import type { Dependencies } from './dependencies.ts';
import { normalizePassword } from './password.ts';

type PasswordCheck = {
  readonly password: string;
  /** The stored hash, or null when there is nobody to compare with. */
  readonly stored: string | null;
  /** Whose guesses are counted: an address, or an account. */
  readonly subject: string;
  readonly clientAddress: string | null;
};

/**
 * Whether the password is right. The limits are looked at when the turn to hash comes, so that many tries at once get no further than a few.
 * @throws DomainError RATE_LIMITED after too many wrong ones
 */
export async function isRightPassword({ hasher, limits }: Dependencies, check: PasswordCheck): Promise<boolean> {
  const beforeHashing = async () => {
    await limits.wrongPasswords.check(check.subject);
    await limits.wrongPasswordsOfClient.check(check.clientAddress);
  };
  const isRight = await hasher.verify(check.stored, normalizePassword(check.password), beforeHashing);
  if (isRight) {
    await limits.wrongPasswords.clear(check.subject);
  } else {
    await limits.wrongPasswordsOfClient.spend(check.clientAddress);
    await limits.wrongPasswords.spend(check.subject);
  }
  return isRight;
}
