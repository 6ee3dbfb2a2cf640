/** Hides how an account comes about in tests of pure rules. */
import { newUser } from '#subgraphs/users/sign-up.ts';
import type { EmailClaim, User } from '#subgraphs/users/user.ts';

export const NOW = new Date('2026-05-01T12:00:00Z');

/** An account with a verified first address, and whatever is given. */
export function account(given: Partial<User> = {}): User {
  const user = newUser({ address: 'ana@example.org', passwordHash: 'hash', displayName: 'Ana', language: 'EN', timeZone: 'UTC', now: NOW });
  return { ...user, emails: user.emails.map((claim) => ({ ...claim, verified: true })), ...given };
}

/** A claim of an address. */
export function claim(address: string, given: Partial<EmailClaim> = {}): EmailClaim {
  return { address, verified: false, primary: false, claimedAt: NOW, replacesPrimary: false, suppressedReason: null, ...given };
}
