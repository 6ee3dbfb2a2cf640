/** Hides how an account looks to other contexts: to whoever schedules mail, and to the router. Pure. */
import type { UserFacts } from '#platform/facts.ts';
import type { ViewerRecord } from '#platform/viewer-records.ts';
import { isVerified } from './emails.ts';
import type { User } from './user.ts';

/** What whoever schedules mail must know. */
export function factsOf(user: User): UserFacts {
  return {
    displayName: user.displayName,
    language: user.language,
    timeZone: user.timeZone,
    emails: user.emails.map(({ address, verified, primary, suppressedReason }) => ({ address, verified, primary, suppressedReason })),
    preferences: user.preferences,
    disabled: user.disabledAt !== null,
  };
}

/** What the router must know. */
export function viewerRecordOf(user: User): ViewerRecord {
  return {
    id: user._id,
    version: user.version,
    role: user.role,
    disabled: user.disabledAt !== null,
    verified: isVerified(user),
    language: user.language,
    timeZone: user.timeZone,
    home: user.home?.coordinates ?? null,
    interests: [...user.interests],
    tokensValidFrom: user.tokensValidFrom.getTime(),
  };
}
