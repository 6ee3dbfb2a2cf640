/** Hides which mails an account asks for, how long their links hold, and the facts whoever sends them is told. Pure. */
import type { AccountMailFacts, DomainEvent } from '#platform/facts.ts';
import { newId } from '#platform/ids.ts';
import { hashSecret, mailedSecret, withMail, withoutLapsedTokens } from './mailed-token.ts';
import type { MailedToken, RequestedMail, User } from './user.ts';

const HOUR_MS = 3_600_000;
/** How long a mail is of use; where it carries a token, how long that holds. */
const LIFETIMES_MS = { WELCOME: 72 * HOUR_MS, EMAIL_VERIFICATION: 24 * HOUR_MS, EMAIL_CHANGED: 72 * HOUR_MS, PASSWORD_RESET: HOUR_MS } as const;
const PURPOSES = { EMAIL_VERIFICATION: 'verify', PASSWORD_RESET: 'reset' } as const;

export type MailRequest = { readonly kind: AccountMailFacts['kind']; readonly toEmail: string; readonly newEmail?: string };

/** Adds mails to an account; the secrets of those that carry one derive from `secret` (LINK_SECRET). */
export type MailRequester = (user: User, requests: readonly MailRequest[], now: Date) => User;

/** A requester of mails. */
export function createMailRequester(secret: string): MailRequester {
  return (user, requests, now) =>
    requests.reduce((account, request) => {
      const mail = mailOf(request, now);
      return withMail(account, mail, tokenOf(mail, secret));
    }, withoutLapsedTokens(user, now));
}

function mailOf({ kind, toEmail, newEmail = '' }: MailRequest, now: Date): RequestedMail {
  return {
    id: newId(now.getTime()),
    kind,
    toEmail,
    newEmail: newEmail === '' ? null : newEmail,
    hasToken: kind in PURPOSES,
    expiresAt: new Date(now.getTime() + LIFETIMES_MS[kind]),
  };
}

function tokenOf(mail: RequestedMail, secret: string): MailedToken | null {
  if (mail.kind !== 'EMAIL_VERIFICATION' && mail.kind !== 'PASSWORD_RESET') return null;
  return { hash: hashSecret(mailedSecret(mail.id, secret)), purpose: PURPOSES[mail.kind], address: mail.toEmail, expiresAt: mail.expiresAt };
}

/** What whoever sends the mail is told; the only place where its secret is written out. */
export function mailRequested(user: User, mail: RequestedMail, { secret, requestId }: { readonly secret: string; readonly requestId: string | null }): DomainEvent {
  return {
    type: 'account-mail.requested',
    id: mail.id,
    version: 1,
    requestId,
    facts: {
      kind: mail.kind,
      userId: user._id,
      toEmail: mail.toEmail,
      displayName: user.displayName,
      language: user.language,
      timeZone: user.timeZone,
      token: mail.hasToken ? mailedSecret(mail.id, secret) : null,
      newEmail: mail.newEmail,
      expiresAt: mail.expiresAt.toISOString(),
    },
  };
}
