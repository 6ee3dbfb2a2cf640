/** Hides how sessions begin, go on and end: signing in, refreshing, signing out here and everywhere. */
import { forbidden, unauthenticated } from '#platform/errors.ts';
import type { AccessToken } from './access-tokens.ts';
import { REVOCATION_SECONDS } from './accounts.ts';
import type { Dependencies } from './dependencies.ts';
import { normalizeEmail } from './email-address.ts';
import { claimOf, opensAccount } from './emails.ts';
import { viewerRecordOf } from './facts.ts';
import { isRightPassword } from './password-check.ts';
import { newRefreshToken, parseRefreshToken, startSession } from './session.ts';
import type { User } from './user.ts';

/** A person who has just proved who they are, and their tokens. */
export type SignedIn = { readonly user: User; readonly accessToken: AccessToken; readonly refreshToken: string };

/** The account that the address opens, or null. */
export async function accountOpenedBy({ users }: Dependencies, address: string): Promise<User | null> {
  const user = await users.findByEmail(address);
  const claim = user === null ? undefined : claimOf(user, address);
  return claim !== undefined && opensAccount(claim) ? user : null;
}

type Credentials = { readonly email: string; readonly password: string; readonly clientAddress: string | null };

/**
 * Starts a session.
 * @throws DomainError UNAUTHENTICATED for a wrong address or password alike, FORBIDDEN for a disabled account, RATE_LIMITED
 */
export async function signIn(deps: Dependencies, { email, password, clientAddress }: Credentials): Promise<SignedIn> {
  const address = normalizeEmail(email);
  const user = await accountOpenedBy(deps, address);
  const isRight = await isRightPassword(deps, { password, stored: user?.passwordHash ?? null, subject: `address:${address}`, clientAddress });
  if (!isRight || user === null) throw unauthenticated('The address or the password is wrong.');
  if (user.disabledAt !== null) throw forbidden('This account is disabled.');
  return openSession(deps, user);
}

/**
 * A session of a person whose password was right a moment ago.
 * @throws DomainError UNAUTHENTICATED if it no longer is: whoever changes it ends the sessions they see, and this one might not be among them
 */
export async function openSession(deps: Dependencies, user: User): Promise<SignedIn> {
  const now = deps.now();
  const { session, token } = startSession(user._id, now);
  await deps.sessions.insert(session);
  const latest = await deps.users.find(user._id);
  if (latest === null || latest.passwordHash !== user.passwordHash || latest.disabledAt !== null) {
    await deps.sessions.remove([session._id]);
    throw unauthenticated('The account has changed meanwhile. Sign in again.');
  }
  await deps.records.put(viewerRecordOf(latest));
  return { user: latest, accessToken: await deps.issueAccessToken({ userId: user._id, sessionId: session._id }, now), refreshToken: token };
}

/**
 * New tokens for the session's latest refresh token. Whatever can fail comes before the exchange: after it the old token is worth nothing.
 * The router's record is written again, so that refreshing brings back what Redis lost.
 * @throws DomainError UNAUTHENTICATED for any other token; one that was used before ends its session
 */
export async function refreshSession(deps: Dependencies, refreshToken: string): Promise<SignedIn> {
  const token = parseRefreshToken(refreshToken);
  const session = token === null ? null : await deps.sessions.find(token.sessionId);
  if (token === null || session === null) throw deadSession();
  const user = await deps.users.find(session.userId);
  if (user === null || user.disabledAt !== null) {
    await endSessions(deps, [session._id]);
    throw deadSession();
  }
  await deps.records.put(viewerRecordOf(user));
  const now = deps.now();
  const accessToken = await deps.issueAccessToken({ userId: user._id, sessionId: session._id }, now);
  const next = newRefreshToken(session._id);
  if (!(await deps.sessions.rotate(token, next.hash, now))) {
    await endSessions(deps, [session._id]);
    throw deadSession();
  }
  return { user, accessToken, refreshToken: next.token };
}

/**
 * Ends the token's session, or all of the person's; returns how many.
 * @throws DomainError UNAUTHENTICATED for a token that is not its session's latest; that session is over, too
 */
export async function signOut(deps: Dependencies, refreshToken: string, everywhere: boolean): Promise<number> {
  const token = parseRefreshToken(refreshToken);
  const session = token === null ? null : await deps.sessions.find(token.sessionId);
  if (token === null || session === null) throw deadSession();
  if (session.tokenHash !== token.hash) {
    await endSessions(deps, [session._id]);
    throw deadSession();
  }
  if (!everywhere) return endSessions(deps, [session._id]);
  const now = deps.now();
  await deps.accounts.change(session.userId, (user) => ({ ...user, tokensValidFrom: now }), now);
  return endSessionsOf(deps, session.userId, null);
}

/** Ends every session of a person but one; returns how many. */
export async function endSessionsOf(deps: Dependencies, userId: string, exceptId: string | null): Promise<number> {
  const sessions = await deps.sessions.ofUser(userId);
  return endSessions(deps, sessions.map(({ _id }) => _id).filter((id) => id !== exceptId));
}

/** The access tokens first: a crash in between leaves a session that its holder can end again. */
async function endSessions({ records, sessions }: Dependencies, ids: readonly string[]): Promise<number> {
  await Promise.all(ids.map((id) => records.revokeSession(id, REVOCATION_SECONDS)));
  return sessions.remove(ids);
}

function deadSession() {
  return unauthenticated('This session is over. Sign in again.');
}
