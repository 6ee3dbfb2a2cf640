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

type Rule = ReturnType<ReturnType<typeof shieldModule.rule>>;

/** By type and field, each by its name. */
export type PermissionRules = Readonly<Record<string, Readonly<Record<string, Rule>>>>;

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

/**
 * The schema with rules before its resolvers. Fields without a rule stay open and keep their resolvers: shield would put a rule that allows
 * everything before each of them, and execute every field of every list asynchronously.
 * @throws for a type or field that the schema does not have
 */
export function withPermissions(schema: GraphQLSchema, rules: PermissionRules): GraphQLSchema {
  const guards = shieldModule.shield(rules, { allowExternalErrors: true }).generate(schema) as GuardMap;
  const guarded = Object.entries(rules).map(([type, fields]) => [type, Object.fromEntries(Object.keys(fields).map((field) => [field, guardOf(guards, type, field)]))]);
  return applyMiddleware(schema, Object.fromEntries(guarded) as GuardMap);
}

type Guard = GraphqlMiddleware.IMiddlewareFunction;
type GuardMap = Readonly<Record<string, Readonly<Record<string, Guard>>>>;

function guardOf(guards: GuardMap, type: string, field: string): Guard {
  const guard = guards[type]?.[field];
  if (guard === undefined) throw new Error(`there is no field ${type}.${field} to give a rule to`);
  return guard;
}
