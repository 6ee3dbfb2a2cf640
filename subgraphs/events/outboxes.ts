/** Hides which domain events the documents of events turn into. */
import type { DomainEventPublisher } from '#platform/domain-events.ts';
import type { Log } from '#platform/log.ts';
import { createOutbox } from '#platform/outbox.ts';
import type { Outbox, Published } from '#platform/outbox.ts';
import type { Collections, StoredAnnouncement, StoredAttendance, StoredLike } from './collections.ts';
import { domainEventOf } from './event-document.ts';
import type { ReadEvent, StoredEvent } from './event-document.ts';

export type Outboxes = {
  readonly events: Outbox<ReadEvent>;
  readonly attendances: Outbox<StoredAttendance>;
  readonly likes: Outbox<StoredLike>;
  readonly announcements: Outbox<StoredAnnouncement>;
};

type OutboxesOptions = {
  readonly collections: Collections;
  readonly publisher: DomainEventPublisher;
  readonly log: Log;
  /** Events changed in what everybody sees; told before their domain events go out. */
  readonly onEvents: (changes: readonly Published<ReadEvent>[]) => Promise<void>;
};

/**
 * Routers hear at once of all that changes within so long, and drop what they keep once rather than each time: whoever changes something waits a
 * little, and where ten do at once, a third to a half more is answered (bench/scenario.ts).
 */
const LINGER_MS = 4;

export function createOutboxes({ collections, publisher, log, onEvents }: OutboxesOptions): Outboxes {
  return {
    events: createOutbox<ReadEvent, StoredEvent>({
      collection: collections.events, publisher, log, lingerMs: LINGER_MS,
      toEvents: (event, requestId) => [domainEventOf(event, requestId)],
      announce: async (changes) => {
        await onEvents(changes);
        const gone = changes.map(({ document }) => document).filter(({ status, sequence }) => status === 'DELETED' && sequence > 0);
        const eventId = { $in: gone.map(({ _id }) => _id) };
        if (gone.length > 0) await Promise.all([collections.attendances.deleteMany({ eventId }), collections.likes.deleteMany({ eventId })]);
      },
    }),
    attendances: createOutbox({
      collection: collections.attendances, publisher, log,
      toEvents: ({ _id: id, version, eventId, userId, attendance }, requestId) => [
        { type: 'attendance.changed', id, version, requestId, facts: { eventId, userId, attendance } },
      ],
    }),
    likes: createOutbox({
      collection: collections.likes, publisher, log,
      toEvents: ({ _id: id, version, eventId, userId, liked }, requestId) => [{ type: 'like.changed', id, version, requestId, facts: { eventId, userId, liked } }],
    }),
    announcements: createOutbox({
      collection: collections.announcements, publisher, log,
      toEvents: ({ _id: id, version, eventId, organizerId, subject, content }, requestId) => [
        { type: 'announcement.created', id, version, requestId, facts: { eventId, organizerId, subject, content } },
      ],
    }),
  };
}
