/** Hides how the parts of the events subgraph are put together: stores, outboxes, and what is told to whom after a change. */
import { createChangeAnnouncer } from '#platform/change-announcer.ts';
import type { DomainEventPublisher } from '#platform/domain-events.ts';
import type { Env } from '#platform/env.ts';
import type { Log } from '#platform/log.ts';
import type { Redis } from '#platform/redis.ts';
import { createLinkSigner } from '#platform/signed-link.ts';
import { createAnnouncementStore } from './announcement-store.ts';
import { createCalendars } from './calendars.ts';
import type { Collections } from './collections.ts';
import type { EventsServices } from './context.ts';
import { createDiscoveryStore } from './discovery-store.ts';
import { createErasure } from './erasure.ts';
import { createEventStore } from './event-store.ts';
import { createOutboxes } from './outboxes.ts';
import { createPeopleStore } from './people-store.ts';
import { createRecommendations } from './recommendation-store.ts';
import { createStandingStore } from './standing-store.ts';
import { createTopicCounts } from './topic-counts.ts';

type Wiring = {
  readonly env: Pick<Env, 'PUBLIC_URL' | 'LINK_SECRET' | 'REDIS_PREFIX'>;
  readonly log: Log;
  readonly collections: Collections;
  readonly redis: Redis;
  readonly publisher: DomainEventPublisher;
  readonly now: () => Date;
};

/** An operation this old was left by a process that is gone (or so slow that finishing it for it does no harm). */
const ABANDONED_MS = 3_000;

export type Services = EventsServices & {
  /** Finishes operations and publishes changes that a crash left. */
  readonly sweep: () => Promise<void>;
  /** Removes everything about a person; can be repeated. */
  readonly erase: (userId: string) => Promise<void>;
};

export function createServices({ env, log, collections, redis, publisher, now }: Wiring): Services {
  const topicCounts = createTopicCounts(collections, now);
  const announceChanges = createChangeAnnouncer(redis, env.REDIS_PREFIX, log);
  const outboxes = createOutboxes({
    collections, publisher, log,
    onEvents: async (changes) => {
      await topicCounts.noteChange(changes.flatMap(({ document }) => document.topics));
      await announceChanges(changes.map(({ document, requestId }) => ({ tags: [`Event:${document._id}`, 'Topic'], requestId })));
    },
  });
  const standings = createStandingStore({
    collections, now,
    onWritten: async (eventId, { attendanceIds, likeIds }) => {
      // Many people's at once, though in the scope of the first one's request.
      await announceChanges([{ tags: [`Event:${eventId}`], requestId: null }]);
      for (const id of attendanceIds) void outboxes.attendances.publish(id);
      for (const id of likeIds) void outboxes.likes.publish(id);
    },
  });
  const eventStore = createEventStore({ collections, standings, publish: outboxes.events.publishWritten });
  const people = createPeopleStore(collections);
  const discovery = createDiscoveryStore(collections);
  const publicUrl = env.PUBLIC_URL.replace(/\/+$/, '');
  return {
    eventStore, discovery, standings, people, topicCounts, publicUrl, now,
    announcements: createAnnouncementStore(collections, outboxes.announcements.publishWritten),
    calendars: createCalendars({ people, eventStore, publicUrl }),
    recommendations: createRecommendations({ collections, people, now }),
    signLink: createLinkSigner(env.LINK_SECRET),
    erase: createErasure({ collections, standings, publishEvent: outboxes.events.publish, now }),
    sweep: async () => {
      await standings.sweep(new Date(now().getTime() - ABANDONED_MS));
      for (const outbox of Object.values(outboxes)) await outbox.sweep();
    },
  };
}
