/** Hides how the gateway calls a subgraph: pooled connections, a signed identity, timeouts, a circuit breaker, and one call for identical questions. */
import type { GraphQLDataSource } from '@apollo/gateway';
import { z } from 'zod';
import { Pool } from 'undici';
import { REQUEST_ID_HEADER } from '#platform/http-server.ts';
import { IDENTITY_HEADER } from '#platform/identity.ts';
import type { Log } from '#platform/log.ts';
import { inSpan, SpanKind, traceHeaders } from '#platform/tracing.ts';
import { restrictCachePolicy } from './cache-policy.ts';
import type { Changes } from './changes.ts';
import { createCircuitBreaker } from './circuit-breaker.ts';
import type { RequestContext } from './request-context.ts';
import type { RouterMetrics } from './router-metrics.ts';
import type { IdentityHeader } from './subgraph-identity.ts';
import { SubgraphUnavailableError, unavailableAnswer } from './subgraph-failure.ts';

const QUERY_TIMEOUT_MS = 8_000;
const MUTATION_TIMEOUT_MS = 20_000;
const CONNECT_TIMEOUT_MS = 2_000;
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
const MUTATION = /^\s*mutation\b/;

type Answer = { readonly text: string; readonly cacheControl: string | null };
type SubgraphAnswer = Awaited<ReturnType<GraphQLDataSource<RequestContext>['process']>>;
type Call = { readonly body: string; readonly context: RequestContext; readonly isMutation: boolean };

const answerSchema = z.looseObject({ data: z.record(z.string(), z.unknown()).nullish(), errors: z.array(z.looseObject({ message: z.string() })).optional() });

export type SubgraphClientOptions = {
  readonly name: string;
  /** Its base address. */
  readonly url: string;
  readonly identityHeader: IdentityHeader;
  /** Two questions are only the same one when nothing changed in between. */
  readonly changes: Pick<Changes, 'sequence'>;
  readonly metrics: RouterMetrics;
  readonly log: Log;
  readonly now?: () => number;
};

export type SubgraphClient = GraphQLDataSource<RequestContext> & {
  /** Whether calls are being made at all. */
  readonly isAvailable: () => boolean;
  readonly close: () => Promise<void>;
};

/** A data source for the gateway. Never rejects for a subgraph that is down or slow: it answers errors for each field asked for. */
export function createSubgraphClient(options: SubgraphClientOptions): SubgraphClient {
  const { name, url, identityHeader, changes, metrics, log, now = Date.now } = options;
  const pool = new Pool(url, { connections: 128, pipelining: 1, keepAliveTimeout: 30_000, connect: { timeout: CONNECT_TIMEOUT_MS } });
  const breaker = createCircuitBreaker({ failures: 5, retryAfterMs: 500 });
  const underway = new Map<string, Promise<Answer>>();

  const post = async ({ body, context, isMutation }: Call): Promise<Answer> => {
    if (!breaker.allows(now())) throw new SubgraphUnavailableError(name, 'circuit open');
    const stopTimer = metrics.subgraphSeconds.startTimer({ subgraph: name });
    const timeout = isMutation ? MUTATION_TIMEOUT_MS : QUERY_TIMEOUT_MS;
    try {
      const response = await pool.request({
        path: '/graphql',
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          [IDENTITY_HEADER]: await identityHeader(context.caller, name, isMutation ? context.clientAddress : null),
          [REQUEST_ID_HEADER]: context.requestId,
          ...traceHeaders(),
        },
        body,
        headersTimeout: timeout,
        bodyTimeout: timeout,
      });
      const text = await response.body.text();
      if (response.statusCode >= 500 || text.length > MAX_ANSWER_BYTES) throw new SubgraphUnavailableError(name, `status ${response.statusCode}`);
      if (breaker.isOpen()) log.info({ subgraph: name }, 'subgraph answers again');
      breaker.succeeded();
      stopTimer({ outcome: 'answered' });
      const { 'cache-control': cacheControl } = response.headers;
      return { text, cacheControl: typeof cacheControl === 'string' ? cacheControl : null };
    } catch (cause) {
      // The trials of an outage are no news: one of thousands of requests should not fill the log.
      log[breaker.isOpen() ? 'debug' : 'warn']({ subgraph: name, err: cause }, 'subgraph unavailable');
      breaker.failed(now());
      stopTimer({ outcome: 'failed' });
      throw cause instanceof SubgraphUnavailableError ? cause : new SubgraphUnavailableError(name, 'no answer', cause);
    }
  };

  const ask = (call: Call): Promise<Answer> => {
    if (call.isMutation) return inSpan(`ask ${name}`, { kind: SpanKind.CLIENT }, () => post(call));
    const key = `${changes.sequence()} ${call.context.caller.key} ${call.body}`;
    const same = underway.get(key);
    if (same !== undefined) return same;
    const asking = inSpan(`ask ${name}`, { kind: SpanKind.CLIENT }, () => post(call)).finally(() => underway.delete(key));
    underway.set(key, asking);
    return asking;
  };

  return {
    process: async (options) => {
      if (options.kind !== 'incoming operation') return {};
      const { request, incomingRequestContext, context } = options;
      const { query = '', variables, operationName } = request;
      try {
        const answer = await ask({ body: JSON.stringify({ query, variables, operationName }), context, isMutation: MUTATION.test(query) });
        restrictCachePolicy(incomingRequestContext.overallCachePolicy, answer.cacheControl);
        return parseAnswer(answer.text, name);
      } catch (error) {
        if (!(error instanceof SubgraphUnavailableError)) throw error;
        metrics.subgraphUnavailable.inc({ subgraph: name });
        return unavailableAnswer(error, query, variables);
      }
    },
    isAvailable: () => !breaker.isOpen(),
    close: () => pool.close(),
  };
}

function parseAnswer(text: string, name: string): SubgraphAnswer {
  try {
    return answerSchema.parse(JSON.parse(text)) as SubgraphAnswer;
  } catch (cause) {
    throw new SubgraphUnavailableError(name, 'not a GraphQL answer', cause);
  }
}
