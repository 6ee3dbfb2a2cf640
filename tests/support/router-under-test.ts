/** Hides how a test runs the real router in its own process, before stand-ins for the subgraphs, with people who hold real tokens. */
import { readFile } from 'node:fs/promises';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import { ACCESS_TOKEN } from '#platform/access-token.ts';
import { forbidTelemetry, readEnv } from '#platform/env.ts';
import type { ProcessContext } from '#platform/lifecycle.ts';
import { listen } from '#platform/lifecycle.ts';
import { createLog } from '#platform/log.ts';
import { createRedis } from '#platform/redis.ts';
import type { Redis } from '#platform/redis.ts';
import type { SubgraphName } from '#platform/subgraph.ts';
import { createViewerRecords } from '#platform/viewer-records.ts';
import type { ViewerRecord, ViewerRecords } from '#platform/viewer-records.ts';
import { createRouter } from '#router/router.ts';
import { backingServices } from './backing-services.ts';
import { createStandIns, standInId, startStandIn } from './stand-ins.ts';
import type { StandIns } from './stand-ins.ts';
import { uniqueName } from './unique-name.ts';

export type Claims = { readonly sub?: string; readonly sid?: string; readonly at?: number };

export type RouterUnderTest = {
  /** `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly graphqlUrl: string;
  readonly standIns: StandIns;
  readonly redis: Redis;
  readonly prefix: string;
  readonly env: ProcessContext['env'];
  readonly records: ViewerRecords;
  /** Signs with users' key; `sign` for anything else that a test wants signed. */
  readonly tokenOf: (claims?: Claims) => Promise<string>;
  readonly sign: (token: SignJWT) => Promise<string>;
  readonly publicJwk: Readonly<Record<string, unknown>>;
  /** Stops one subgraph, or starts it again on its port. */
  readonly stop: (name: SubgraphName) => Promise<void>;
  readonly restart: (name: SubgraphName) => Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** A person's record; the person of `standInId('a', 1)` and an admin (`standInId('a', 2)`) are there from the start. */
export function recordOf(id: string, changes: Partial<ViewerRecord> = {}): ViewerRecord {
  return { id, version: 1, role: 'USER', disabled: false, verified: true, language: 'EN', timeZone: 'Europe/Madrid', home: null, interests: [], tokensValidFrom: 0, ...changes };
}

/** Starts it. `environment` is added to the router's. */
export async function startRouter(environment: Readonly<Record<string, string>> = {}, options: { readonly requestTimeoutMs?: number } = {}): Promise<RouterUnderTest> {
  forbidTelemetry();
  const redisUrl = environment['REDIS_URL'] ?? backingServices().redisUrl;
  const prefix = uniqueName('router');
  const shared = { NODE_ENV: 'test', LOG_LEVEL: process.env['TEST_LOG'] ?? 'silent', REDIS_URL: redisUrl, REDIS_PREFIX: prefix, PORT: '0' };
  const redis = createRedis(redisUrl);
  await redis.connect();
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const publicJwk = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'EdDSA', use: 'sig' };
  const standIns = createStandIns();
  const running = new Map<string, { readonly port: number; readonly stop: () => Promise<void> }>();

  const run = async (name: SubgraphName, port = 0): Promise<number> => {
    const { context, stop } = processContext({ ...shared, PORT: String(port) });
    const given = await startStandIn(context, { name, standIns, redis, jwks: { keys: [publicJwk] } });
    running.set(name, { port: given, stop });
    return given;
  };
  const [users, events, notifications] = await Promise.all([run('users'), run('events'), run('notifications')]);
  const at = (port: number) => `http://127.0.0.1:${port}`;
  const router = processContext({ ...shared, USERS_URL: at(users), EVENTS_URL: at(events), NOTIFICATIONS_URL: at(notifications), ...environment });
  const sdl = await readFile(new URL('../../supergraph.graphql', import.meta.url), 'utf8');
  const port = await listen(await createRouter(router.context, { sdl, ...options }), { host: '127.0.0.1', port: 0 });

  const records = createViewerRecords(redis, prefix);
  await records.put(recordOf(standInId('a', 1)));
  await records.put(recordOf(standInId('a', 2), { role: 'ADMIN' }));
  const sign = (token: SignJWT) => token.setProtectedHeader({ alg: ACCESS_TOKEN.algorithm, kid: 'test' }).sign(privateKey);
  return {
    url: at(port),
    graphqlUrl: `${at(port)}/graphql`,
    standIns, redis, prefix, records, sign, publicJwk,
    env: router.context.env,
    tokenOf: ({ sub = standInId('a', 1), sid = 'session', at = Date.now() } = {}) =>
      sign(new SignJWT({ sid, at }).setSubject(sub).setIssuer(ACCESS_TOKEN.issuer).setAudience(ACCESS_TOKEN.audience).setIssuedAt().setExpirationTime(`${ACCESS_TOKEN.lifetimeSeconds}s`)),
    stop: async (name) => running.get(name)?.stop(),
    restart: async (name) => void (await run(name, running.get(name)?.port)),
    [Symbol.asyncDispose]: async () => {
      await router.stop();
      await Promise.all([...running.values()].map(({ stop }) => stop()));
      redis.disconnect();
    },
  };
}

function processContext(environment: Readonly<Record<string, string>>): { readonly context: ProcessContext; readonly stop: () => Promise<void> } {
  const stops: (() => Promise<unknown>)[] = [];
  const env = readEnv(environment);
  const context: ProcessContext = { env, log: createLog({ name: 'test', level: env.LOG_LEVEL }), onStop: (stop) => stops.push(stop) };
  return {
    context,
    stop: async () => {
      for (const stop of stops.splice(0).toReversed()) await stop();
    },
  };
}
