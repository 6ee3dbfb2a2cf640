/** Runs the events subgraph. */
import { runProcess } from '#platform/lifecycle.ts';
import { connectMongo } from '#platform/mongo.ts';
import { connectRedis, createRedis } from '#platform/redis.ts';
import { startRepeating } from '#platform/repeating.ts';
import { startSubgraph } from '#platform/subgraph.ts';
import { consumeDomainEvents, createDomainEventPublisher } from '#platform/domain-events.ts';
import { openCollections } from './collections.ts';
import { createContext } from './context.ts';
import { permissions } from './permissions.ts';
import { resolvers } from './resolvers.ts';
import { createServices } from './services.ts';

const DEFAULT_PORT = 4002;
const SWEEP_PAUSE_MS = 2_000;

await runProcess('events', async (process) => {
  const { env, log, onStop } = process;
  const mongo = await connectMongo({ url: env.MONGODB_URL, database: `${env.MONGODB_DATABASE_PREFIX}_events`, appName: 'events' });
  onStop(mongo.close);
  const redis = createRedis(env.REDIS_URL);
  await connectRedis(redis, env.REDIS_URL);
  onStop(() => redis.quit());
  const publisher = createDomainEventPublisher({ redisUrl: env.REDIS_URL, prefix: env.REDIS_PREFIX });
  onStop(publisher.close);

  const services = createServices({ env, log, collections: await openCollections(mongo.db), redis, publisher, now: () => new Date() });
  onStop(startRepeating({ work: services.sweep, pauseMs: SWEEP_PAUSE_MS, log }));
  const consumer = consumeDomainEvents({
    redisUrl: env.REDIS_URL, prefix: env.REDIS_PREFIX, subscriber: 'events', log,
    handle: async (event) => {
      if (event.type === 'user.deleted') await services.erase(event.id);
    },
  });
  onStop(consumer.close);
  await startSubgraph(process, {
    name: 'events',
    schemaUrl: new URL('schema.graphql', import.meta.url),
    resolvers,
    permissions,
    createContext: (identity) => createContext(services, identity),
    checkReady: async () => {
      await Promise.all([mongo.ping(), redis.ping()]);
    },
    defaultPort: DEFAULT_PORT,
  });
});
