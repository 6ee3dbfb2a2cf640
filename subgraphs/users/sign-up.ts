/** Hides how an account begins: checked input, one account per address however many try, a welcome and a verification mail. */
import type { Language } from '#platform/facts.ts';
import { newId } from '#platform/ids.ts';
import type { Dependencies } from './dependencies.ts';
import { normalizeEmail } from './email-address.ts';
import { claimOf, firstClaim, hasLapsed } from './emails.ts';
import { givenOr } from './given.ts';
import { parseNewPassword } from './password.ts';
import { DEFAULT_PREFERENCES } from './preferences.ts';
import { parseDisplayName, parseTimeZone } from './profile.ts';
import { openSession } from './sessions.ts';
import type { SignedIn } from './sessions.ts';
import { EmailTakenError } from './user-store.ts';
import type { User } from './user.ts';

export type SignUp = {
  readonly email: string;
  readonly password: string;
  readonly displayName: string;
  readonly timeZone?: string | null | undefined;
  readonly language?: Language | null | undefined;
  readonly clientAddress: string | null;
};

/**
 * Makes an account and signs it in.
 * @throws DomainError BAD_USER_INPUT naming the field, CONFLICT for a taken address, RATE_LIMITED
 */
export async function signUp(deps: Dependencies, input: SignUp): Promise<SignedIn> {
  const address = normalizeEmail(input.email);
  const password = parseNewPassword(input.password, 'password');
  const profile = {
    displayName: parseDisplayName(input.displayName),
    timeZone: givenOr(input.timeZone, parseTimeZone, 'UTC'),
    language: input.language ?? 'EN',
  };
  await deps.limits.signUps.spend(input.clientAddress);
  const passwordHash = await deps.hasher.hash(password, () => refuseTaken(deps, address));
  const now = deps.now();
  const user = newUser({ ...profile, address, passwordHash, now });
  const withMails = deps.requestMails(user, [{ kind: 'EMAIL_VERIFICATION', toEmail: address }, { kind: 'WELCOME', toEmail: address }], now);
  return openSession(deps, await deps.accounts.create(withMails, now));
}

/** Spares the hashing; what decides is the unique index. */
async function refuseTaken({ users, now }: Dependencies, address: string): Promise<void> {
  const holder = await users.findByEmail(address);
  const claim = holder === null ? undefined : claimOf(holder, address);
  if (claim !== undefined && !hasLapsed(claim, now())) throw new EmailTakenError();
}

type NewUser = Pick<User, 'displayName' | 'language' | 'timeZone' | 'passwordHash'> & { readonly address: string; readonly now: Date };

/** An account as it begins, its address still to be confirmed. */
export function newUser({ address, now, ...given }: NewUser): User {
  return {
    ...given,
    _id: newId(now.getTime()),
    version: 1,
    unpublished: true,
    createdAt: now,
    home: null,
    interests: [],
    role: 'USER',
    emails: [firstClaim(address, now)],
    preferences: DEFAULT_PREFERENCES,
    tokensValidFrom: now,
    disabledAt: null,
    tokens: [],
    mails: [],
  };
}
