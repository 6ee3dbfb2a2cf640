/** Hides how admins find people: newest first, by words that occur in the name or an address. */
import type { Filter } from '#platform/mongo.ts';
import { afterCursor, connectionOf, pageOf } from '#platform/pagination.ts';
import type { Connection, PageArguments, SortKey } from '#platform/pagination.ts';
import { badInput } from '#platform/errors.ts';
import type { Account, UserStore } from './user-store.ts';
import type { User } from './user.ts';

const NEWEST_FIRST: readonly SortKey[] = [{ path: '_id', direction: -1 }];
const MAX_TEXT = 200;

/** A page, and how to count all pages if somebody asks. */
export type UserPage = Connection<User> & { readonly countAll: () => Promise<number> };

/** @throws DomainError BAD_USER_INPUT naming `text`, `first` or `after` */
export async function searchUsers({ collection }: UserStore, args: PageArguments & { readonly text?: string | null | undefined }): Promise<UserPage> {
  const page = pageOf(args, NEWEST_FIRST.length);
  const filter = matching(args.text ?? '');
  const found = await collection
    .find({ $and: [filter, afterCursor<Account>(NEWEST_FIRST, page.after)] })
    .sort({ _id: -1 })
    .limit(page.limit + 1)
    .toArray();
  const users = found.filter((account): account is User => account.deletedAt === undefined);
  return { ...connectionOf(users, page, (user) => [user._id]), countAll: () => collection.countDocuments(filter) };
}

/** Every word must occur somewhere, in whatever case; tombstones never match. */
function matching(text: string): Filter<Account> {
  if (text.length > MAX_TEXT) throw badInput('text', `text must have at most ${MAX_TEXT} characters.`);
  const words = text.normalize('NFC').split(/\s+/u).filter((word) => word !== '');
  const conditions = words.map((word) => {
    const pattern = { $regex: word.replace(/[\\^$.*+?()[\]{}|]/gu, String.raw`\$&`), $options: 'i' };
    return { $or: [{ displayName: pattern }, { 'emails.address': pattern }] };
  });
  return { $and: [{ deletedAt: { $exists: false } }, ...conditions] } as Filter<Account>;
}
