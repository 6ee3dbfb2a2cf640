/** Hides who may see and do what here. Rules sit on types, so that they hold however a person is reached. */
import { forbidden, unauthenticated } from '#platform/errors.ts';
import { isAdmin, isSignedIn, isVerified, rule } from '#platform/permissions.ts';
import type { PermissionRules } from '#platform/permissions.ts';
import type { Context } from './context.ts';
import type { User } from './user.ts';

/** The person themselves, also one who has just proved it in this request, or an admin. */
const isSelfOrAdmin = rule<User, unknown, Context>('isSelfOrAdmin', ({ parent, context }) => {
  const { viewer } = context.identity;
  return viewer?.id === parent._id || viewer?.role === 'ADMIN' || context.provenIds.has(parent._id);
});

/** One of our own processes, on nobody's behalf. */
const isService = rule('isService', ({ context }) => context.identity.service !== null);

/** One of our own processes, or the person themselves. */
const isServiceOrSelf = rule<unknown, { readonly input: { readonly userId: string } }, Context>('isServiceOrSelf', ({ args, context }) => {
  const { service, viewer } = context.identity;
  if (service !== null || viewer?.id === args.input.userId) return true;
  return viewer === null ? unauthenticated() : forbidden();
});

export const permissions: PermissionRules = {
  Query: { users: isAdmin },
  Mutation: {
    changePassword: isSignedIn,
    updateProfile: isSignedIn,
    updatePreferences: isSignedIn,
    requestEmailChange: isVerified,
    addEmail: isVerified,
    makeEmailPrimary: isSignedIn,
    removeEmail: isSignedIn,
    deleteAccount: isSignedIn,
    setRole: isAdmin,
    disableAccount: isAdmin,
    enableAccount: isAdmin,
    suppressEmail: isService,
    muteKind: isServiceOrSelf,
  },
  User: {
    email: isSelfOrAdmin,
    emails: isSelfOrAdmin,
    role: isSelfOrAdmin,
    language: isSelfOrAdmin,
    timeZone: isSelfOrAdmin,
    home: isSelfOrAdmin,
    interests: isSelfOrAdmin,
    preferences: isSelfOrAdmin,
    disabledAt: isSelfOrAdmin,
    accountExport: isSelfOrAdmin,
    facts: isService,
  },
};
