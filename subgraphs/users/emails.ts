/** Hides the rules of an account's addresses: who may claim one, when a claim lapses, which is primary. Pure. */
import { DomainError, badInput, notFound } from '#platform/errors.ts';
import type { EmailClaim, User } from './user.ts';

/** An unverified claim holds an address this long against anybody else. */
export const CLAIM_LIFETIME_MS = 24 * 60 * 60_000;
const MAX_EMAILS = 10;

/** The first address of an account. */
export function firstClaim(address: string, now: Date): EmailClaim {
  return { address, verified: false, primary: true, claimedAt: now, replacesPrimary: false, suppressedReason: null };
}

/** Whether somebody else may take the address over. */
export function hasLapsed(claim: EmailClaim, now: Date): boolean {
  return !claim.verified && now.getTime() - claim.claimedAt.getTime() >= CLAIM_LIFETIME_MS;
}

/** Whether the account has proved to hold any address at all. */
export function isVerified(user: User): boolean {
  return user.emails.some((claim) => claim.verified);
}

/** The address to which mail goes unless told otherwise. */
export function primaryOf(user: User): EmailClaim {
  const claim = user.emails.find(({ primary }) => primary);
  if (claim === undefined) throw new Error('an account without a primary address');
  return claim;
}

/** The account's claim of an address, if it has one. */
export function claimOf(user: User, address: string): EmailClaim | undefined {
  return user.emails.find((claim) => claim.address === address);
}

/** Whether somebody who knows the address may sign in with it or have a reset mailed there: not with one that is still to be confirmed. */
export function opensAccount(claim: EmailClaim): boolean {
  return claim.verified || claim.primary;
}

type Claim = { readonly address: string; readonly replacesPrimary: boolean; readonly now: Date };

/**
 * The account with one more address to confirm; an address that waits already keeps its claim's age. A change of the primary address takes the place of an earlier one.
 * @throws DomainError CONFLICT for an own verified address, BAD_USER_INPUT for too many
 */
export function claimEmail(user: User, { address, replacesPrimary, now }: Claim): User {
  const own = claimOf(user, address);
  if (own?.primary === true) throw new DomainError('CONFLICT', 'This address is your primary one already.', { field: 'email' });
  if (own?.verified === true) throw new DomainError('CONFLICT', 'This address is yours already; make it the primary one instead.', { field: 'email' });
  const kept = user.emails.filter((claim) => claim.address !== address && !(replacesPrimary && claim.replacesPrimary));
  if (kept.length >= MAX_EMAILS) throw badInput('email', `An account has at most ${MAX_EMAILS} addresses.`);
  const claim = { ...firstClaim(address, own?.claimedAt ?? now), primary: false, replacesPrimary };
  return withEmails(user, [...kept, claim]);
}

/**
 * The account with the address verified, no longer suppressed, and in the place of the primary one if that was the wish.
 * @throws DomainError NOT_FOUND for an address that is no longer claimed
 */
export function verifyEmail(user: User, address: string): User {
  const claim = claimOf(user, address);
  if (claim === undefined) throw notFound('address');
  if (claim.verified && claim.suppressedReason === null) return user;
  const verified = { ...claim, verified: true, suppressedReason: null, replacesPrimary: false, primary: claim.primary || claim.replacesPrimary };
  const others = user.emails.filter((other) => other !== claim && !(claim.replacesPrimary && other.primary));
  return withEmails(user, claim.replacesPrimary ? [verified, ...others] : user.emails.map((other) => (other === claim ? verified : other)));
}

/**
 * The account with another primary address.
 * @throws DomainError NOT_FOUND, or BAD_USER_INPUT for one that is not verified
 */
export function makePrimary(user: User, address: string): User {
  const claim = claimOf(user, address);
  if (claim === undefined) throw notFound('address');
  if (!claim.verified) throw badInput('email', 'Confirm this address first: the link is in the mail we sent there.');
  if (claim.primary) return user;
  return { ...user, emails: user.emails.map((other) => ({ ...other, primary: other === claim })) };
}

/**
 * The account without an address.
 * @throws DomainError NOT_FOUND, or BAD_USER_INPUT for the primary one and the last that is verified
 */
export function removeEmail(user: User, address: string): User {
  const claim = claimOf(user, address);
  if (claim === undefined) throw notFound('address');
  if (claim.primary) throw badInput('email', 'This is the primary address; make another one primary first.');
  if (claim.verified && user.emails.filter(({ verified }) => verified).length === 1) throw badInput('email', 'This is the last verified address.');
  return withoutEmail(user, address);
}

/** The account without an address. */
export function withoutEmail(user: User, address: string): User {
  return withEmails(user, user.emails.filter((claim) => claim.address !== address));
}

/** What was mailed to an address that the account no longer claims opens nothing any more. */
function withEmails(user: User, emails: readonly EmailClaim[]): User {
  const claimed = new Set(emails.map(({ address }) => address));
  return { ...user, emails, tokens: user.tokens.filter(({ address }) => claimed.has(address)) };
}

/** The account with nothing but security mail going to the address. */
export function suppressEmail(user: User, address: string, reason: string): User {
  const claim = claimOf(user, address);
  if (claim === undefined || claim.suppressedReason === reason) return user;
  return { ...user, emails: user.emails.map((other) => (other === claim ? { ...claim, suppressedReason: reason } : other)) };
}
