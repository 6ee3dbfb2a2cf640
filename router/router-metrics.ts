/** Hides the router's figures for Prometheus. */
import { Counter, Gauge, Histogram } from '#platform/metrics.ts';
import type { Registry } from '#platform/metrics.ts';

export type RouterMetrics = ReturnType<typeof createRouterMetrics>;

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Registers the figures. */
export function createRouterMetrics(registry: Registry) {
  const registers = [registry];
  return {
    operations: new Counter({ name: 'router_operations_total', help: 'Operations answered, by kind and by whether they had errors.', labelNames: ['kind', 'outcome'], registers }),
    operationSeconds: new Histogram({ name: 'router_operation_seconds', help: 'From request to answer, of operations that were executed.', labelNames: ['kind'], buckets: SECONDS, registers }),
    cache: new Counter({ name: 'router_response_cache_total', help: 'Queries by what the response cache did: hit, shared (joined one under way), stored or passed.', labelNames: ['result'], registers }),
    cacheBytes: new Gauge({ name: 'router_response_cache_bytes', help: 'Size of the kept answers.', registers }),
    cacheInvalidated: new Counter({ name: 'router_response_cache_invalidated_total', help: 'Kept answers dropped because something changed.', registers }),
    limited: new Counter({ name: 'router_limited_total', help: 'Requests refused, by the limit they hit.', labelNames: ['limit'], registers }),
    denied: new Counter({ name: 'router_denied_fields_total', help: 'Fields denied by the router itself, by code.', labelNames: ['code'], registers }),
    subgraphSeconds: new Histogram({ name: 'router_subgraph_seconds', help: 'Calls to subgraphs.', labelNames: ['subgraph', 'outcome'], buckets: SECONDS, registers }),
    subgraphUnavailable: new Counter({ name: 'router_subgraph_unavailable_total', help: 'Fetches answered without their subgraph.', labelNames: ['subgraph'], registers }),
  };
}
