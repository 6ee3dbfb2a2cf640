/** Hides where it is written down who did what to the mail of others: opaque ids only, so that nothing personal outlives an account. */
import { collectionOf } from '#platform/mongo.ts';
import type { Db } from '#platform/mongo.ts';
import { newId } from '#platform/ids.ts';

export type AuditEntry = {
  readonly at: Date;
  /** The admin's id. */
  readonly actorId: string;
  readonly action: 'PAUSE' | 'RESUME' | 'SET_QUOTA' | 'RETRY' | 'RETRY_FAILED';
  /** A reason, a quota, a notification's id, a count. */
  readonly detail: string | null;
};

export type AuditStore = {
  readonly record: (entry: AuditEntry) => Promise<void>;
  /** Newest first. */
  readonly recent: (limit: number) => Promise<AuditEntry[]>;
};

type AuditDocument = AuditEntry & { readonly _id: string };

/** Records in the collection `audit`, ordered by their ids. */
export function createAuditStore(db: Db): AuditStore {
  const collection = collectionOf<AuditDocument>(db, 'audit');
  return {
    record: async (entry) => {
      await collection.insertOne({ _id: newId(entry.at.getTime()), ...entry });
    },
    recent: async (limit) => {
      const documents = await collection.find({}).sort({ _id: -1 }).limit(limit).toArray();
      return documents.map(({ _id, ...entry }) => entry);
    },
  };
}
