/** Hides Apollo's gateway: built from the checked-in supergraph, with access directives enforced around its planner and executor. */
import { ApolloGateway } from '@apollo/gateway';
import type { GraphQLDataSource } from '@apollo/gateway';
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { isScalarType } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { Log } from '#platform/log.ts';
import { scalarResolvers } from '#platform/scalars.ts';
import { createDirectiveGuards, isMet, withDenials } from './auth-directives.ts';
import type { Guard } from './auth-directives.ts';
import type { Caller } from './caller.ts';
import { gatewayLog } from './gateway-log.ts';
import { createExecution } from './plans/execution.ts';
import type { RequestContext } from './request-context.ts';
import type { RouterMetrics } from './router-metrics.ts';
import type { Supergraph } from './supergraph.ts';

export type Gateway = ApolloServerOptionsWithGateway<RequestContext>['gateway'];
type Executor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>;
type ExecutorRequest = Parameters<Executor>[0];

export type GatewayOptions = {
  readonly supergraph: Supergraph;
  /** The client of each subgraph, by name. */
  readonly dataSourceOf: (name: string) => GraphQLDataSource<RequestContext>;
  readonly log: Log;
  readonly metrics: RouterMetrics;
};

/** A gateway for Apollo Server, and the public schema that it serves. */
export async function createGateway(options: GatewayOptions): Promise<{ readonly gateway: Gateway; readonly schema: GraphQLSchema }> {
  const { supergraph, dataSourceOf, log, metrics } = options;
  const execution = createExecution(() => schema, dataSourceOf);
  const apolloGateway = new ApolloGateway({
    supergraphSdl: supergraph.sdl,
    buildService: ({ name }) => dataSourceOf(name),
    logger: gatewayLog(log),
    experimental_didResolveQueryPlan: execution.learn,
    // In truth some three times as much. Everyday plans are learnt and kept beside their document: this is for the others.
    experimental_approximateQueryPlanStoreMiB: 2,
    __exposeQueryPlanExperimental: false,
  });
  const { schema, executor } = await apolloGateway.load();
  teachScalars(schema);
  const executePlanned: Executor = (request) => execution.execute(request) ?? (executor as Executor)(request);
  const guarded = guardedExecutor(executePlanned, createDirectiveGuards(schema, supergraph), metrics);
  const gateway: Gateway = {
    load: () => Promise.resolve({ schema, executor: guarded }),
    onSchemaLoadOrUpdate: (listener) => {
      listener({ apiSchema: schema, coreSupergraphSdl: supergraph.sdl });
      return () => {};
    },
    stop: () => apolloGateway.stop(),
  };
  return { gateway, schema };
}

/** A composed schema knows its scalars by name only: with their rules, a wrong value is refused here and reaches no subgraph. */
function teachScalars(schema: GraphQLSchema): void {
  for (const { name, parseValue, parseLiteral } of Object.values(scalarResolvers)) {
    const scalar = schema.getType(name);
    if (isScalarType(scalar)) Object.assign(scalar, { parseValue, parseLiteral });
  }
}

/** What a document becomes for callers of one kind; planned and kept like a document of its own. */
type Variant = { readonly document: DocumentNode; readonly denied: readonly Guard[]; readonly name: string };

function guardedExecutor(execute: Executor, { guardsOf, withoutDenied }: ReturnType<typeof createDirectiveGuards>, metrics: RouterMetrics): Executor {
  const guards = new WeakMap<DocumentNode, Map<string, readonly Guard[]>>();
  const variants = new WeakMap<readonly Guard[], Map<string, Variant>>();

  const guardsFor = ({ document, request }: ExecutorRequest) => kept(kept(guards, document, () => new Map<string, readonly Guard[]>()), request.operationName ?? '', () => guardsOf(document, request.operationName));
  const variantFor = (document: DocumentNode, places: readonly Guard[], caller: Caller): Variant => {
    const unmet = places.map(({ requirement }) => (isMet(requirement, caller) ? '0' : '1')).join('');
    return kept(kept(variants, places, () => new Map<string, Variant>()), unmet, () => ({
      document: withoutDenied(document, caller),
      denied: places.filter(({ requirement }) => !isMet(requirement, caller)),
      name: unmet,
    }));
  };

  return async (request) => {
    const places = guardsFor(request);
    const { caller } = request.context as RequestContext;
    if (places.every(({ requirement }) => isMet(requirement, caller))) return execute(request);
    const { document, denied, name } = variantFor(request.document, places, caller);
    const result = await execute({ ...request, document, queryHash: `${request.queryHash}-${name}` });
    if (result.data === undefined) return result;
    const denial = withDenials(result.data, denied, { caller, variables: request.request.variables ?? {} });
    for (const { originalError } of denial.errors) metrics.denied.inc({ code: String(originalError && 'code' in originalError ? originalError.code : '') });
    return { ...result, data: denial.data, errors: [...denial.errors, ...(result.errors ?? [])] };
  };
}

type Keeping<Key, Value> = { get: (key: Key) => Value | undefined; set: (key: Key, value: Value) => unknown };

function kept<Key, Value>(values: Keeping<Key, Value>, key: Key, make: () => Value): Value {
  const known = values.get(key);
  if (known !== undefined) return known;
  const made = make();
  values.set(key, made);
  return made;
}
