/** Hides where accounts are kept: every change replaces the whole document, if nobody else changed it meanwhile. */
import { DomainError, notFound } from '#platform/errors.ts';
import { isId } from '#platform/ids.ts';
import { collectionOf, isDuplicateKey } from '#platform/mongo.ts';
import type { Collection, Db } from '#platform/mongo.ts';
import type { Tombstone, User } from './user.ts';

/** What the collection holds. */
export type Account = User | Tombstone;

/** An address that another account holds. */
export class EmailTakenError extends DomainError {
  constructor() {
    super('CONFLICT', 'This address belongs to an account already.', { field: 'email' });
  }
}

export type UserStore = {
  readonly collection: Collection<Account>;
  readonly find: (id: string) => Promise<User | null>;
  readonly findMany: (ids: readonly string[]) => Promise<readonly User[]>;
  /** By any address it claims, verified or not. */
  readonly findByEmail: (address: string) => Promise<User | null>;
  readonly findByTokenHash: (hash: string) => Promise<User | null>;
  /** @throws EmailTakenError */
  readonly insert: (user: User) => Promise<void>;
  /**
   * Applies a pure change to the latest state, again if somebody was quicker; a change that gives back the same object writes nothing.
   * @throws EmailTakenError, DomainError NOT_FOUND, and whatever the change throws
   */
  readonly change: (id: string, change: (user: User) => User) => Promise<User>;
  /** Leaves nothing but a tombstone, once `check` accepts the latest state; does nothing where there is no account. */
  readonly bury: (id: string, at: Date, check?: (user: User) => boolean) => Promise<void>;
};

/** Accounts in the collection `users`, indexed. */
export async function createUserStore(db: Db): Promise<UserStore> {
  const collection = collectionOf<Account>(db, 'users');
  await collection.createIndex({ 'emails.address': 1 }, { unique: true, sparse: true });
  await collection.createIndex({ 'tokens.hash': 1 }, { sparse: true });
  await collection.createIndex({ unpublished: 1 }, { sparse: true });

  const find = async (id: string) => (isId(id) ? living(await collection.findOne({ _id: id })) : null);
  const replace = async (current: User, next: Account): Promise<boolean> => {
    const { matchedCount } = await refusingTakenEmails(collection.replaceOne({ _id: current._id, version: current.version }, next));
    return matchedCount === 1;
  };

  return {
    collection,
    find,
    findMany: async (ids) => {
      const found = await collection.find({ _id: { $in: ids.filter(isId) } }).toArray();
      return found.filter(isLiving);
    },
    findByEmail: async (address) => living(await collection.findOne({ 'emails.address': address })),
    findByTokenHash: async (hash) => living(await collection.findOne({ 'tokens.hash': hash })),
    insert: async (user) => {
      await refusingTakenEmails(collection.insertOne(user));
    },
    change: async (id, change) => {
      for (;;) {
        const current = await find(id);
        if (current === null) throw notFound('person');
        const base = withoutPublishedMails(current);
        const changed = change(base);
        if (changed === base) return current;
        const next: User = { ...changed, version: current.version + 1, unpublished: true };
        if (await replace(current, next)) return next;
      }
    },
    bury: async (id, at, check = () => true) => {
      for (;;) {
        const current = await find(id);
        if (current === null || !check(current)) return;
        if (await replace(current, { _id: id, version: current.version + 1, unpublished: true, deletedAt: at })) return;
      }
    },
  };
}

/** Mails of an earlier change were published with it; those of one that is still to be published go with this one. */
function withoutPublishedMails(user: User): User {
  return user.unpublished === true || user.mails.length === 0 ? user : { ...user, mails: [] };
}

function isLiving(account: Account): account is User {
  return account.deletedAt === undefined;
}

function living(account: Account | null): User | null {
  return account !== null && isLiving(account) ? account : null;
}

async function refusingTakenEmails<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (isDuplicateKey(error)) throw new EmailTakenError();
    throw error;
  }
}
