/** Hides how addresses join, change and leave an account, and how mailed tokens prove them. */
import type { MailRequest } from './account-mail.ts';
import type { Dependencies } from './dependencies.ts';
import { normalizeEmail } from './email-address.ts';
import { claimEmail, claimOf, makePrimary, primaryOf, removeEmail, verifyEmail } from './emails.ts';
import { answerEvenly } from './even-answer.ts';
import { deadToken, hashSecret, tokenOf, withoutToken } from './mailed-token.ts';
import type { User } from './user.ts';

/** Who asks, and with which address. */
export type AddressRequest = { readonly userId: string; readonly email: string };

/** Adds a secondary address and mails its token. @throws DomainError CONFLICT, BAD_USER_INPUT, RATE_LIMITED */
export function addEmail(deps: Dependencies, request: AddressRequest): Promise<User> {
  return claim(deps, request, { replacesPrimary: false, tellsPrimary: false });
}

/** Adds the next primary address, mails its token, and tells the present one. @throws DomainError CONFLICT, BAD_USER_INPUT, RATE_LIMITED */
export function requestEmailChange(deps: Dependencies, request: AddressRequest): Promise<User> {
  return claim(deps, request, { replacesPrimary: true, tellsPrimary: true });
}

async function claim(deps: Dependencies, request: AddressRequest, { replacesPrimary, tellsPrimary }: { readonly replacesPrimary: boolean; readonly tellsPrimary: boolean }): Promise<User> {
  const address = normalizeEmail(request.email);
  await deps.limits.mailRequests.spend(`user:${request.userId}`);
  const now = deps.now();
  const change = (user: User) => {
    const mails: MailRequest[] = [{ kind: 'EMAIL_VERIFICATION', toEmail: address }];
    if (tellsPrimary) mails.push({ kind: 'EMAIL_CHANGED', toEmail: primaryOf(user).address, newEmail: address });
    return deps.requestMails(claimEmail(user, { address, replacesPrimary, now }), mails, now);
  };
  return deps.accounts.change(request.userId, change, now);
}

/** Mails a new token to an address that waits for one or is spared mail, whoever asks; the answer and its time do not tell. @throws DomainError RATE_LIMITED */
export async function resendVerification(deps: Dependencies, email: string, clientAddress: string | null): Promise<void> {
  const address = normalizeEmail(email);
  await deps.limits.mailRequestsOfClient.spend(clientAddress);
  await deps.limits.mailRequests.spend(`address:${address}`);
  await answerEvenly(async () => {
    const holder = await deps.users.findByEmail(address);
    if (holder === null || !waitsForToken(holder, address)) return;
    const now = deps.now();
    await deps.accounts.change(holder._id, (user) => (waitsForToken(user, address) ? deps.requestMails(user, [{ kind: 'EMAIL_VERIFICATION', toEmail: address }], now) : user), now);
  });
}

function waitsForToken(user: User, address: string): boolean {
  const own = claimOf(user, address);
  return own !== undefined && (!own.verified || own.suppressedReason !== null);
}

/** Confirms the address to which the token was mailed. @throws DomainError BAD_USER_INPUT for a token that does not hold */
export async function confirmEmail(deps: Dependencies, secret: string): Promise<User> {
  const hash = hashSecret(secret);
  const holder = await deps.users.findByTokenHash(hash);
  if (holder === null) throw deadToken();
  const now = deps.now();
  return deps.accounts.change(
    holder._id,
    (user) => {
      const token = tokenOf(user, { hash, purpose: 'verify', now });
      return withoutToken(verifyEmail(user, token.address), token);
    },
    now,
  );
}

/** Makes a verified address the primary one. @throws DomainError NOT_FOUND, BAD_USER_INPUT */
export function makeEmailPrimary(deps: Dependencies, { userId, email }: AddressRequest): Promise<User> {
  const address = normalizeEmail(email);
  return deps.accounts.change(userId, (user) => makePrimary(user, address), deps.now());
}

/** Removes an address. @throws DomainError NOT_FOUND, BAD_USER_INPUT */
export function removeAddress(deps: Dependencies, { userId, email }: AddressRequest): Promise<User> {
  const address = normalizeEmail(email);
  return deps.accounts.change(userId, (user) => removeEmail(user, address), deps.now());
}
