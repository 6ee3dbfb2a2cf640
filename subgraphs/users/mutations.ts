/** Hides how the API's mutations become operations on accounts. */
import { addEmail, confirmEmail, makeEmailPrimary, removeAddress, requestEmailChange, resendVerification } from './addresses.ts';
import { disableAccount, enableAccount, setRole } from './administration.ts';
import type { Context } from './context.ts';
import { viewerOf } from './context.ts';
import { deleteAccount } from './deletion.ts';
import { normalizeEmail } from './email-address.ts';
import { suppressEmail } from './emails.ts';
import { changePassword, requestPasswordReset, resetPassword } from './passwords.ts';
import { changePreferences, muteKind } from './preferences.ts';
import { changeProfile } from './profile.ts';
import type { MutationResolvers } from './schema.types.ts';
import { refreshSession, signIn, signOut } from './sessions.ts';
import type { SignedIn } from './sessions.ts';
import { signUp } from './sign-up.ts';
import type { User } from './user.ts';

const ACCEPTED = { accepted: true };

/** A person who has just proved who they are may read their own fields in the same answer. */
function payloadOf({ user, accessToken, refreshToken }: SignedIn, { provenIds }: Context) {
  provenIds.add(user._id);
  return { session: { accessToken: accessToken.token, accessTokenExpiresAt: accessToken.expiresAt, refreshToken }, user };
}

function changeViewer(context: Context, change: (user: User) => User): Promise<User> {
  return context.deps.accounts.change(viewerOf(context).id, change, context.deps.now());
}

export const mutations: MutationResolvers = {
  signUp: async (_parent, { input }, context) => payloadOf(await signUp(context.deps, { ...input, clientAddress: context.identity.clientAddress }), context),
  signIn: async (_parent, { input }, context) => payloadOf(await signIn(context.deps, { ...input, clientAddress: context.identity.clientAddress }), context),
  refreshSession: async (_parent, { input }, context) => payloadOf(await refreshSession(context.deps, input.refreshToken), context),
  signOut: async (_parent, { input }, { deps }) => ({ signedOut: await signOut(deps, input.refreshToken, input.everywhere ?? false) }),

  changePassword: async (_parent, { input }, context) => {
    const { clientAddress, sessionId } = context.identity;
    return { user: await changePassword(context.deps, { ...input, userId: viewerOf(context).id, clientAddress, sessionId }) };
  },
  requestPasswordReset: async (_parent, { input }, { deps, identity }) => {
    await requestPasswordReset(deps, input.email, identity.clientAddress);
    return ACCEPTED;
  },
  resetPassword: async (_parent, { input }, { deps }) => {
    await resetPassword(deps, input.token, input.newPassword);
    return ACCEPTED;
  },

  updateProfile: async (_parent, { input }, context) => ({ user: await changeViewer(context, (user) => changeProfile(user, input)) }),
  updatePreferences: async (_parent, { input }, context) => ({ user: await changeViewer(context, (user) => changePreferences(user, input)) }),

  requestEmailChange: async (_parent, { input }, context) => ({ user: await requestEmailChange(context.deps, { userId: viewerOf(context).id, email: input.email }) }),
  addEmail: async (_parent, { input }, context) => ({ user: await addEmail(context.deps, { userId: viewerOf(context).id, email: input.email }) }),
  resendVerification: async (_parent, { input }, { deps, identity }) => {
    await resendVerification(deps, input.email, identity.clientAddress);
    return ACCEPTED;
  },
  confirmEmail: async (_parent, { input }, { deps, provenIds }) => {
    const user = await confirmEmail(deps, input.token);
    provenIds.add(user._id);
    return { user };
  },
  makeEmailPrimary: async (_parent, { input }, context) => ({ user: await makeEmailPrimary(context.deps, { userId: viewerOf(context).id, email: input.email }) }),
  removeEmail: async (_parent, { input }, context) => ({ user: await removeAddress(context.deps, { userId: viewerOf(context).id, email: input.email }) }),

  deleteAccount: async (_parent, { input }, context) => {
    await deleteAccount(context.deps, { userId: viewerOf(context).id, password: input.password, clientAddress: context.identity.clientAddress });
    return ACCEPTED;
  },

  setRole: async (_parent, { input }, context) => ({ user: await setRole(context.deps, { actorId: viewerOf(context).id, targetId: input.userId }, input.role) }),
  disableAccount: async (_parent, { input }, context) => ({
    user: await disableAccount(context.deps, { actorId: viewerOf(context).id, targetId: input.userId }, input.reason),
  }),
  enableAccount: async (_parent, { input }, context) => ({ user: await enableAccount(context.deps, { actorId: viewerOf(context).id, targetId: input.userId }) }),

  suppressEmail: async (_parent, { input }, { deps }) => {
    const address = normalizeEmail(input.address, 'address');
    const holder = await deps.users.findByEmail(address);
    if (holder !== null) await deps.accounts.change(holder._id, (user) => suppressEmail(user, address, input.reason), deps.now());
    return ACCEPTED;
  },
  muteKind: async (_parent, { input }, { deps }) => {
    await deps.accounts.change(input.userId, (user) => muteKind(user, input.kind), deps.now());
    return ACCEPTED;
  },
};
