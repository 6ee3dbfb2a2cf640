/** Hides where sessions are kept, and that a refresh token works once however many use it at the same moment. */
import { collectionOf } from '#platform/mongo.ts';
import type { Db } from '#platform/mongo.ts';
import { expiryOf } from './session.ts';
import type { RefreshToken, Session } from './session.ts';

export type SessionStore = {
  readonly insert: (session: Session) => Promise<void>;
  readonly find: (id: string) => Promise<Session | null>;
  /** Puts `newHash` in the place of the token's, in one step; false when the token is not the session's latest, or the session is over. */
  readonly rotate: (token: RefreshToken, newHash: string, now: Date) => Promise<boolean>;
  /** The person's sessions, latest first. */
  readonly ofUser: (userId: string) => Promise<readonly Session[]>;
  /** Returns how many there were. */
  readonly remove: (ids: readonly string[]) => Promise<number>;
  readonly removeOfUser: (userId: string) => Promise<void>;
  readonly removeExpired: (now: Date) => Promise<void>;
};

/** Sessions in the collection `sessions`, indexed. */
export async function createSessionStore(db: Db): Promise<SessionStore> {
  const sessions = collectionOf<Session>(db, 'sessions');
  await sessions.createIndex({ userId: 1 });
  await sessions.createIndex({ expiresAt: 1 });
  return {
    insert: async (session) => {
      await sessions.insertOne(session);
    },
    find: (id) => sessions.findOne({ _id: id }),
    rotate: async (token, newHash, now) => {
      const latest = { _id: token.sessionId, tokenHash: token.hash, expiresAt: { $gt: now } };
      const { modifiedCount } = await sessions.updateOne(latest, { $set: { tokenHash: newHash, refreshedAt: now, expiresAt: expiryOf(now) } });
      return modifiedCount === 1;
    },
    ofUser: (userId) => sessions.find({ userId }).sort({ _id: -1 }).toArray(),
    remove: async (ids) => (ids.length === 0 ? 0 : (await sessions.deleteMany({ _id: { $in: [...ids] } })).deletedCount),
    removeOfUser: async (userId) => {
      await sessions.deleteMany({ userId });
    },
    removeExpired: async (now) => {
      await sessions.deleteMany({ expiresAt: { $lte: now } });
    },
  };
}
