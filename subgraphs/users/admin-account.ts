/** Hides that there is an admin from the first start on, where the environment names one. */
import type { Env } from '#platform/env.ts';
import type { Dependencies } from './dependencies.ts';
import { normalizeEmail } from './email-address.ts';
import { claimOf, verifyEmail } from './emails.ts';
import { normalizePassword } from './password.ts';
import { newUser } from './sign-up.ts';
import { EmailTakenError } from './user-store.ts';
import type { User } from './user.ts';

/**
 * Ensures the account of ADMIN_EMAIL: made with ADMIN_PASSWORD and verified, or if it is there and verified only given the role.
 * Somebody's unverified claim of the address gives way. Several processes may do this at once.
 */
export async function ensureAdmin(deps: Dependencies, { ADMIN_EMAIL: email, ADMIN_PASSWORD: password }: Pick<Env, 'ADMIN_EMAIL' | 'ADMIN_PASSWORD'>): Promise<void> {
  if (email === undefined || password === undefined) return;
  const address = normalizeEmail(email);
  const now = deps.now();
  const holder = await deps.users.findByEmail(address);
  if (holder !== null && claimOf(holder, address)?.verified === true) {
    await deps.accounts.change(holder._id, (user) => (user.role === 'ADMIN' ? user : { ...user, role: 'ADMIN' }), now);
    return;
  }
  if (holder !== null) await deps.accounts.erase(holder._id, now);
  const passwordHash = await deps.hasher.hash(normalizePassword(password));
  const begun = newUser({ address, passwordHash, displayName: 'EventPost', language: 'EN', timeZone: 'UTC', now });
  const admin: User = { ...verifyEmail(begun, address), role: 'ADMIN' };
  try {
    await deps.accounts.create(admin, now);
  } catch (error) {
    if (!(error instanceof EmailTakenError)) throw error;
  }
}
