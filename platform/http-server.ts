/** Hides what every HTTP server of ours has: request ids, health, metrics, limits and a graceful end. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { trustsFirst } from './client-address.ts';
import type { Log } from './log.ts';
import type { Registry } from './metrics.ts';
import { inRequestScope } from './request-scope.ts';
import { isTraced, startServerSpan } from './tracing.ts';

export type HttpServer = FastifyInstance;

/** Answers a request by itself, or calls `goOn` with the request as it came. */
export type FastPath = (request: IncomingMessage, response: ServerResponse, goOn: () => void) => void;

export const REQUEST_ID_HEADER = 'x-request-id';
const REQUEST_TIMEOUT_MS = 30_000;
/** Node looks for requests that take too long only every 30 s otherwise: they would hold a connection for twice their time. */
const TIMEOUT_CHECKS = 6;
/** While stopping. */
const IDLE_CHECK_MS = 100;
const REQUEST_ID = /^[\w.-]{1,64}$/;

type HttpServerOptions = {
  readonly log: Log;
  readonly registry: Registry;
  /** Rejects while the process cannot do its work; its message is not shown. */
  readonly checkReady: () => Promise<void>;
  readonly bodyLimitBytes?: number;
  /** How long a request may take to arrive, headers and body; whoever is slower gets 408 and is disconnected. */
  readonly requestTimeoutMs?: number | undefined;
  /** How many reverse proxies in front may name the client's address. */
  readonly trustedProxies?: number;
  /** Sees every request before Fastify does, unless requests are traced or the server is stopping. */
  readonly fastPath?: FastPath | undefined;
};

/** A server with `/health/live`, `/health/ready` and `/metrics`; routes are the caller's. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { log, registry, checkReady, trustedProxies = 0, requestTimeoutMs = REQUEST_TIMEOUT_MS, fastPath } = options;
  let isStopping = false;
  const server = Fastify({
    logger: false,
    bodyLimit: options.bodyLimitBytes ?? 1_000_000,
    genReqId: requestIdOf,
    trustProxy: trustsFirst(trustedProxies),
    forceCloseConnections: 'idle',
    requestTimeout: requestTimeoutMs,
    http: { headersTimeout: requestTimeoutMs, connectionsCheckingInterval: requestTimeoutMs / TIMEOUT_CHECKS },
    connectionTimeout: 65_000,
    keepAliveTimeout: 60_000,
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 2_048 },
  });

  server.addHook('onRequest', (request, reply, done) => {
    void reply.header(REQUEST_ID_HEADER, request.id);
    inRequestScope(request.id, () => traced(request, reply, done));
  });
  server.addHook('preClose', (done) => {
    isStopping = true;
    // What is under way is still answered, and would leave its connection open for the next request.
    const closing = setInterval(() => server.server.closeIdleConnections(), IDLE_CHECK_MS).unref();
    server.server.once('close', () => clearInterval(closing));
    done();
  });
  if (fastPath !== undefined) putFirst(server, fastPath, () => !isStopping && !isTraced());

  server.get('/health/live', () => ({ status: 'live' }));
  server.get('/health/ready', async (_request, reply) => {
    try {
      if (isStopping) throw new Error('stopping');
      await checkReady();
      return { status: 'ready' };
    } catch (error) {
      log.debug({ err: error }, 'not ready');
      return reply.code(503).send({ status: 'unavailable' });
    }
  });
  server.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));

  server.setErrorHandler((error: Error & { readonly statusCode?: number; readonly code?: string }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) log.error({ err: error, route: request.routeOptions.url }, 'request failed');
    const code = status >= 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST';
    const message = status >= 500 ? 'Something went wrong on our side.' : error.message;
    return reply.code(status).send({ errors: [{ message, extensions: { code, requestId: request.id } }] });
  });
  return server;
}

/** Has requests pass the fast path before they come to Fastify, where `isOpen` says so. */
function putFirst({ server }: HttpServer, fastPath: FastPath, isOpen: () => boolean): void {
  const usual = server.listeners('request');
  server.removeAllListeners('request').on('request', (request, response) => {
    const goOn = () => usual.forEach((listener) => void listener.call(server, request, response));
    if (isOpen()) fastPath(request, response, goOn);
    else goOn();
  });
}

/** The name that the client gave its request, if it is a plain one; otherwise a new one. */
export function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers[REQUEST_ID_HEADER];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

/** Goes on within the request's span, which ends with the answer; health checks and metrics have none. */
function traced(request: FastifyRequest, reply: FastifyReply, goOn: () => void): void {
  const { url: route = 'unknown route' } = request.routeOptions;
  const span = route.startsWith('/health') || route === '/metrics' ? null : startServerSpan(`${request.method} ${route}`, request.headers);
  if (span === null) {
    goOn();
    return;
  }
  reply.raw.once('close', () => span.end({ status: reply.statusCode }));
  span.run(goOn);
}
