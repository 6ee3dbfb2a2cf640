/** Hides what resolvers of users are given with each request. */
import type { IdentityContext } from '#platform/permissions.ts';

export type Context = IdentityContext;
