/** Hides which of the gateway's query plans the router can carry out itself, and what of them it needs to know. */
import type { GatewayConfig } from '@apollo/gateway';

export type GatewayPlan = Parameters<NonNullable<GatewayConfig['experimental_didResolveQueryPlan']>>[0]['queryPlan'];
type GatewayNode = NonNullable<GatewayPlan['node']>;
type GatewayFetch = Extract<GatewayNode, { kind: 'Fetch' }>;

/** What a subgraph must be told of an entity: its type and these fields. */
type Representation = { readonly typeName: string; readonly fields: readonly string[] };

export type Fetch = {
  readonly kind: 'fetch';
  readonly subgraph: string;
  readonly operation: string;
  readonly operationName: string | undefined;
  readonly variables: readonly string[];
  /** For entities; null asks the subgraph's root. */
  readonly representation: Representation | null;
};

export type Plan =
  | Fetch
  | { readonly kind: 'sequence' | 'parallel'; readonly steps: readonly Plan[] }
  /** The fetch is about what lies at the path; `@` stands for each item of a list. */
  | { readonly kind: 'at'; readonly path: readonly string[]; readonly fetch: Fetch };

/** The plan in our words; null for what is left to the gateway: conditions, rewrites, entities by anything but plain keys. */
export function readPlan(node: GatewayNode): Plan | null {
  switch (node.kind) {
    case 'Fetch': {
      const fetch = readFetch(node);
      return fetch?.representation === null ? fetch : null;
    }
    case 'Sequence':
    case 'Parallel': {
      const steps = node.nodes.map(readPlan);
      return steps.every((step) => step !== null) ? { kind: node.kind === 'Sequence' ? 'sequence' : 'parallel', steps } : null;
    }
    case 'Flatten': {
      const fetch = node.node.kind === 'Fetch' ? readFetch(node.node) : null;
      const path = node.path.filter((part) => typeof part === 'string');
      // A part such as `@|[Event]` follows only some types.
      const isPlain = path.length === node.path.length && path.every((part) => part === '@' || /^\w+$/.test(part));
      return fetch === null || fetch.representation === null || !isPlain ? null : { kind: 'at', path, fetch };
    }
    default:
      return null;
  }
}

function readFetch(node: GatewayFetch): Fetch | null {
  const rewrites = [node.inputRewrites, node.outputRewrites, node.contextRewrites];
  if (rewrites.some((list) => list !== undefined && list.length > 0) || node.hasDefers === true) return null;
  const representation = node.requires === undefined || node.requires.length === 0 ? null : readRepresentation(node.requires);
  if (representation === undefined) return null;
  return { kind: 'fetch', subgraph: node.serviceName, operation: node.operation, operationName: node.operationName, variables: node.variableUsages ?? [], representation };
}

function readRepresentation(requires: NonNullable<GatewayFetch['requires']>): Representation | undefined {
  const [fragment, ...others] = requires;
  if (others.length > 0 || fragment?.kind !== 'InlineFragment' || fragment.typeCondition === undefined) return undefined;
  const fields = fragment.selections.map((field) => (field.kind === 'Field' && field.selections === undefined && field.alias === undefined ? field.name : null));
  return fields.every((field) => field !== null) && fields.includes('__typename') ? { typeName: fragment.typeCondition, fields } : undefined;
}
