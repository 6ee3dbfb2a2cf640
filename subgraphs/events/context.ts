/** Hides what a request to events carries along. */
import type { IdentityContext } from '#platform/permissions.ts';

export type Context = IdentityContext;
