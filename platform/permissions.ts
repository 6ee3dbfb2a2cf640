/** Hides graphql-shield: its ES module build breaks on current Node, so it and graphql-middleware are loaded as CommonJS here and nowhere else. */
import { createRequire } from 'node:module';
import type { GraphQLSchema } from 'graphql';
import type * as GraphqlMiddleware from 'graphql-middleware';
import type * as GraphqlShield from 'graphql-shield';
import { forbidden, unauthenticated } from './errors.ts';
import type { Identity } from './identity.ts';

const require = createRequire(import.meta.url);
const shieldModule = require('graphql-shield') as typeof GraphqlShield;
const { applyMiddleware } = require('graphql-middleware') as typeof GraphqlMiddleware;

export type PermissionRules = GraphqlShield.IRules;
type Rule = ReturnType<ReturnType<typeof shieldModule.rule>>;

/** What every subgraph's context holds at least. */
export type IdentityContext = { readonly identity: Identity };

type Check<Parent, Args, Context> = (input: { readonly parent: Parent; readonly args: Args; readonly context: Context }) => boolean | Error | Promise<boolean | Error>;

/**
 * A rule: `true` allows; an error (usually a DomainError) denies with it; `false` denies with FORBIDDEN, or UNAUTHENTICATED for nobody.
 * Results are never cached by shield: contexts are per request and parents differ.
 */
export function rule<Parent, Args, Context extends IdentityContext>(name: string, check: Check<Parent, Args, Context>): Rule {
  return shieldModule.rule(name, { cache: 'no_cache' })(async (parent: Parent, args: Args, context: Context) => {
    const result = await check({ parent, args, context });
    if (result !== false) return result;
    return context.identity.viewer === null ? unauthenticated() : forbidden();
  });
}

/** Somebody is signed in. */
export const isSignedIn = rule('isSignedIn', ({ context }) => context.identity.viewer !== null);

/** The viewer is an admin. */
export const isAdmin = rule('isAdmin', ({ context }) => context.identity.viewer?.role === 'ADMIN');

/** The viewer has a verified address; until then an account may browse, like and edit its profile. */
export const isVerified = rule('isVerified', ({ context }) => {
  if (context.identity.viewer === null) return unauthenticated();
  return context.identity.viewer.verified || forbidden('Confirm your email address first: the link is in the mail we sent you.');
});

/** The schema with rules before its resolvers. Fields without a rule stay open: give rules to the few fields that need one. */
export function withPermissions(schema: GraphQLSchema, rules: PermissionRules): GraphQLSchema {
  return applyMiddleware(schema, shieldModule.shield(rules, { allowExternalErrors: true, fallbackRule: shieldModule.allow }));
}
