/** Hides the wiring of a test about notifications: the real subgraph process, and the worker's reactions on the same database and queues. */
import { createMailQueue } from '#mail/mail-queue.ts';
import { createNotificationStore } from '#mail/notification-store.ts';
import type { Notification } from '#mail/notification.ts';
import type { EventFacts, RecipientFacts } from '#mail/read-model.ts';
import { createReadModelStore } from '#mail/read-model-store.ts';
import { createSubjectLookup } from '#mail/subject-lookup.ts';
import type { DomainEvent } from '#platform/facts.ts';
import { IDENTITY_HEADER, NOBODY, createIdentitySigner } from '#platform/identity.ts';
import type { Viewer } from '#platform/identity.ts';
import { newId } from '#platform/ids.ts';
import { connectMongo } from '#platform/mongo.ts';
import type { Db } from '#platform/mongo.ts';
import { createSubgraphRequest } from '#platform/subgraph-request.ts';
import { graphql } from '#tests/support/graphql-client.ts';
import type { GraphQLAnswer } from '#tests/support/graphql-client.ts';
import { stackEnvironment, startProcess } from '#tests/support/processes.ts';
import { createReaction } from '#worker/react.ts';
import type { ReactionServices } from '#worker/reactions/services.ts';

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** Any data of an answer; tests know what they asked for. */
// oxlint-disable-next-line typescript/no-explicit-any -- the shape of an answer is the test's own question
export type Data = any;

export type Person = { readonly viewer: Viewer; readonly id: string; readonly address: string };

export type Scene = ReactionServices & {
  readonly react: (event: DomainEvent) => Promise<void>;
  /** Asks as a person, or as nobody. */
  readonly ask: (person: Person | null, query: string, variables?: Readonly<Record<string, unknown>>) => Promise<GraphQLAnswer<Data>>;
  /** Somebody with a verified primary address, known to the read model. */
  readonly person: (facts?: Partial<RecipientFacts>, viewer?: Partial<Viewer>) => Promise<Person>;
  /** An event a week ahead, known to the read model. */
  readonly event: (facts?: Partial<EventFacts>) => Promise<string>;
  /** Ids of all jobs that stand for a notification, of whatever revision. */
  readonly jobsOf: (id: string) => Promise<string[]>;
  /** What is stored for a person, oldest first. */
  readonly mailsOf: (person: Person) => Promise<Notification[]>;
  readonly db: Db;
  readonly url: string;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Facts of an event a week ahead whose organiser is gone. */
export function eventFacts(changes: Partial<EventFacts> = {}): EventFacts {
  return {
    title: 'Jazz in the park', description: 'Bring a blanket.', topics: ['jazz'], startsAt: inFuture(7 * DAY_MS), endsAt: null, timeZone: 'Europe/Madrid',
    place: { name: 'Alameda', address: null, coordinates: null }, status: 'SCHEDULED', cancelReason: null, organizerId: '', ...changes,
  };
}

export function recipientFacts(address: string, changes: Partial<RecipientFacts> = {}): RecipientFacts {
  return {
    displayName: 'Ana', language: 'EN', timeZone: 'Europe/Madrid', disabled: false,
    emails: [{ address, verified: true, primary: true, suppressedReason: null }],
    preferences: { reminderBefore: [], mutedKinds: [], mutedTopics: [], quietHours: null }, ...changes,
  };
}

/** A whole second so many milliseconds ahead, as facts write it. */
export function inFuture(ms: number): string {
  return new Date(Math.ceil((Date.now() + ms) / 1_000) * 1_000).toISOString();
}

/** Meant for `beforeAll`; `changes` are environment variables of the process. */
export async function openScene(changes: Readonly<Record<string, string>> = {}): Promise<Scene> {
  const env = await stackEnvironment({ MAIL_QUOTA: '12/hour,300/day', ...changes });
  const value = (name: string) => env[name] ?? '';
  const process = await startProcess({ entry: 'subgraphs/notifications/main.ts', env });
  const mongo = await connectMongo({ url: value('MONGODB_URL'), database: `${value('MONGODB_DATABASE_PREFIX')}_notifications`, appName: 'tests' });
  const store = createNotificationStore(mongo.db);
  const queue = createMailQueue({ redisUrl: value('REDIS_URL'), prefix: value('REDIS_PREFIX'), store });
  const readModel = createReadModelStore(mongo.db);
  const sign = createIdentitySigner(value('IDENTITY_SECRET'));
  const owner = (audience: string, url: string) => createSubgraphRequest({ url, audience, sign });
  const lookup = createSubjectLookup({ readModel, askEvents: owner('events', value('EVENTS_URL')), askUsers: owner('users', value('USERS_URL')), service: 'worker' });
  const services: ReactionServices = { store, queue, readModel, lookup, now: () => new Date(), lead: 'PT10M', settleMs: 60_000 };
  const react = createReaction(services);

  return {
    ...services,
    react,
    db: mongo.db,
    url: process.url,
    ask: async (person, query, variables = {}) => {
      const identity = await sign({ ...NOBODY, viewer: person?.viewer ?? null }, 'notifications');
      return graphql(`${process.url}/graphql`, { query, variables, headers: { [IDENTITY_HEADER]: identity } });
    },
    person: async (facts = {}, viewer = {}) => {
      const id = newId();
      const address = facts.emails?.find(({ primary }) => primary)?.address ?? `${id}@example.org`;
      await react({ type: 'user.changed', id, version: 1, requestId: null, facts: recipientFacts(address, facts) });
      return { id, address, viewer: { id, role: 'USER', verified: true, language: 'EN', timeZone: 'UTC', home: null, interests: [], ...viewer } };
    },
    event: async (facts = {}) => {
      const id = newId();
      await react({ type: 'event.changed', id, version: 1, requestId: null, facts: eventFacts(facts) });
      return id;
    },
    jobsOf: async (id) => {
      const jobs = (await Promise.all(Object.values(queue.queues).map((each) => each.getJobs(['delayed', 'prioritized', 'waiting'], 0, 100_000)))).flat();
      return jobs.map((job) => job.id ?? '').filter((jobId) => jobId.startsWith(`${id}.`));
    },
    mailsOf: async ({ id }) => (await store.page({ recipientId: id }, { limit: 10_000, after: null }, new Date())).toReversed(),
    async [Symbol.asyncDispose]() {
      await process[Symbol.asyncDispose]();
      await Promise.all(Object.values(queue.queues).map((each) => each.obliterate({ force: true })));
      await queue.close();
      await mongo.db.dropDatabase();
      await mongo.close();
    },
  };
}

