/** Hides where it is written down who did what to whose account; nothing ever changes or removes the who, what and when. */
import { newId } from '#platform/ids.ts';
import { collectionOf } from '#platform/mongo.ts';
import type { Db } from '#platform/mongo.ts';

/** One act of an admin. Ids are opaque, and all that is left when an account is deleted. */
export type AuditRecord = {
  readonly _id: string;
  readonly at: Date;
  readonly actorId: string;
  readonly action: 'setRole' | 'disableAccount' | 'enableAccount';
  readonly targetId: string;
  /** The role given, or the reason. */
  readonly detail: string | null;
};

export type AuditStore = {
  readonly record: (record: Omit<AuditRecord, '_id'>) => Promise<void>;
  /** What was done to an account, latest first. */
  readonly about: (targetId: string) => Promise<readonly AuditRecord[]>;
  /** Forgets what was said of a person; who did what and when stays. */
  readonly forgetDetails: (targetId: string) => Promise<void>;
};

/** Records in the collection `audit_records`, indexed. */
export async function createAuditStore(db: Db): Promise<AuditStore> {
  const records = collectionOf<AuditRecord>(db, 'audit_records');
  await records.createIndex({ targetId: 1, _id: -1 });
  return {
    record: async (record) => {
      await records.insertOne({ _id: newId(record.at.getTime()), ...record });
    },
    about: (targetId) => records.find({ targetId }).sort({ _id: -1 }).toArray(),
    forgetDetails: async (targetId) => {
      await records.updateMany({ targetId }, { $set: { detail: null } });
    },
  };
}
