/** Hides who may see the dashboard: admins of EventPost, for eight hours a sign-in, and not a moment longer than they are admins. */
import { SignJWT, jwtVerify } from 'jose';
import { z } from 'zod';
import { forbidden, unauthenticated } from '#platform/errors.ts';
import { NOBODY } from '#platform/identity.ts';
import type { SubgraphClient } from '#platform/subgraph-request.ts';

export const SESSION_SECONDS = 8 * 3_600;
const ISSUER = 'eventpost-dashboard';

/** An admin who is signed in. */
export type Operator = { readonly id: string; readonly name: string };

export type DashboardSessions = {
  /**
   * Signs in with an admin account of EventPost, under the limits on failed sign-ins that hold everywhere; returns the session's token.
   * @throws DomainError UNAUTHENTICATED, RATE_LIMITED, or FORBIDDEN for somebody who is no admin
   */
  readonly signIn: (credentials: { readonly email: string; readonly password: string; readonly clientAddress: string }) => Promise<string>;
  /** @throws DomainError UNAUTHENTICATED for a missing, forged or expired token, and for who is no admin any more */
  readonly verify: (token: string | undefined) => Promise<Operator>;
};

type SessionsOptions = { readonly secret: string; readonly users: SubgraphClient; readonly isAdmin: (userId: string) => Promise<boolean> };

const SIGN_IN = 'mutation($input: SignInInput!) { signIn(input: $input) { user { id displayName } session { refreshToken } } }';
const SIGN_OUT = 'mutation($input: SignOutInput!) { signOut(input: $input) { signedOut } }';
const signInAnswer = z.object({
  signIn: z.object({ user: z.object({ id: z.string(), displayName: z.string() }), session: z.object({ refreshToken: z.string() }) }),
});
const claims = z.object({ sub: z.string(), name: z.string() });

/** Sessions signed with the dashboard's secret (HS256). */
export function createDashboardSessions({ secret, users, isAdmin }: SessionsOptions): DashboardSessions {
  const key = new TextEncoder().encode(secret);
  return {
    signIn: async ({ email, password, clientAddress }) => {
      const identity = { ...NOBODY, clientAddress };
      const answer = signInAnswer.parse(await users({ query: SIGN_IN, variables: { input: { email, password } }, identity }));
      const { user, session } = answer.signIn;
      await users({ query: SIGN_OUT, variables: { input: { refreshToken: session.refreshToken } }, identity });
      if (!(await isAdmin(user.id))) throw forbidden('Only admins may see this.');
      return new SignJWT({ name: user.displayName }).setProtectedHeader({ alg: 'HS256' }).setSubject(user.id).setIssuer(ISSUER).setExpirationTime(`${SESSION_SECONDS}s`).sign(key);
    },
    verify: async (token) => {
      if (token === undefined) throw unauthenticated();
      const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'], issuer: ISSUER }).catch(() => {
        throw unauthenticated();
      });
      const { sub, name } = claims.parse(payload);
      if (!(await isAdmin(sub))) throw unauthenticated();
      return { id: sub, name };
    },
  };
}
