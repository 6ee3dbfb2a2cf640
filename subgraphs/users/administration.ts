/** Hides what admins may do to accounts, and that it is written down before it is done. */
import { badInput, notFound } from '#platform/errors.ts';
import type { AuditRecord } from './audit-store.ts';
import type { Dependencies } from './dependencies.ts';
import { endSessionsOf } from './sessions.ts';
import { parseText } from './text-field.ts';
import type { Role, User } from './user.ts';

/** The admin, and whose account it is. */
export type Act = { readonly actorId: string; readonly targetId: string };

/** Gives a person a role. @throws DomainError NOT_FOUND, BAD_USER_INPUT for the admin's own */
export async function setRole(deps: Dependencies, act: Act, role: Role): Promise<User> {
  await record(deps, act, { action: 'setRole', detail: role });
  return deps.accounts.change(act.targetId, (user) => (user.role === role ? user : { ...user, role }), deps.now());
}

/** Locks an account: from the answer on no token of it works. @throws DomainError NOT_FOUND, BAD_USER_INPUT for the admin's own */
export async function disableAccount(deps: Dependencies, act: Act, reason: string): Promise<User> {
  await record(deps, act, { action: 'disableAccount', detail: parseText(reason, { field: 'reason', min: 1, max: 500 }) });
  const now = deps.now();
  const user = await deps.accounts.change(act.targetId, (current) => (current.disabledAt === null ? { ...current, disabledAt: now, tokensValidFrom: now } : current), now);
  await endSessionsOf(deps, user._id, null);
  return user;
}

/** Unlocks an account; its person signs in anew. @throws DomainError NOT_FOUND, BAD_USER_INPUT for the admin's own */
export async function enableAccount(deps: Dependencies, act: Act): Promise<User> {
  await record(deps, act, { action: 'enableAccount', detail: null });
  return deps.accounts.change(act.targetId, (user) => (user.disabledAt === null ? user : { ...user, disabledAt: null }), deps.now());
}

/** An admin's own account is spared, so that there is always one left. */
async function record(deps: Dependencies, { actorId, targetId }: Act, what: Pick<AuditRecord, 'action' | 'detail'>): Promise<void> {
  if (actorId === targetId) throw badInput('userId', 'Another admin must do this to your account.');
  if ((await deps.users.find(targetId)) === null) throw notFound('person');
  await deps.audit.record({ ...what, actorId, targetId, at: deps.now() });
}
