/**
 * Hides how a query plan is carried out. Apollo's gateway plans and validates, and executes whatever this does not know; for the plans of
 * everyday queries its executor spends most of its time on working out the same things again, which this does once per document.
 */
import type { GatewayConfig, GraphQLDataSource } from '@apollo/gateway';
import { GraphQLError, getVariableValues } from 'graphql';
import type { DocumentNode, GraphQLSchema, VariableDefinitionNode } from 'graphql';
import type { RequestContext } from '../request-context.ts';
import { operationOf, selectedFields } from '../selections.ts';
import { mergeInto } from './merge.ts';
import { readPlan } from './plan.ts';
import type { Fetch, Plan } from './plan.ts';
import { isData, shapeObject, shapeOf } from './result-shape.ts';
import type { Data, ObjectShape } from './result-shape.ts';

type PlanHook = NonNullable<GatewayConfig['experimental_didResolveQueryPlan']>;
type IncomingRequest = Parameters<PlanHook>[0]['requestContext'];
export type ExecutionResult = { data?: Record<string, unknown> | null; errors?: readonly GraphQLError[]; extensions?: Record<string, unknown> };
type Subgraph = GraphQLDataSource<RequestContext>;

type Known = { readonly plan: Plan; readonly shape: ObjectShape; readonly variables: readonly VariableDefinitionNode[] };

export type Execution = {
  /** Learns a plan that the gateway has made; for the gateway's own hook. */
  readonly learn: PlanHook;
  /** Carries out a request whose plan is known, or answers undefined. */
  readonly execute: (request: IncomingRequest) => Promise<ExecutionResult> | undefined;
};

/** `schemaOf` answers the public schema. */
export function createExecution(schemaOf: () => GraphQLSchema, subgraphOf: (name: string) => Subgraph): Execution {
  const known = new WeakMap<DocumentNode, Map<string, Known | null>>();

  const compile = ({ document, request }: IncomingRequest, queryPlan: Parameters<PlanHook>[0]['queryPlan']): Known | null => {
    const schema = schemaOf();
    const operation = operationOf(document, request.operationName);
    const type = operation && schema.getRootType(operation.operation);
    const plan = queryPlan.node === undefined ? null : readPlan(queryPlan.node);
    if (operation === undefined || type === undefined || type === null || plan === null) return null;
    const shape = shapeOf(type, selectedFields(schema, document, operation));
    return shape === null ? null : { plan, shape, variables: operation.variableDefinitions ?? [] };
  };

  return {
    learn: ({ queryPlan, requestContext }) => {
      const plans = known.get(requestContext.document) ?? new Map<string, Known | null>();
      known.set(requestContext.document, plans);
      const name = requestContext.request.operationName ?? '';
      if (!plans.has(name)) plans.set(name, compile(requestContext, queryPlan));
    },
    execute: (request) => {
      const plan = known.get(request.document)?.get(request.request.operationName ?? '');
      return plan === undefined || plan === null ? undefined : run(plan, { request, schema: schemaOf(), subgraphOf });
    },
  };
}

type Run = { readonly request: IncomingRequest; readonly schema: GraphQLSchema; readonly subgraphOf: (name: string) => Subgraph };

async function run({ plan, shape, variables }: Known, { request, schema, subgraphOf }: Run): Promise<ExecutionResult> {
  const { errors: wrong } = getVariableValues(schema, variables, request.request.variables ?? {});
  if (wrong !== undefined) return { errors: wrong };
  const errors: GraphQLError[] = [];
  const root: Data = {};
  await carryOut(plan, { root, errors, request, subgraphOf });
  let violations = 0;
  const data = shapeObject(root, shape, () => {
    violations += 1;
  });
  if (errors.length > 0) return { data, errors };
  return violations === 0 ? { data } : { data, extensions: { valueCompletion: [{ message: 'A subgraph answered null, or something else, where that may not be.' }] } };
}

type State = { readonly root: Data; readonly errors: GraphQLError[]; readonly request: IncomingRequest; readonly subgraphOf: (name: string) => Subgraph };

async function carryOut(plan: Plan, state: State): Promise<void> {
  switch (plan.kind) {
    case 'sequence':
      for (const step of plan.steps) await carryOut(step, state);
      return;
    case 'parallel':
      await Promise.all(plan.steps.map((step) => carryOut(step, state)));
      return;
    case 'at':
      return fetchEntities(plan.fetch, entitiesAt(state.root, plan.path), { ...state, path: plan.path });
    case 'fetch': {
      const data = await send(plan, {}, { ...state, path: [], places: [] });
      if (data !== null) mergeInto(state.root, data);
    }
  }
}

type Entity = { readonly data: Data; readonly path: readonly (string | number)[] };

/** Every object at the path, with where it is. */
function entitiesAt(root: unknown, path: readonly string[]): readonly Entity[] {
  const found: Entity[] = [];
  const visit = (value: unknown, depth: number, place: readonly (string | number)[]): void => {
    if (value === null || value === undefined) return;
    const part = path[depth];
    if (part === undefined) {
      if (isData(value)) found.push({ data: value, path: place });
    } else if (part === '@') {
      if (Array.isArray(value)) for (const [index, item] of value.entries()) visit(item, depth + 1, [...place, index]);
    } else if (isData(value) && Object.hasOwn(value, part)) {
      visit(value[part], depth + 1, [...place, part]);
    }
  };
  visit(root, 0, []);
  return found;
}

async function fetchEntities(fetch: Fetch, entities: readonly Entity[], state: State & { readonly path: readonly string[] }): Promise<void> {
  const { typeName, fields } = fetch.representation ?? { typeName: '', fields: [] };
  const known = entities.filter(({ data }) => data['__typename'] === typeName && fields.every((field) => data[field] !== undefined));
  if (known.length === 0) return;
  const representations = known.map(({ data }) => Object.fromEntries(fields.map((field) => [field, data[field]])));
  const answer = await send(fetch, { representations }, { ...state, places: known.map(({ path }) => path) });
  const received = answer?.['_entities'];
  if (answer === null) return;
  if (!Array.isArray(received) || received.length !== known.length) {
    state.errors.push(new GraphQLError(`The ${fetch.subgraph} subgraph did not answer for every entity.`));
    return;
  }
  for (const [index, { data }] of known.entries()) {
    const entity: unknown = received[index];
    if (isData(entity)) mergeInto(data, entity);
  }
}

type Sending = State & { readonly path: readonly string[]; readonly places: readonly (readonly (string | number)[])[] };

async function send(fetch: Fetch, extra: Data, { request, errors, subgraphOf, path, places }: Sending): Promise<Data | null> {
  const given = request.request.variables ?? {};
  const variables: Data = { ...extra };
  for (const name of fetch.variables) if (Object.hasOwn(given, name) && given[name] !== undefined) variables[name] = given[name];
  try {
    const answer = await subgraphOf(fetch.subgraph).process({
      kind: 'incoming operation' as never,
      request: { query: fetch.operation, variables, ...(fetch.operationName === undefined ? {} : { operationName: fetch.operationName }) },
      incomingRequestContext: request as never,
      context: request.context as RequestContext,
      pathInIncomingRequest: [...path],
    });
    for (const error of answer.errors ?? []) errors.push(placed(error, places));
    return isData(answer.data) ? answer.data : null;
  } catch (error) {
    errors.push(error instanceof GraphQLError ? error : new GraphQLError(error instanceof Error ? error.message : String(error), { originalError: error instanceof Error ? error : undefined }));
    return null;
  }
}

type SubgraphError = { readonly message: string; readonly path?: readonly (string | number)[]; readonly extensions?: Readonly<Record<string, unknown>> };

/** The subgraph's error where it belongs in the whole answer: `_entities.3.name` is a field of the third entity. */
function placed({ message, path = [], extensions }: SubgraphError, places: Sending['places']): GraphQLError {
  const [root, index, ...rest] = path;
  const place = root === '_entities' && typeof index === 'number' ? places[index] : undefined;
  return new GraphQLError(message, { path: place === undefined ? path : [...place, ...rest], extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', ...extensions } });
}
