/** The notifications subgraph: schedules mail and answers for it; the worker sends it. */
import { createAuditStore } from '#mail/audit-store.ts';
import { createDeliveryStore } from '#mail/delivery-store.ts';
import { createLedger } from '#mail/ledger.ts';
import { createMailControls, quotaFromEnv } from '#mail/mail-controls.ts';
import { createMailQueue } from '#mail/mail-queue.ts';
import { createNotificationIndexes, createNotificationStore } from '#mail/notification-store.ts';
import { createReadModelStore } from '#mail/read-model-store.ts';
import { createSubjectLookup } from '#mail/subject-lookup.ts';
import { createIdentitySigner } from '#platform/identity.ts';
import { runProcess } from '#platform/lifecycle.ts';
import { connectMongo } from '#platform/mongo.ts';
import { connectRedis, createRedis } from '#platform/redis.ts';
import { createSubgraphRequest } from '#platform/subgraph-request.ts';
import { startSubgraph } from '#platform/subgraph.ts';
import { createContext } from './context.ts';
import { createForecasts } from '#mail/forecasts.ts';
import { permissions } from './permissions.ts';
import { createResolvers } from './resolvers.ts';

const DEFAULT_PORT = 4003;

await runProcess('notifications', async (process) => {
  const { env, onStop } = process;
  const mongo = await connectMongo({ url: env.MONGODB_URL, database: `${env.MONGODB_DATABASE_PREFIX}_notifications`, appName: 'notifications' });
  onStop(mongo.close);
  const redis = createRedis(env.REDIS_URL);
  onStop(async () => redis.disconnect());
  await connectRedis(redis, env.REDIS_URL);

  const { db } = mongo;
  const now = () => new Date();
  const store = createNotificationStore(db);
  const readModel = createReadModelStore(db);
  await Promise.all([createNotificationIndexes(db), readModel.ensureIndexes()]);
  const queue = createMailQueue({ redisUrl: env.REDIS_URL, prefix: env.REDIS_PREFIX, store });
  onStop(queue.close);
  const ledger = createLedger(redis, env.REDIS_PREFIX);
  const controls = createMailControls({ db, queue, ledger, defaults: quotaFromEnv(env) });
  const sign = createIdentitySigner(env.IDENTITY_SECRET);
  const lookup = createSubjectLookup({
    readModel,
    askEvents: createSubgraphRequest({ url: env.EVENTS_URL, audience: 'events', sign }),
    askUsers: createSubgraphRequest({ url: env.USERS_URL, audience: 'users', sign }),
    service: 'notifications',
  });
  const services = {
    store, queue, readModel, lookup, ledger, controls, now,
    deliveries: createDeliveryStore(db),
    audit: createAuditStore(db),
    forecasts: createForecasts({ store, readModel, controls, ledger, now }),
    lead: env.MAIL_DEADLINE_LEAD,
  };

  await startSubgraph(process, {
    name: 'notifications',
    schemaUrl: new URL('schema.graphql', import.meta.url),
    resolvers: createResolvers(services),
    permissions,
    createContext: (identity) => createContext(identity, store),
    checkReady: async () => {
      await Promise.all([mongo.ping(), redis.ping()]);
    },
    defaultPort: DEFAULT_PORT,
  });
  // The first picture of all pending mail takes longest; nobody should wait for it.
  services.forecasts.outlook().catch((error: unknown) => process.log.warn({ err: error }, 'no forecast yet'));
});
