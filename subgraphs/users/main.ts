/** Hides how the users process is put together. */
import { JWKS_PATH } from '#platform/access-token.ts';
import { createChangeAnnouncer } from '#platform/change-announcer.ts';
import { createDomainEventPublisher } from '#platform/domain-events.ts';
import type { Identity } from '#platform/identity.ts';
import { runProcess } from '#platform/lifecycle.ts';
import type { ProcessContext } from '#platform/lifecycle.ts';
import { connectMongo } from '#platform/mongo.ts';
import { connectRedis, createRedis } from '#platform/redis.ts';
import { startRepeating } from '#platform/repeating.ts';
import { startSubgraph } from '#platform/subgraph.ts';
import { createViewerRecords } from '#platform/viewer-records.ts';
import { createAccessTokenIssuer } from './access-tokens.ts';
import { createMailRequester } from './account-mail.ts';
import { createAccounts } from './accounts.ts';
import { ensureAdmin } from './admin-account.ts';
import { createAuditStore } from './audit-store.ts';
import { createContext } from './context.ts';
import type { Dependencies } from './dependencies.ts';
import { createLimits } from './limits.ts';
import { createPasswordHasher } from './password-hash.ts';
import { permissions } from './permissions.ts';
import { resolvers } from './resolvers.ts';
import { createSessionStore } from './session-store.ts';
import { loadSigningKeys } from './signing-keys.ts';
import { createUserStore } from './user-store.ts';

const DEFAULT_PORT = 4001;
const SWEEP_PAUSE_MS = 2_000;

await runProcess('users', async (process: ProcessContext) => {
  const { env, log, onStop } = process;
  const mongo = await connectMongo({ url: env.MONGODB_URL, database: `${env.MONGODB_DATABASE_PREFIX}_users`, appName: 'eventpost-users' });
  onStop(mongo.close);
  const redis = createRedis(env.REDIS_URL);
  await connectRedis(redis, env.REDIS_URL);
  onStop(() => Promise.resolve(redis.disconnect()));
  const publisher = createDomainEventPublisher({ redisUrl: env.REDIS_URL, prefix: env.REDIS_PREFIX });
  onStop(publisher.close);

  const users = await createUserStore(mongo.db);
  const sessions = await createSessionStore(mongo.db);
  const audit = await createAuditStore(mongo.db);
  const records = createViewerRecords(redis, env.REDIS_PREFIX);
  const keys = await loadSigningKeys(env.ACCESS_TOKEN_KEYS, mongo.db);
  const hasher = await createPasswordHasher();
  onStop(() => hasher[Symbol.asyncDispose]());
  const deps: Dependencies = {
    accounts: createAccounts({ users, sessions, audit, records, publisher, announce: createChangeAnnouncer(redis, env.REDIS_PREFIX, log), linkSecret: env.LINK_SECRET, log }),
    users,
    sessions,
    audit,
    records,
    limits: createLimits({ redis, env }),
    hasher,
    requestMails: createMailRequester(env.LINK_SECRET),
    issueAccessToken: createAccessTokenIssuer(keys),
    now: () => new Date(),
  };
  await ensureAdmin(deps, env);
  onStop(startRepeating({ work: () => sweep(deps), pauseMs: SWEEP_PAUSE_MS, log }));

  await startSubgraph(process, {
    name: 'users',
    schemaUrl: new URL('schema.graphql', import.meta.url),
    resolvers,
    permissions,
    createContext: (identity: Identity) => createContext(deps, identity),
    checkReady: async () => {
      await Promise.all([mongo.ping(), redis.ping()]);
    },
    defaultPort: DEFAULT_PORT,
    addRoutes: (server) => {
      server.get(JWKS_PATH, (_request, reply) => reply.header('cache-control', 'public, max-age=300').send(keys.jwks));
    },
  });
});

async function sweep({ accounts, sessions, now }: Dependencies): Promise<void> {
  await accounts.sweep();
  await sessions.removeExpired(now());
}
