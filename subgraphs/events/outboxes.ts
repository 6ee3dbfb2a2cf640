/** Hides which domain events the documents of events turn into. */
import type { DomainEventPublisher } from '#platform/domain-events.ts';
import type { Log } from '#platform/log.ts';
import { createOutbox } from '#platform/outbox.ts';
import type { Outbox } from '#platform/outbox.ts';
import { currentRequestId } from '#platform/request-scope.ts';
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
  /** An event changed in what everybody sees; told before its domain event goes out. */
  readonly onEvent: (event: ReadEvent) => Promise<void>;
};

export function createOutboxes({ collections, publisher, log, onEvent }: OutboxesOptions): Outboxes {
  const requestId = currentRequestId;
  return {
    events: createOutbox<ReadEvent, StoredEvent>({
      collection: collections.events, publisher, log,
      toEvents: (event) => [domainEventOf(event, requestId())],
      announce: async (event) => {
        const { _id: eventId, status, sequence } = event;
        await onEvent(event);
        if (status === 'DELETED' && sequence > 0) await Promise.all([collections.attendances.deleteMany({ eventId }), collections.likes.deleteMany({ eventId })]);
      },
    }),
    attendances: createOutbox({
      collection: collections.attendances, publisher, log,
      toEvents: ({ _id: id, version, eventId, userId, attendance }) => [
        { type: 'attendance.changed', id, version, requestId: requestId(), facts: { eventId, userId, attendance } },
      ],
    }),
    likes: createOutbox({
      collection: collections.likes, publisher, log,
      toEvents: ({ _id: id, version, eventId, userId, liked }) => [{ type: 'like.changed', id, version, requestId: requestId(), facts: { eventId, userId, liked } }],
    }),
    announcements: createOutbox({
      collection: collections.announcements, publisher, log,
      toEvents: ({ _id: id, version, eventId, organizerId, subject, content }) => [
        { type: 'announcement.created', id, version, requestId: requestId(), facts: { eventId, organizerId, subject, content } },
      ],
    }),
  };
}
