/** Hides what a request to notifications carries along. */
import type { IdentityContext } from '#platform/permissions.ts';

export type Context = IdentityContext;
