/** Hides what every subgraph shares: a federated schema behind permissions, served over HTTP to nobody but holders of a signed identity. */
import { readFile } from 'node:fs/promises';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled, ApolloServerPluginUsageReportingDisabled } from '@apollo/server/plugin/disabled';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from '@as-integrations/fastify';
import { Kind, parse } from 'graphql';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import type { FastifyRequest } from 'fastify';
import type { Env } from './env.ts';
import { DomainError } from './errors.ts';
import { errorLogging, extensionsOf, formatError } from './graphql-errors.ts';
import { createHttpServer } from './http-server.ts';
import type { HttpServer } from './http-server.ts';
import { IDENTITY_HEADER, createIdentityVerifier } from './identity.ts';
import type { Identity } from './identity.ts';
import { listen } from './lifecycle.ts';
import type { ProcessContext } from './lifecycle.ts';
import { createRegistry } from './metrics.ts';
import { withPermissions } from './permissions.ts';
import type { IdentityContext, PermissionRules } from './permissions.ts';
import { scalarResolvers } from './scalars.ts';

export type SubgraphName = 'users' | 'events' | 'notifications';

type SubgraphOptions<Context extends IdentityContext> = {
  readonly name: SubgraphName;
  /** Where its `schema.graphql` lies. */
  readonly schemaUrl: URL;
  readonly resolvers: object;
  readonly permissions: PermissionRules;
  /** Made anew for each request, so that loaders never outlive it. */
  readonly createContext: (identity: Identity) => Context;
  /** Rejects while the process cannot do its work. */
  readonly checkReady: () => Promise<void>;
  readonly defaultPort: number;
  /** Routes beside `/graphql`, e.g. users' key set. */
  readonly addRoutes?: (server: HttpServer) => void;
};

/** The executable schema: SDL, resolvers, shared scalars, permissions. */
export async function createSubgraphSchema(options: Pick<SubgraphOptions<IdentityContext>, 'schemaUrl' | 'resolvers' | 'permissions'>): Promise<GraphQLSchema> {
  const typeDefs = parse(await readFile(options.schemaUrl, 'utf8'));
  const schema = buildSubgraphSchema([{ typeDefs, resolvers: { ...scalarsOf(typeDefs), ...options.resolvers } }]);
  return withPermissions(schema, options.permissions);
}

/** The shared resolvers of the scalars that the SDL declares. */
function scalarsOf(typeDefs: DocumentNode): object {
  const declared = new Set(typeDefs.definitions.flatMap((definition) => (definition.kind === Kind.SCALAR_TYPE_DEFINITION ? [definition.name.value] : [])));
  return Object.fromEntries(Object.entries(scalarResolvers).filter(([name]) => declared.has(name)));
}

/** Serves a subgraph until the process stops; returns its port. */
export async function startSubgraph<Context extends IdentityContext>(process: ProcessContext, options: SubgraphOptions<Context>): Promise<number> {
  const { env, log, onStop } = process;
  const server = createHttpServer({ log, registry: createRegistry(options.name), checkReady: options.checkReady });
  const apollo = new ApolloServer<Context>({
    schema: await createSubgraphSchema(options),
    introspection: true,
    includeStacktraceInErrorResponses: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    formatError,
    plugins: [
      errorLogging(log),
      fastifyApolloDrainPlugin(server),
      ApolloServerPluginLandingPageLocalDefault({ footer: false }),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
  });
  await apollo.start();

  const verify = createIdentityVerifier(env.IDENTITY_SECRET, options.name);
  const identities = new WeakMap<FastifyRequest, Identity>();
  server.route({
    method: ['GET', 'POST', 'OPTIONS'],
    url: '/graphql',
    onRequest: async (request, reply) => {
      if (isLandingPage(request)) return;
      try {
        identities.set(request, await verify(identityToken(request)));
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        await reply.code(401).send({ errors: [{ message: error.message, extensions: extensionsOf(error) }] });
      }
    },
    handler: fastifyApolloHandler(apollo, {
      context: (request) => {
        const identity = identities.get(request);
        if (identity === undefined) throw new Error('a request without an identity reached the subgraph');
        return Promise.resolve(options.createContext(identity));
      },
    }),
  });
  options.addRoutes?.(server);

  onStop(async () => {
    await server.close();
    await apollo.stop();
  });
  const port = await listen(server, { host: env.HOST, port: portOf(env, options.defaultPort) });
  log.info({ port }, 'listening');
  return port;
}

function portOf(env: Env, defaultPort: number): number {
  return env.PORT ?? defaultPort;
}

/** A browser that opens the address gets the landing page; it holds nothing of ours. */
function isLandingPage(request: FastifyRequest): boolean {
  return request.method === 'GET' && (request.headers.accept ?? '').includes('text/html') && !('query' in Object(request.query)) && !('extensions' in Object(request.query));
}

function identityToken(request: FastifyRequest): string | undefined {
  const header = request.headers[IDENTITY_HEADER];
  return Array.isArray(header) ? undefined : header;
}
