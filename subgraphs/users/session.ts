/** Hides what a session is: a chain of refresh tokens of which only the last one holds, kept as a hash. Pure, but for chance. */
import { randomBytes } from 'node:crypto';
import { isId, newId } from '#platform/ids.ts';
import { hashSecret } from './mailed-token.ts';

/** A session that is not refreshed for this long is over. */
export const SESSION_LIFETIME_MS = 30 * 24 * 60 * 60_000;

/** The stored document; gone once the session is over. */
export type Session = {
  readonly _id: string;
  readonly userId: string;
  readonly tokenHash: string;
  readonly startedAt: Date;
  readonly refreshedAt: Date;
  readonly expiresAt: Date;
};

/** A refresh token taken apart: `<session id>.<secret>`. */
export type RefreshToken = { readonly sessionId: string; readonly hash: string };

/** A new secret for a session: the token to hand out, and the hash to keep. */
export function newRefreshToken(sessionId: string): { readonly token: string; readonly hash: string } {
  const secret = randomBytes(32).toString('base64url');
  return { token: `${sessionId}.${secret}`, hash: hashSecret(secret) };
}

/** Takes a token apart; null for what never was one. */
export function parseRefreshToken(text: string): RefreshToken | null {
  const [sessionId, secret, ...rest] = text.slice(0, 200).split('.');
  if (sessionId === undefined || secret === undefined || rest.length > 0 || !isId(sessionId)) return null;
  return { sessionId, hash: hashSecret(secret) };
}

/** A session that starts now, and its first token. */
export function startSession(userId: string, now: Date): { readonly session: Session; readonly token: string } {
  const _id = newId(now.getTime());
  const { token, hash } = newRefreshToken(_id);
  return { session: { _id, userId, tokenHash: hash, startedAt: now, refreshedAt: now, expiresAt: expiryOf(now) }, token };
}

/** When a session that is refreshed now is over. */
export function expiryOf(now: Date): Date {
  return new Date(now.getTime() + SESSION_LIFETIME_MS);
}
