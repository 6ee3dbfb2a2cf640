/** Hides how a password is changed, or set anew with a mailed token. */
import { badInput, notFound } from '#platform/errors.ts';
import type { Dependencies } from './dependencies.ts';
import { normalizeEmail } from './email-address.ts';
import { verifyEmail } from './emails.ts';
import { answerEvenly } from './even-answer.ts';
import { deadToken, hashSecret, tokenOf, withoutToken } from './mailed-token.ts';
import { isRightPassword } from './password-check.ts';
import { parseNewPassword } from './password.ts';
import { accountOpenedBy, endSessionsOf } from './sessions.ts';
import type { User } from './user.ts';

type PasswordChange = {
  readonly userId: string;
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly clientAddress: string | null;
  /** The session that goes on. */
  readonly sessionId: string | null;
};

/** Sets a new password and ends every other session. @throws DomainError BAD_USER_INPUT naming the field, RATE_LIMITED */
export async function changePassword(deps: Dependencies, change: PasswordChange): Promise<User> {
  const password = parseNewPassword(change.newPassword, 'newPassword');
  await confirmPassword(deps, { ...change, password: change.currentPassword, field: 'currentPassword' });
  const passwordHash = await deps.hasher.hash(password);
  const now = deps.now();
  const user = await deps.accounts.change(change.userId, (current) => ({ ...current, passwordHash, tokens: withoutResets(current) }), now);
  await endSessionsOf(deps, user._id, change.sessionId);
  return user;
}

type PasswordConfirmation = { readonly userId: string; readonly password: string; readonly clientAddress: string | null; readonly field: string };

/** Asks a person who is signed in for the password again. @throws DomainError BAD_USER_INPUT naming the field, NOT_FOUND, RATE_LIMITED */
export async function confirmPassword(deps: Dependencies, { userId, password, clientAddress, field }: PasswordConfirmation): Promise<void> {
  const user = await deps.users.find(userId);
  if (user === null) throw notFound('person');
  const isRight = await isRightPassword(deps, { password, stored: user.passwordHash, subject: `user:${userId}`, clientAddress });
  if (!isRight) throw badInput(field, 'This is not your password.');
}

/** Mails a token to set a new password, if the address opens an account; the answer and its time do not tell. @throws DomainError RATE_LIMITED */
export async function requestPasswordReset(deps: Dependencies, email: string, clientAddress: string | null): Promise<void> {
  const address = normalizeEmail(email);
  await deps.limits.mailRequestsOfClient.spend(clientAddress);
  await deps.limits.mailRequests.spend(`address:${address}`);
  await answerEvenly(async () => {
    const user = await accountOpenedBy(deps, address);
    if (user === null) return;
    const now = deps.now();
    await deps.accounts.change(user._id, (current) => deps.requestMails(current, [{ kind: 'PASSWORD_RESET', toEmail: address }], now), now);
  });
}

/**
 * Sets a new password and ends every session. The token came by mail, so that it also confirms its address.
 * @throws DomainError BAD_USER_INPUT naming the field
 */
export async function resetPassword(deps: Dependencies, secret: string, newPassword: string): Promise<void> {
  const password = parseNewPassword(newPassword, 'newPassword');
  const hash = hashSecret(secret);
  const holder = await deps.users.findByTokenHash(hash);
  if (holder === null) throw deadToken();
  tokenOf(holder, { hash, purpose: 'reset', now: deps.now() });
  const passwordHash = await deps.hasher.hash(password);
  const now = deps.now();
  const reset = (user: User): User => {
    const token = tokenOf(user, { hash, purpose: 'reset', now });
    const verified = withoutToken(verifyEmail(user, token.address), token);
    return { ...verified, passwordHash, tokensValidFrom: now, tokens: withoutResets(verified) };
  };
  const user = await deps.accounts.change(holder._id, reset, now);
  await endSessionsOf(deps, user._id, null);
  await Promise.all([`user:${user._id}`, ...user.emails.map(({ address }) => `address:${address}`)].map((subject) => deps.limits.wrongPasswords.clear(subject)));
}

function withoutResets(user: User): User['tokens'] {
  return user.tokens.filter(({ purpose }) => purpose !== 'reset');
}
