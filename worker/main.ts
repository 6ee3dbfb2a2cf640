/** The mail worker's process: reacts to domain events, sends what is due, and keeps queue and ledger true to the documents. */
import { createNotificationIndexes } from '#mail/notification-store.ts';
import { quotaFromEnv } from '#mail/mail-controls.ts';
import { createReadModelStore } from '#mail/read-model-store.ts';
import { createSubjectLookup } from '#mail/subject-lookup.ts';
import type { Env } from '#platform/env.ts';
import { createHttpServer } from '#platform/http-server.ts';
import { createIdentitySigner } from '#platform/identity.ts';
import { listen, runProcess } from '#platform/lifecycle.ts';
import type { ProcessContext } from '#platform/lifecycle.ts';
import type { Log } from '#platform/log.ts';
import { createRegistry } from '#platform/metrics.ts';
import type { Registry } from '#platform/metrics.ts';
import { connectMongo } from '#platform/mongo.ts';
import { connectRedis, createRedis } from '#platform/redis.ts';
import type { Redis } from '#platform/redis.ts';
import { startRepeating } from '#platform/repeating.ts';
import { createSubgraphRequest } from '#platform/subgraph-request.ts';
import { createViewerRecords } from '#platform/viewer-records.ts';
import { createAlerts } from './alerts.ts';
import { mountDashboard } from './dashboard/mount.ts';
import { createMailWorker } from './mail-worker.ts';
import type { MailWorker } from './mail-worker.ts';
import { addBrevoWebhook, suppressionBy } from './providers/brevo-webhook.ts';
import { createProviders } from './providers/providers.ts';
import { addQueueMetrics } from './queue-metrics.ts';
import { startReacting } from './react.ts';
import { startUpkeep } from './upkeep.ts';
import { factsOf } from './facts.ts';
import { createInvitations } from './invitations.ts';
import { createMailRenderer } from './templates/render.ts';

const DEFAULT_PORT = 4010;
const LOOK_AHEAD_EVERY_MS = 30_000;
const RETRY_AFTER_MS = 15_000;
/** A series of edits to an event within this time becomes one mail. */
const SETTLE_MS = 20_000;

await runProcess('worker', start);

async function start({ env, log, onStop }: ProcessContext): Promise<void> {
  const registry = createRegistry('worker');
  const mongo = await connectMongo({ url: env.MONGODB_URL, database: `${env.MONGODB_DATABASE_PREFIX}_notifications`, appName: 'worker' });
  onStop(mongo.close);
  const redis = createRedis(env.REDIS_URL);
  await connectRedis(redis, env.REDIS_URL);
  onStop(() => redis.quit());
  const readModel = createReadModelStore(mongo.db);
  await Promise.all([createNotificationIndexes(mongo.db), readModel.ensureIndexes()]);

  const { askEvents, askUsers } = owners(env);
  const lookup = createSubjectLookup({ readModel, askEvents, askUsers, service: 'worker' });
  const worker = createMailWorker({
    db: mongo.db,
    redis,
    redisUrl: env.REDIS_URL,
    prefix: env.REDIS_PREFIX,
    quota: quotaFromEnv(env),
    concurrency: env.MAIL_CONCURRENCY,
    providers: createProviders(env),
    facts: factsOf(lookup, readModel),
    render: createMailRenderer({ publicUrl: env.PUBLIC_URL, linkSecret: env.LINK_SECRET }),
    attach: createInvitations({ versionOf: readModel.events.versionOf, publicUrl: env.PUBLIC_URL }),
    messageIdDomain: domainOf(env.MAIL_FROM),
    retryAfterMs: RETRY_AFTER_MS,
    registry,
    log,
    clock: Date.now,
    random: Math.random,
  });
  onStop(worker.close);
  const upkeep = startUpkeep({ redis, prefix: env.REDIS_PREFIX, reconciler: worker.reconciler, log });
  onStop(upkeep.close);
  onStop(startRepeating({ work: alertsOf(env, { worker, redis, registry, log }), pauseMs: LOOK_AHEAD_EVERY_MS, log }));
  addQueueMetrics({ ...worker, registry, clock: Date.now });
  worker.start();
  const services = { store: worker.store, queue: worker.queue, readModel, lookup, now: () => new Date(), lead: env.MAIL_DEADLINE_LEAD, settleMs: SETTLE_MS };
  const reactions = startReacting({ redisUrl: env.REDIS_URL, prefix: env.REDIS_PREFIX, log, services });
  onStop(reactions.close);

  const checkReady = async (): Promise<void> => {
    await Promise.all([mongo.ping(), redis.ping()]);
  };
  const server = createHttpServer({ log, registry, checkReady });
  const viewers = createViewerRecords(redis, env.REDIS_PREFIX);
  await mountDashboard(server, { env, db: mongo.db, parts: worker, forecasts: worker.forecasts, lookup, viewers, askUsers });
  onStop(() => server.close());
  const { MAIL_WEBHOOK_SECRET: secret } = env;
  if (secret !== undefined) addBrevoWebhook(server, { secret, deliveries: worker.deliveries, suppress: suppressionBy(askUsers), log, clock: Date.now });
  const port = await listen(server, { host: env.HOST, port: env.PORT ?? DEFAULT_PORT });
  log.info({ port }, 'listening');
}

type AlertParts = { readonly worker: MailWorker; readonly redis: Redis; readonly registry: Registry; readonly log: Log };

function alertsOf(env: Env, { worker, redis, registry, log }: AlertParts): () => Promise<void> {
  const { outlook, store, queue } = worker;
  const addressees = { email: env.ALERT_EMAIL, webhookUrl: env.ALERT_WEBHOOK_URL, dashboardUrl: env.DASHBOARD_URL };
  return createAlerts({ outlook, store, queue, redis, prefix: env.REDIS_PREFIX, ...addressees, registry, log, clock: Date.now });
}

function owners(env: Env) {
  const sign = createIdentitySigner(env.IDENTITY_SECRET);
  return {
    askEvents: createSubgraphRequest({ url: env.EVENTS_URL, audience: 'events', sign }),
    askUsers: createSubgraphRequest({ url: env.USERS_URL, audience: 'users', sign }),
  };
}

/** The domain of `EventPost <hello@example.org>`. */
function domainOf(from: string): string {
  return /@([^\s<>@]+)>?$/.exec(from)?.[1] ?? 'localhost';
}
