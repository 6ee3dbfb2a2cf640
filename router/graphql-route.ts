/** Hides the way of a GraphQL request over HTTP: who asks, what is kept, what is too much, and only then Apollo Server. */
import { HeaderMap } from '@apollo/server';
import type { ApolloServer } from '@apollo/server';
import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { REQUEST_ID_HEADER } from '#platform/http-server.ts';
import type { HttpServer } from '#platform/http-server.ts';
import { forbidden } from '#platform/errors.ts';
import type { Log } from '#platform/log.ts';
import { describeSpan } from '#platform/tracing.ts';
import { acceptsGzip } from './accepted-encoding.ts';
import { keptKey } from './answers.ts';
import type { Answer, Answers } from './answers.ts';
import type { Authenticate } from './authentication.ts';
import type { Caller } from './caller.ts';
import { fromBody, fromSearch, isRefusal } from './graphql-request.ts';
import type { GraphQLRequest } from './graphql-request.ts';
import { sendKept } from './kept-reply.ts';
import { MAX_BODY_BYTES } from './limits/limits.ts';
import { addPenalty } from './limits/penalty.ts';
import type { Penalty } from './limits/penalty.ts';
import type { RateLimits } from './limits/rate-limits.ts';
import type { Operations } from './operations.ts';
import type { PersistedQueries, Safelist } from './persisted-queries.ts';
import type { RequestContext } from './request-context.ts';
import { keyOf, searchOf } from './request-key.ts';
import type { ResponseCache } from './response-cache.ts';
import { badRequest, refusalOf, unavailable, unknownOperation } from './router-errors.ts';
import type { Refusal } from './router-errors.ts';
import type { RouterMetrics } from './router-metrics.ts';

const compress = promisify(gzip);
const WORTH_COMPRESSING_CHARACTERS = 4_096;

export type GraphQLRouteOptions = {
  readonly apollo: ApolloServer<RequestContext>;
  readonly authenticate: Authenticate;
  readonly rateLimits: RateLimits;
  readonly operations: Operations;
  readonly answers: Answers;
  readonly cache: ResponseCache | null;
  readonly persistedQueries: PersistedQueries;
  readonly isAllowed: Safelist;
  readonly metrics: RouterMetrics;
  readonly log: Log;
};

type RouteParts = GraphQLRouteOptions & { readonly penalty: Penalty };

/** Adds `/graphql`. Only JSON bodies are read: a form cannot be made to send one to us from another site. */
export function addGraphQLRoute(server: HttpServer, given: GraphQLRouteOptions): void {
  const options: RouteParts = { ...given, penalty: addPenalty(server) };
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES }, (_request, body, done) => done(null, body));
  server.route({ method: ['GET', 'POST'], url: '/graphql', bodyLimit: MAX_BODY_BYTES, handler: (request, reply) => receive(request, reply, options) });
}

/** The fast way as far as it goes without waiting for anything. */
function receive(request: FastifyRequest, reply: FastifyReply, options: RouteParts): unknown {
  if (isForLandingPage(request)) return executeAndSend({ request, reply, caller: undefined, body: undefined }, options);
  try {
    const counting = options.rateLimits.countInMemory(request.ip);
    const caller = options.authenticate(request.headers.authorization);
    if (counting !== undefined || caller instanceof Promise) return settle(Promise.all([caller, counting]), { request, reply }, options);
    return respond({ request, reply, caller }, options);
  } catch (error) {
    return refuse({ request, reply }, error, options);
  }
}

type Exchange = { readonly request: FastifyRequest; readonly reply: FastifyReply };
type KnownExchange = Exchange & { readonly caller: Caller };

async function settle(waiting: Promise<[Caller, void]>, exchange: Exchange, options: RouteParts): Promise<unknown> {
  try {
    const [caller] = await waiting;
    return await respond({ ...exchange, caller }, options);
  } catch (error) {
    return refuse(exchange, error, options);
  }
}

function respond(exchange: KnownExchange, options: RouteParts): unknown {
  const { request, reply, caller } = exchange;
  const key = keyOf(request, request.body);
  const kept = key === null ? undefined : options.cache?.get(keptKey(key, caller));
  if (kept !== undefined) {
    options.metrics.cache.inc({ result: 'hit' });
    const headers = Object.entries(reply.hijack().getHeaders()).flatMap(([name, value]) => [name, String(value)]);
    return sendKept({ request: request.raw, response: reply.raw, headers, kept });
  }
  return work(exchange, key, options);
}

async function work(exchange: KnownExchange, key: string | null, options: RouteParts): Promise<unknown> {
  const { request, reply, caller } = exchange;
  const { rateLimits, operations, answers, metrics, isAllowed, penalty } = options;
  penalty.begin(request);
  try {
    await rateLimits.count(request.ip, caller.identity.viewer?.id ?? null);
    const received = receivedRequest(request, options.persistedQueries);
    if (isRefusal(received)) return send(reply, count(received, metrics));
    const { query, operationName, variables } = received;
    if (query !== undefined && !isAllowed(query)) throw forbidden('Only known operations are answered here.');
    const operation = query === undefined ? undefined : operations.prepare(query, operationName);
    if (query !== undefined && operation === undefined) return send(reply, count(unknownOperation('The document does not hold exactly one operation of that name.'), metrics));
    if (operation?.kind === 'subscription') return send(reply, count(unknownOperation('Subscriptions are not served here.'), metrics));
    operation?.assertCost(variables);
    describeSpan({ 'graphql.operation.name': operationName ?? 'unnamed', 'graphql.operation.type': operation?.kind ?? 'unknown' });
    const execute = () => executeOperation({ ...exchange, body: received.body }, options);
    // A GET that changes something is Apollo Server's to refuse; it must not look like a change.
    const isPlain = operation === undefined || (operation.kind === 'query' ? key === null : request.method === 'GET');
    const stopTimer = metrics.operationSeconds.startTimer({ kind: operation?.kind ?? 'unknown' });
    const answer = isPlain ? await execute() : await answers.answer({ key: key ?? '', caller, requestId: ownIdOf(request), request: received, operation }, execute);
    stopTimer();
    metrics.operations.inc({ kind: operation?.kind ?? 'unknown', outcome: answer.body.startsWith('{"errors"') ? 'errors' : 'data' });
    return await sendAnswer(request, reply, answer);
  } catch (error) {
    return refuse(exchange, error, options);
  }
}

function receivedRequest(request: FastifyRequest, persisted: PersistedQueries): GraphQLRequest | Refusal {
  const received = request.method === 'GET' ? fromSearch(searchOf(request)) : Buffer.isBuffer(request.body) ? fromBody(request.body) : badRequest('A POST needs a JSON body.');
  if (isRefusal(received) || received.persistedHash === undefined) return received;
  if (received.query !== undefined) return hash('sha256', received.query) === received.persistedHash ? received : badRequest('The hash is not that of the query.');
  return { ...received, query: persisted.textOf(received.persistedHash) };
}

/** The request's id, where it was not its client that chose it. */
function ownIdOf({ id, headers }: FastifyRequest): string | null {
  return id === headers[REQUEST_ID_HEADER] ? null : id;
}

function isForLandingPage(request: FastifyRequest): boolean {
  return request.method === 'GET' && !request.url.includes('?') && (request.headers.accept ?? '').includes('text/html');
}

async function executeAndSend(exchange: Exchange & { readonly caller: undefined; readonly body: undefined }, options: RouteParts): Promise<unknown> {
  return sendAnswer(exchange.request, exchange.reply, await executeOperation(exchange, options));
}

type Execution = Exchange & { readonly caller: Caller | undefined; readonly body: unknown };

async function executeOperation({ request, caller, body }: Execution, { apollo }: GraphQLRouteOptions): Promise<Answer> {
  const headers = new HeaderMap();
  for (const name of ['accept', 'content-type', 'apollo-require-preflight', 'x-apollo-operation-name']) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const answer = await apollo.executeHTTPGraphQLRequest({
    httpGraphQLRequest: { method: request.method, headers, search: searchOf(request), body },
    context: () => (caller === undefined ? Promise.reject(new Error('no caller')) : Promise.resolve({ caller, clientAddress: request.ip, requestId: request.id })),
  });
  if (answer.body.kind !== 'complete') throw new Error('Apollo Server answered in parts, which the router never asks for.');
  return { status: answer.status ?? 200, headers: Object.fromEntries(answer.headers), body: answer.body.string };
}

async function sendAnswer(request: FastifyRequest, reply: FastifyReply, { status, headers, body }: Answer): Promise<unknown> {
  void reply.code(status).headers(headers);
  if (body.length < WORTH_COMPRESSING_CHARACTERS || !acceptsGzip(request.headers['accept-encoding'])) return reply.send(body);
  void reply.header('content-encoding', 'gzip').header('vary', 'Origin, accept-encoding');
  return reply.send(await compress(body, { level: constants.Z_BEST_SPEED }));
}

function refuse({ request, reply }: Exchange, error: unknown, { metrics, log }: GraphQLRouteOptions): unknown {
  const refusal = refusalOf(error);
  if (refusal !== undefined) return send(reply, count(refusal, metrics));
  log.error({ err: error }, 'request could not be answered');
  return send(reply, unavailable(request.id));
}

function count(refusal: Refusal, metrics: RouterMetrics): Refusal {
  metrics.limited.inc({ limit: refusal.code });
  return refusal;
}

function send(reply: FastifyReply, { status, body, headers }: Refusal): FastifyReply {
  return reply.code(status).headers({ 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers }).send(body);
}
