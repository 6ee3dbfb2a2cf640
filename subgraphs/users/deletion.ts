/** Hides how an account ends: one write leaves a tombstone, everything else follows and is finished by the sweeper after a crash. */
import type { Dependencies } from './dependencies.ts';
import { confirmPassword } from './passwords.ts';

type Deletion = { readonly userId: string; readonly password: string; readonly clientAddress: string | null };

/** Deletes the account for good. @throws DomainError BAD_USER_INPUT for a wrong password, NOT_FOUND, RATE_LIMITED */
export async function deleteAccount(deps: Dependencies, deletion: Deletion): Promise<void> {
  await confirmPassword(deps, { ...deletion, field: 'password' });
  await deps.accounts.erase(deletion.userId, deps.now());
}
