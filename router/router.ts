/** Hides how the router's parts are put together into one server. */
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled, ApolloServerPluginUsageReportingDisabled } from '@apollo/server/plugin/disabled';
import fastifyCors from '@fastify/cors';
import { createHttpServer } from '#platform/http-server.ts';
import type { HttpServer } from '#platform/http-server.ts';
import type { ProcessContext } from '#platform/lifecycle.ts';
import { createRegistry } from '#platform/metrics.ts';
import { connectRedis, createRedis } from '#platform/redis.ts';
import { createLinkVerifier } from '#platform/signed-link.ts';
import { createAccessTokenVerifier, remoteKeys } from './access-tokens.ts';
import { createAnswers } from './answers.ts';
import { createAuthenticate } from './authentication.ts';
import { createSubgraphs } from './behalf.ts';
import { addCalendarFeed } from './calendar-feed.ts';
import { createChanges, listenForChanges } from './changes.ts';
import { corsOptions } from './cors.ts';
import { createDocumentStore } from './document-store.ts';
import { failureLogging } from './failure-logging.ts';
import { createFastPath } from './fast-path.ts';
import { createGateway } from './gateway.ts';
import { gatewayLog } from './gateway-log.ts';
import { addGraphiql } from './graphiql/graphiql.ts';
import { addGraphQLRoute } from './graphql-route.ts';
import { createRateLimits } from './limits/rate-limits.ts';
import { addMailPages } from './mail-pages/routes.ts';
import { createOperations } from './operations.ts';
import { createPersistedQueries, readSafelist } from './persisted-queries.ts';
import { checkSubgraphs } from './readiness.ts';
import type { RequestContext } from './request-context.ts';
import { createResponseCache } from './response-cache.ts';
import { formatRouterError } from './router-errors.ts';
import { createRouterMetrics } from './router-metrics.ts';
import { landingPage } from './sandbox.ts';
import { securityHeaders } from './security-headers.ts';
import { createSubgraphClient } from './subgraph-client.ts';
import { createIdentityHeader } from './subgraph-identity.ts';
import { readSupergraph } from './supergraph.ts';
import { createViewers } from './viewers.ts';

type RouterOptions = {
  /** The composed supergraph. */
  readonly sdl: string;
  /** How long a request may take to arrive. */
  readonly requestTimeoutMs?: number | undefined;
};

/** Connects everything and answers the server, ready to listen. */
export async function createRouter({ env, log, onStop }: ProcessContext, { sdl, requestTimeoutMs }: RouterOptions): Promise<HttpServer> {
  const urls = { users: env.USERS_URL, events: env.EVENTS_URL, notifications: env.NOTIFICATIONS_URL };
  const supergraph = readSupergraph(sdl, urls);
  const registry = createRegistry('router');
  const metrics = createRouterMetrics(registry);

  const redis = createRedis(env.REDIS_URL);
  const subscriber = createRedis(env.REDIS_URL);
  await Promise.all([connectRedis(redis, env.REDIS_URL), connectRedis(subscriber, env.REDIS_URL)]);
  onStop(() => Promise.resolve(void [redis, subscriber].map((connection) => connection.disconnect())));
  const changes = createChanges();
  await listenForChanges(subscriber, env.REDIS_PREFIX, changes);
  const subgraphs = createSubgraphs(urls, env.IDENTITY_SECRET);
  const viewers = createViewers({ redis, subscriber, prefix: env.REDIS_PREFIX });
  await viewers.start();

  const identityHeader = createIdentityHeader(env.IDENTITY_SECRET);
  const clients = new Map(supergraph.subgraphs.map((name) => [name, createSubgraphClient({ name, url: urlOf(urls, name), identityHeader, changes, metrics, log })]));
  onStop(() => Promise.all([...clients.values()].map((client) => client.close())));
  const { gateway, schema } = await createGateway({
    supergraph,
    dataSourceOf: (name) => {
      const client = clients.get(name);
      if (client === undefined) throw new Error(`no client for the subgraph ${name}`);
      return client;
    },
    log,
    metrics,
  });

  const checkReady = async () => {
    await redis.ping();
    await checkSubgraphs(Object.values(urls));
  };
  const headers = securityHeaders(env.PUBLIC_URL);
  const cache = env.RESPONSE_CACHE ? createResponseCache({ maxBytes: env.RESPONSE_CACHE_MAX_BYTES, changes, metrics }) : null;
  const rateLimits = createRateLimits(redis, env.REDIS_PREFIX, { client: env.CLIENT_RATE_LIMIT, viewer: env.VIEWER_RATE_LIMIT, onLoopback: env.CLIENT_RATE_LIMIT_ON_LOOPBACK });
  const trustedProxies = env.TRUSTED_PROXIES;
  const fastPath = cache === null ? undefined : createFastPath({ cache, rateLimits, metrics, headers, corsOrigins: env.CORS_ORIGINS, trustedProxies });
  const server = createHttpServer({ log, registry, checkReady, trustedProxies, requestTimeoutMs, fastPath });
  server.addHook('onRequest', (_request, reply, done) => {
    void reply.headers(headers);
    done();
  });

  const persistedQueries = createPersistedQueries();
  const apollo = new ApolloServer<RequestContext>({
    gateway,
    introspection: env.INTROSPECTION,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    persistedQueries: { cache: persistedQueries },
    documentStore: createDocumentStore(),
    formatError: formatRouterError,
    stringifyResult: JSON.stringify,
    logger: gatewayLog(log),
    plugins: [failureLogging(log), landingPage(), ApolloServerPluginInlineTraceDisabled(), ApolloServerPluginUsageReportingDisabled()],
  });
  await apollo.start();
  onStop(() => apollo.stop());

  const isAllowed = await readSafelist(env.SAFELIST_FILE);
  await server.register(async (graphql) => {
    await graphql.register(fastifyCors, corsOptions(env.CORS_ORIGINS));
    addGraphQLRoute(graphql, {
      apollo,
      authenticate: createAuthenticate(createAccessTokenVerifier(remoteKeys(env.USERS_URL)), viewers),
      rateLimits,
      operations: createOperations(schema, supergraph),
      answers: createAnswers({ cache, changes, metrics }),
      cache,
      persistedQueries,
      isAllowed,
      metrics,
      log,
    });
  });
  const verify = createLinkVerifier(env.LINK_SECRET);
  addGraphiql(server);
  addCalendarFeed(server, { subgraphs, verify, rateLimits, log });
  await server.register(async (pages) => addMailPages(pages, { subgraphs, verify, recordOf: viewers.recordOf, rateLimits, log }));
  onStop(() => server.close());
  return server;
}

function urlOf(urls: Readonly<Record<string, string>>, name: string): string {
  const url = urls[name];
  if (url === undefined) throw new Error(`no address for the subgraph ${name}`);
  return url;
}
