/** Hides how tests speak to a real events process as this or that person. */
import { randomUUID } from 'node:crypto';
import { IDENTITY_HEADER, NOBODY, createIdentitySigner } from '#platform/identity.ts';
import type { Identity, Viewer } from '#platform/identity.ts';
import { newId } from '#platform/ids.ts';
import { graphql, graphqlData } from '#tests/support/graphql-client.ts';
import type { GraphQLAnswer } from '#tests/support/graphql-client.ts';
import { stackEnvironment, startProcess } from '#tests/support/processes.ts';
import type { RunningProcess } from '#tests/support/processes.ts';

/** Answers are as loose as the operations that tests write. */
// oxlint-disable-next-line typescript/no-explicit-any -- an expectation is the only type check that an ad-hoc selection needs
type Loose = any;

export type Variables = Readonly<Record<string, unknown>>;

export type EventsSubgraph = {
  readonly process: RunningProcess;
  readonly environment: Readonly<Record<string, string>>;
  /** The whole answer to an operation by somebody (null: nobody). */
  ask<Data = Readonly<Record<string, Loose>>>(who: Viewer | Identity | null, query: string, variables?: Variables): Promise<GraphQLAnswer<Data>>;
  /** The data of an operation that must succeed. */
  data<Data = Readonly<Record<string, Loose>>>(who: Viewer | Identity | null, query: string, variables?: Variables): Promise<Data>;
  /** Creates an event a week from now, with changes; gives its id. */
  createEvent(who: Viewer, changes?: Variables): Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Somebody with a verified address. */
export function person(changes: Partial<Viewer> = {}): Viewer {
  return { id: newId(), role: 'USER', verified: true, language: 'EN', timeZone: null, home: null, interests: [], ...changes };
}

/** One of our services. */
export const SERVICE: Identity = { ...NOBODY, service: 'worker' };

export function isoIn(milliseconds: number): string {
  return new Date(Date.now() + milliseconds).toISOString();
}

export const DAY_MS = 86_400_000;

/** Input that makes a valid event. */
export function draft(changes: Variables = {}): Variables {
  return {
    title: 'Jazz in the park', description: 'Bring a blanket.', topics: ['music'], startsAt: isoIn(7 * DAY_MS), timeZone: 'Europe/Madrid', place: { name: 'Retiro' }, ...changes,
  };
}

export async function startEventsSubgraph(given?: { readonly environment: Readonly<Record<string, string>>; readonly port?: number }): Promise<EventsSubgraph> {
  const environment = given?.environment ?? (await stackEnvironment());
  const process = await startProcess({ entry: 'subgraphs/events/main.ts', env: environment, ...(given?.port === undefined ? {} : { port: given.port }) });
  const sign = createIdentitySigner(environment['IDENTITY_SECRET'] ?? '');
  const url = `${process.url}/graphql`;
  const request = async (who: Viewer | Identity | null, query: string, variables: Variables = {}) => {
    const identity = who === null ? NOBODY : 'service' in who ? who : { ...NOBODY, viewer: who };
    return { query, variables, headers: { [IDENTITY_HEADER]: await sign(identity, 'events'), 'x-request-id': randomUUID() } };
  };
  const subgraph: EventsSubgraph = {
    process,
    environment,
    ask: async (who, query, variables) => graphql(url, await request(who, query, variables)),
    data: async (who, query, variables) => graphqlData(url, await request(who, query, variables)),
    createEvent: async (who, changes) => {
      const { createEvent } = await subgraph.data(who, 'mutation($input: CreateEventInput!) { createEvent(input: $input) { event { id } } }', { input: draft(changes) });
      return createEvent.event.id;
    },
    [Symbol.asyncDispose]: () => process[Symbol.asyncDispose](),
  };
  return subgraph;
}
