/** Hides how tests run the users process and speak with it as the router, a person or a service would. */
import { createLocalJWKSet, jwtVerify } from 'jose';
import { z } from 'zod';
import { ACCESS_TOKEN, JWKS_PATH, accessTokenClaims } from '#platform/access-token.ts';
import { consumeDomainEvents } from '#platform/domain-events.ts';
import type { DomainEvent } from '#platform/facts.ts';
import { IDENTITY_HEADER, NOBODY, createIdentitySigner } from '#platform/identity.ts';
import type { Identity } from '#platform/identity.ts';
import { createLog } from '#platform/log.ts';
import { connectMongo } from '#platform/mongo.ts';
import type { Db } from '#platform/mongo.ts';
import { createRedis } from '#platform/redis.ts';
import type { Redis } from '#platform/redis.ts';
import { createViewerRecords } from '#platform/viewer-records.ts';
import type { ViewerRecords } from '#platform/viewer-records.ts';
import { eventually } from '#tests/support/eventually.ts';
import { graphql } from '#tests/support/graphql-client.ts';
import type { GraphQLAnswer } from '#tests/support/graphql-client.ts';
import { stackEnvironment, startProcess } from '#tests/support/processes.ts';
import { uniqueName } from '#tests/support/unique-name.ts';

type Data = Readonly<Record<string, unknown>>;
type Answer = GraphQLAnswer<Data>;
export type Ask = (query: string, variables?: Data) => Promise<Answer>;

export type Person = {
  readonly id: string;
  readonly email: string;
  readonly password: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly sessionId: string;
};

type AccountMail = Extract<DomainEvent, { readonly type: 'account-mail.requested' }>['facts'];

export type UsersProcess = {
  readonly url: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly db: Db;
  readonly redis: Redis;
  readonly records: ViewerRecords;
  readonly events: readonly DomainEvent[];
  /** Asks with exactly this identity. */
  as(identity: Partial<Identity>): Ask;
  readonly nobody: Ask;
  readonly service: Ask;
  /** Asks on behalf of a person, as the router would by what now holds for them. */
  viewer(person: Pick<Person, 'id' | 'sessionId'>): Ask;
  signUp(given?: { readonly email?: string; readonly displayName?: string }): Promise<Person>;
  /** A person with a verified address. */
  verified(): Promise<Person>;
  admin(): Promise<Ask>;
  /** The first (or that) mail of that kind asked for to that address, waited for. */
  mail(kind: AccountMail['kind'], toEmail: string, nth?: number): Promise<AccountMail>;
  claimsOf(accessToken: string): Promise<z.infer<typeof accessTokenClaims>>;
  /** Hears what is published on a channel of Redis until disposed. */
  listen(channel: string, onMessage: (message: string) => void): Promise<AsyncDisposable>;
  restart(): Promise<void>;
  /** kill -9, then a new process. */
  crash(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

export const PASSWORD = 'tangerine umbrella 42';

const sessionPayload = z.object({ session: z.object({ accessToken: z.string(), refreshToken: z.string() }), user: z.object({ id: z.string() }) });

/** The data of an answer without errors. */
export function dataOf(answer: Answer): Data {
  if (answer.errors.length > 0 || answer.data === null) throw new Error(`The operation failed: ${JSON.stringify(answer.errors)}`);
  return answer.data;
}

/** The code of the only error, null without one. */
export function codeOf(answer: Answer): unknown {
  return answer.errors.at(0)?.extensions?.['code'] ?? null;
}

/** Runs the process under names of its own. Meant for `await using`, or an `afterAll`. */
export async function startUsers(changes: Readonly<Record<string, string>> = {}): Promise<UsersProcess> {
  const environment = await stackEnvironment({ SIGN_UP_LIMIT: '10000/minute', ...changes });
  const value = (name: string) => environment[name] ?? '';
  let running = await startProcess({ entry: 'subgraphs/users/main.ts', env: environment });
  const mongo = await connectMongo({ url: value('MONGODB_URL'), database: `${value('MONGODB_DATABASE_PREFIX')}_users`, appName: 'tests' });
  const redis = createRedis(value('REDIS_URL'));
  const prefix = value('REDIS_PREFIX');
  const records = createViewerRecords(redis, prefix);
  const sign = createIdentitySigner(value('IDENTITY_SECRET'));
  const events: DomainEvent[] = [];
  const consumer = consumeDomainEvents({
    subscriber: 'worker', redisUrl: value('REDIS_URL'), prefix, log: createLog({ name: 'tests', level: 'silent' }), concurrency: 1,
    handle: (event) => Promise.resolve(void events.push(event)),
  });

  const as = (identity: Partial<Identity>): Ask => async (query, variables = {}) =>
    graphql(`${running.url}/graphql`, { query, variables, headers: { [IDENTITY_HEADER]: await sign({ ...NOBODY, ...identity }, 'users') } });
  const nobody = as({});
  const viewer = ({ id, sessionId }: Pick<Person, 'id' | 'sessionId'>): Ask => async (query, variables) => {
    const record = await records.get(id);
    return as({ viewer: record === null || record.disabled ? null : record, sessionId })(query, variables);
  };
  const mail: UsersProcess['mail'] = (kind, toEmail, nth = 1) =>
    eventually(() => {
      // The same mail may be asked for more than once, under one id.
      const asked = new Map(events.flatMap((event) => (event.type === 'account-mail.requested' && event.facts.kind === kind && event.facts.toEmail === toEmail ? [[event.id, event.facts]] : [])));
      const found = [...asked.values()].at(nth - 1);
      if (found === undefined) throw new Error(`No ${kind} to ${toEmail} was asked for ${nth} times.`);
      return found;
    });
  const claimsOf: UsersProcess['claimsOf'] = async (accessToken) => {
    const jwks: unknown = await (await fetch(`${running.url}${JWKS_PATH}`)).json();
    const keys = createLocalJWKSet(z.object({ keys: z.array(z.looseObject({ kty: z.string() })) }).parse(jwks));
    const { payload } = await jwtVerify(accessToken, keys, { issuer: ACCESS_TOKEN.issuer, audience: ACCESS_TOKEN.audience, algorithms: [ACCESS_TOKEN.algorithm] });
    return accessTokenClaims.parse(payload);
  };
  const personOf = async (payload: unknown, email: string): Promise<Person> => {
    const { session, user } = sessionPayload.parse(payload);
    return { id: user.id, email, password: PASSWORD, ...session, sessionId: (await claimsOf(session.accessToken)).sid };
  };
  const signUp: UsersProcess['signUp'] = async ({ email = `${uniqueName('person')}@example.org`, displayName = 'Ana Prado' } = {}) => {
    const answer = await nobody(SIGN_UP, { input: { email, password: PASSWORD, displayName, timeZone: 'Europe/Madrid' } });
    return personOf(dataOf(answer)['signUp'], email);
  };
  return {
    get url() {
      return running.url;
    },
    environment, db: mongo.db, redis, records, events, as, nobody, viewer, signUp, mail, claimsOf,
    service: as({ service: 'tests' }),
    verified: async () => {
      const person = await signUp();
      const { token } = await mail('EMAIL_VERIFICATION', person.email);
      dataOf(await nobody(CONFIRM_EMAIL, { input: { token } }));
      return person;
    },
    admin: async () => {
      const email = value('ADMIN_EMAIL');
      const answer = await nobody(SIGN_IN, { input: { email, password: value('ADMIN_PASSWORD') } });
      return viewer(await personOf(dataOf(answer)['signIn'], email));
    },
    listen: async (channel, onMessage) => {
      const subscriber = createRedis(value('REDIS_URL'));
      subscriber.on('message', (_channel, message) => onMessage(message));
      await subscriber.subscribe(channel);
      return { [Symbol.asyncDispose]: () => Promise.resolve(subscriber.disconnect()) };
    },
    restart: async () => {
      await running[Symbol.asyncDispose]();
      running = await startProcess({ entry: 'subgraphs/users/main.ts', env: environment });
    },
    crash: async () => {
      running.kill('SIGKILL');
      await running.exited;
      running = await startProcess({ entry: 'subgraphs/users/main.ts', env: environment });
    },
    [Symbol.asyncDispose]: async () => {
      await running[Symbol.asyncDispose]();
      await consumer.close();
      await mongo.db.dropDatabase();
      await mongo.close();
      redis.disconnect();
    },
  };
}

const SESSION = 'session { accessToken accessTokenExpiresAt refreshToken } user { id email role emails { address verified primary } }';
export const SIGN_UP = `mutation ($input: SignUpInput!) { signUp(input: $input) { ${SESSION} } }`;
export const SIGN_IN = `mutation ($input: SignInInput!) { signIn(input: $input) { ${SESSION} } }`;
export const REFRESH = `mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) { ${SESSION} } }`;
export const SIGN_OUT = 'mutation ($input: SignOutInput!) { signOut(input: $input) { signedOut } }';
export const CONFIRM_EMAIL = 'mutation ($input: TokenInput!) { confirmEmail(input: $input) { user { id emails { address verified primary } } } }';

/** A stored document, as far as a test looks into it. */
export type Stored = { readonly _id: string; readonly [field: string]: unknown };
