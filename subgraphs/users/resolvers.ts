/** Hides how the API's fields come from accounts; the operations live in files of their own. */
import { demandId } from '#platform/ids.ts';
import type { Resolvers } from './schema.types.ts';
import { exportAccount } from './account-export.ts';
import { primaryOf } from './emails.ts';
import { factsOf } from './facts.ts';
import { mutations } from './mutations.ts';
import { searchUsers } from './user-search.ts';

export const resolvers: Resolvers = {
  Query: {
    me: (_parent, _args, { identity, people }) => (identity.viewer === null ? null : people.load(identity.viewer.id)),
    user: (_parent, { id }, { people }) => people.load(demandId(id, 'user')),
    users: (_parent, args, { deps }) => searchUsers(deps.users, { ...args, after: args.after ?? null }),
  },
  Mutation: mutations,
  User: {
    __resolveReference: ({ id }, { people }) => people.load(id),
    id: (user) => user._id,
    email: (user) => primaryOf(user).address,
    accountExport: (user, _args, { deps }) => exportAccount(deps, user),
    facts: (user) => ({ version: user.version, ...factsOf(user) }),
  },
  UserConnection: {
    totalCount: (page) => page.countAll(),
  },
};
