/** Hides what resolvers of users are given with each request. */
import DataLoader from 'dataloader';
import { unauthenticated } from '#platform/errors.ts';
import type { Identity, Viewer } from '#platform/identity.ts';
import type { IdentityContext } from '#platform/permissions.ts';
import type { Dependencies } from './dependencies.ts';
import type { User } from './user.ts';

export type Context = IdentityContext & {
  readonly deps: Dependencies;
  /** People by id, one query for all that a request asks for. */
  readonly people: DataLoader<string, User | null>;
  /** Whom the caller has proved to be in this very request, by a password or a secret. */
  readonly provenIds: Set<string>;
};

/** A context for one request. */
export function createContext(deps: Dependencies, identity: Identity): Context {
  const people = new DataLoader<string, User | null>(async (ids) => {
    const users = new Map((await deps.users.findMany(ids)).map((user) => [user._id, user]));
    return ids.map((id) => users.get(id) ?? null);
  });
  return { identity, deps, people, provenIds: new Set() };
}

/** The person who is signed in; permissions have seen to it that somebody is. @throws DomainError UNAUTHENTICATED */
export function viewerOf({ identity }: Context): Viewer {
  if (identity.viewer === null) throw unauthenticated();
  return identity.viewer;
}
