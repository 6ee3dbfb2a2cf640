/** Hides the secrets that mails carry: derived from the mail's id, so that nothing but a hash is ever stored. */
import { createHash, createHmac } from 'node:crypto';
import { badInput } from '#platform/errors.ts';
import type { MailedToken, RequestedMail, User } from './user.ts';

/** The secret of a mail, 43 characters fit for a link; `secret` is LINK_SECRET. */
export function mailedSecret(mailId: string, secret: string): string {
  return createHmac('sha256', secret).update(`account-mail:${mailId}`).digest('base64url');
}

/** The form in which a secret is stored and looked up. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

/** More mails than this asked for at once leave only the latest ones' links working. */
const MAX_TOKENS = 12;

/** The account that asks for a mail, and knows the token which that mail will carry, if any. */
export function withMail(user: User, mail: RequestedMail, token: MailedToken | null): User {
  const mails = [...user.mails, mail];
  return token === null ? { ...user, mails } : { ...user, mails, tokens: [...user.tokens, token].slice(-MAX_TOKENS) };
}

/** The account without tokens that have lapsed. */
export function withoutLapsedTokens(user: User, now: Date): User {
  const tokens = user.tokens.filter((token) => token.expiresAt > now);
  return tokens.length === user.tokens.length ? user : { ...user, tokens };
}

/**
 * The token of that hash and purpose which still holds.
 * @throws DomainError BAD_USER_INPUT naming `token`
 */
export function tokenOf(user: User, wanted: { readonly hash: string; readonly purpose: MailedToken['purpose']; readonly now: Date }): MailedToken {
  const token = user.tokens.find(({ hash, purpose }) => hash === wanted.hash && purpose === wanted.purpose);
  if (token === undefined || token.expiresAt <= wanted.now) throw deadToken();
  return token;
}

/** The one answer to every token that is unknown, used or lapsed. */
export function deadToken(): Error {
  return badInput('token', 'This link does not work (any more). Ask for a new one.');
}

/** The account after a token was used: it, and every other for the same purpose and address, is gone. */
export function withoutToken(user: User, used: MailedToken): User {
  return { ...user, tokens: user.tokens.filter(({ purpose, address }) => purpose !== used.purpose || address !== used.address) };
}
