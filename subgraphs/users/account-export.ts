/** Hides what is held about a person here, for the person to read. Secrets are told of, never shown. */
import type { Dependencies } from './dependencies.ts';
import type { User } from './user.ts';

/** Everything held about the person, as JSON. */
export async function exportAccount({ sessions, audit }: Dependencies, user: User): Promise<unknown> {
  const [openSessions, acts] = await Promise.all([sessions.ofUser(user._id), audit.about(user._id)]);
  return {
    id: user._id,
    version: user.version,
    createdAt: user.createdAt,
    displayName: user.displayName,
    language: user.language,
    timeZone: user.timeZone,
    home: user.home,
    interests: user.interests,
    role: user.role,
    disabledAt: user.disabledAt,
    tokensValidFrom: user.tokensValidFrom,
    hasPassword: true,
    emails: user.emails,
    preferences: user.preferences,
    pendingLinks: user.tokens.map(({ purpose, address, expiresAt }) => ({ purpose, address, expiresAt })),
    latestMails: user.mails.map(({ kind, toEmail, newEmail, expiresAt }) => ({ kind, toEmail, newEmail, expiresAt })),
    sessions: openSessions.map(({ _id, startedAt, refreshedAt, expiresAt }) => ({ id: _id, startedAt, refreshedAt, expiresAt })),
    actsOfAdmins: acts.map(({ at, action, detail }) => ({ at, action, detail })),
  };
}
