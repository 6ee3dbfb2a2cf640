/** Hides three small subgraphs with the real schemas and made-up data, for tests and benchmarks of the router alone. */
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { parse } from 'graphql';
import { changesChannel } from '#platform/change-announcer.ts';
import type { Identity } from '#platform/identity.ts';
import type { ProcessContext } from '#platform/lifecycle.ts';
import type { Redis } from '#platform/redis.ts';
import { currentRequestId } from '#platform/request-scope.ts';
import { startSubgraph } from '#platform/subgraph.ts';
import type { SubgraphName } from '#platform/subgraph.ts';
import { withGenerousAnswers } from './generous-answers.ts';
import type { Resolvers } from './generous-answers.ts';

/** What a test may turn and read while the stand-ins run. */
export type StandIns = {
  /** Calls received, in order. */
  readonly calls: { readonly subgraph: SubgraphName; readonly field: string; readonly args: unknown; readonly identity: Identity; readonly requestId: string | null }[];
  /** Added to every answer. */
  delayMs: number;
  /** Whether every field has an answer, and those that are not public another one for each person (`generous-answers.ts`). */
  isGenerous: boolean;
  readonly events: Map<string, StoredEvent>;
};

export type StoredEvent = { readonly id: string; readonly version: number; readonly title: string; readonly organizerId: string; readonly likes: number };

type Context = { readonly identity: Identity; readonly name: SubgraphName };
type Fields = Record<string, (parent: never, args: never, context: Context) => unknown>;

const PERSON = (id: string) => ({ __typename: 'User', id });

/** The id of the n-th made-up event (`e`) or person (`a`). */
export function standInId(kind: 'e' | 'a', n: number): string {
  return `0193f000-0000-7000-8000-00000000${kind}${n.toString(16).padStart(3, '0')}`;
}

/** Fresh stand-ins with so many events. */
export function createStandIns(eventCount = 50): StandIns {
  const events = Array.from({ length: eventCount }, (_, n): StoredEvent => ({ id: standInId('e', n), version: 1, title: `Event ${n}`, organizerId: standInId('a', n % 7), likes: 0 }));
  return { calls: [], delayMs: 0, isGenerous: false, events: new Map(events.map((event) => [event.id, event])) };
}

export type StandInOptions = {
  readonly name: SubgraphName;
  readonly standIns: StandIns;
  /** Where changes are announced. */
  readonly redis?: Redis;
  /** The key set that users publishes. */
  readonly jwks?: unknown;
};

/** Serves one of them under the schema of the real one; answers its port. */
export async function startStandIn(process: ProcessContext, { name, standIns, redis, jwks = { keys: [] } }: StandInOptions): Promise<number> {
  const resolvers = standInResolvers(name, standIns, async (tags) => void (await redis?.publish(changesChannel(process.env.REDIS_PREFIX), JSON.stringify({ tags }))));
  const schemaUrl = new URL(`../../subgraphs/${name}/schema.graphql`, import.meta.url);
  const viewerOf = ({ identity }: Context) => identity.viewer?.id ?? 'nobody';
  return startSubgraph<Context>(process, {
    name,
    schemaUrl,
    resolvers: withGenerousAnswers(parse(await readFile(schemaUrl, 'utf8')), watched(resolvers, standIns), { isGenerous: () => standIns.isGenerous, viewerOf, sampleId: (n) => standInId('e', n % 50) }),
    permissions: {},
    createContext: (identity) => ({ identity, name }),
    checkReady: () => Promise.resolve(),
    defaultPort: 0,
    addRoutes: (server) => void server.get('/.well-known/jwks.json', () => jwks),
  });
}

/** Their resolvers, unwatched; `changed` is told the tags of every change. */
export function standInResolvers(name: SubgraphName, standIns: StandIns, changed: (tags: readonly string[]) => Promise<void>): Record<string, Fields> {
  if (name === 'events') return eventResolvers(standIns, changed);
  return name === 'users' ? userResolvers() : notificationResolvers();
}

function watched(resolvers: Record<string, Fields>, standIns: StandIns): Resolvers<Context> {
  const watch = (fields: Fields) =>
    Object.fromEntries(
      Object.entries(fields).map(([field, resolve]) => [
        field,
        async (parent: never, args: never, context: Context) => {
          standIns.calls.push({ subgraph: context.name, field, args, identity: context.identity, requestId: currentRequestId() });
          if (standIns.delayMs > 0) await delay(standIns.delayMs);
          return resolve(parent, args, context);
        },
      ]),
    );
  return Object.fromEntries(Object.entries(resolvers).map(([type, fields]) => [type, type === 'Query' || type === 'Mutation' ? watch(fields) : fields]));
}

function userResolvers(): Record<string, Fields> {
  const person = (id: string) => ({ ...PERSON(id), displayName: `Person ${id.slice(-3)}`, createdAt: new Date(0), email: `${id}@example.org`, role: 'USER', timeZone: 'Europe/Madrid', interests: ['jazz'], preferences: { reminderBefore: [], mutedKinds: ['ANNOUNCEMENT'], mutedTopics: [], quietHours: null } });
  return {
    Query: {
      me: (_: unknown, __: unknown, { identity }: Context) => (identity.viewer === null ? null : person(identity.viewer.id)),
      user: (_: unknown, { id }: { id: string }) => person(id),
      users: () => ({ edges: [{ node: person(standInId('a', 1)), cursor: 'x' }], pageInfo: { hasNextPage: false, hasPreviousPage: false } }),
    },
    Mutation: {
      updateProfile: (_: unknown, __: unknown, { identity }: Context) => ({ user: person(identity.viewer?.id ?? '') }),
      signIn: () => ({ session: { accessToken: 'a', accessTokenExpiresAt: new Date(0), refreshToken: 'r' }, user: person(standInId('a', 1)) }),
      updatePreferences: (_: unknown, __: unknown, { identity }: Context) => ({ user: person(identity.viewer?.id ?? '') }),
      muteKind: () => ({ accepted: true }),
      suppressEmail: () => ({ accepted: true }),
      confirmEmail: () => ({ user: person(standInId('a', 1)) }),
      resetPassword: () => ({ accepted: true }),
    },
    User: {
      __resolveReference: ({ id }: { id: string }) => person(id),
      accountExport: ({ id }: { id: string }) => ({ id }),
    },
  } as never;
}

function eventResolvers({ events }: StandIns, announce: (tags: readonly string[]) => Promise<void>): Record<string, Fields> {
  const changed = (id: string) => announce([`Event:${id}`, 'Topic']);
  const shown = (event: StoredEvent, viewer: Identity['viewer']) => ({
    __typename: 'Event', ...event, description: 'What to expect, in a sentence or two that say it all.', topics: ['jazz', 'music'], startsAt: new Date(1e12), endsAt: new Date(1e12 + 7.2e6), timeZone: 'Europe/Madrid',
    place: { name: 'Main square', address: 'Plaza Mayor 1', coordinates: { latitude: 40.4, longitude: -3.7 } }, status: 'SCHEDULED', organizer: PERSON(event.organizerId), attendeeCount: 3, waitlistCount: 0,
    likeCount: event.likes, createdAt: new Date(0), updatedAt: new Date(0), icsUrl: `https://example.org/events/${event.id}.ics`,
    viewerHasLiked: viewer === null ? null : viewer.id.endsWith('1'), viewerAttendance: null, ics: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n',
    attendees: { edges: [], pageInfo: { hasNextPage: false, hasPreviousPage: false } },
  });
  const page = (list: readonly StoredEvent[], first: number, viewer: Identity['viewer']) => ({
    edges: list.slice(0, first).map((event) => ({ node: shown(event, viewer), cursor: event.id })),
    pageInfo: { hasNextPage: list.length > first, hasPreviousPage: false, startCursor: null, endCursor: null },
    totalCount: list.length,
  });
  const write = async (event: StoredEvent, viewer: Identity['viewer']) => {
    events.set(event.id, event);
    await changed(event.id);
    return { event: shown(event, viewer) };
  };
  return {
    Query: {
      event: (_: unknown, { id }: { id: string }, { identity }: Context) => {
        const event = events.get(id);
        return event === undefined ? null : shown(event, identity.viewer);
      },
      events: (_: unknown, { first }: { first: number }, { identity }: Context) => page([...events.values()], first, identity.viewer),
      recommendedEvents: (_: unknown, { first }: { first: number }, { identity }: Context) => page([...events.values()], first, identity.viewer),
      topics: () => [{ name: 'jazz', upcomingEventCount: events.size }],
      calendarFeed: (_: unknown, { secret }: { secret: string }) => (secret === 'right' ? 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n' : null),
    },
    Mutation: {
      createEvent: (_: unknown, { input }: { input: { title: string } }, { identity }: Context) =>
        write({ id: standInId('e', events.size), version: 1, title: input.title, organizerId: identity.viewer?.id ?? '', likes: 0 }, identity.viewer),
      updateEvent: (_: unknown, { input }: { input: { id: string; title?: string } }, { identity }: Context) => {
        const event = events.get(input.id);
        if (event === undefined) throw new Error('no event');
        return write({ ...event, title: input.title ?? event.title, version: event.version + 1 }, identity.viewer);
      },
      deleteEvent: async (_: unknown, { input }: { input: { eventId: string } }) => {
        events.delete(input.eventId);
        await changed(input.eventId);
        return { id: input.eventId };
      },
      likeEvent: (_: unknown, { input }: { input: { eventId: string } }, { identity }: Context) => {
        const event = events.get(input.eventId);
        if (event === undefined) throw new Error('no event');
        return write({ ...event, likes: event.likes + 1 }, identity.viewer);
      },
    },
    Event: {
      __resolveReference: ({ id }: { id: string }, context: Context) => {
        const event = events.get(id);
        return event === undefined ? null : shown(event, context.identity.viewer);
      },
    },
    User: {
      organizedEvents: ({ id }: { id: string }, { first }: { first: number }, { identity }: Context) => page([...events.values()].filter(({ organizerId }) => organizerId === id), first, identity.viewer),
      calendarFeedUrl: () => 'https://example.org/calendar/x.ics',
    },
  } as never;
}

function notificationResolvers(): Record<string, Fields> {
  return {
    Query: {
      mailQueue: () => ({ paused: false, windows: [], scheduled: 0, waiting: 0, predictedMisses: 0 }),
      notifications: () => ({ edges: [], pageInfo: { hasNextPage: false, hasPreviousPage: false }, totalCount: 0 }),
    },
    Mutation: {
      snoozeNotification: (_: unknown, { input }: { input: { id: string } }) => ({ notification: { id: input.id, revision: 2, subject: 'Reminder', content: '', kind: 'REMINDER', status: 'SCHEDULED', toEmail: 'a@example.org', scheduledAt: new Date(1e12), createdAt: new Date(0), attempts: [] } }),
    },
    Event: { __resolveReference: (reference: object) => reference, viewerReminders: (_: unknown, __: unknown, { identity }: Context) => (identity.viewer === null ? null : []) },
    User: { __resolveReference: (reference: object) => reference, notificationsExport: ({ id }: { id: string }) => ({ id }) },
  } as never;
}
