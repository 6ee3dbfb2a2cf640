/** Hides which collections and indexes events keeps. */
import { collectionOf } from '#platform/mongo.ts';
import type { Collection, Db } from '#platform/mongo.ts';
import type { OutboxDocument } from '#platform/outbox.ts';
import type { StoredEvent } from './event-document.ts';
import type { AttendanceChange, LikeChange } from './operation.ts';

/** `_id` is `<eventId>.<userId>`; what was given up stays, so that versions only rise. */
export type StoredAttendance = OutboxDocument & AttendanceChange & { readonly eventId: string };

/** `_id` is `<eventId>.<userId>`. */
export type StoredLike = OutboxDocument & LikeChange & { readonly eventId: string };

export type StoredAnnouncement = OutboxDocument & {
  readonly eventId: string;
  readonly organizerId: string;
  readonly subject: string;
  readonly content: string;
  readonly createdAt: Date;
};

/** The secret in the address of one person's calendar feed; `_id` is theirs. */
export type StoredFeed = { readonly _id: string; readonly secret: string };

/** A topic that some event has or had; `_id` is its name. */
export type StoredTopic = { readonly _id: string };

export type Collections = {
  readonly events: Collection<StoredEvent>;
  readonly attendances: Collection<StoredAttendance>;
  readonly likes: Collection<StoredLike>;
  readonly announcements: Collection<StoredAnnouncement>;
  readonly feeds: Collection<StoredFeed>;
  readonly topics: Collection<StoredTopic>;
};

/** The indexes that discovery names in its queries. */
export const EVENT_INDEXES = {
  start: { status: 1, startsAt: 1, _id: 1 },
  creation: { status: 1, createdAt: -1, _id: -1 },
  popularity: { status: 1, popularity: -1, _id: -1 },
  topic: { status: 1, topics: 1, startsAt: 1, _id: 1 },
  cell: { status: 1, cells: 1, startsAt: 1 },
  word: { words: 1 },
  organizer: { organizerId: 1, startsAt: 1, _id: 1 },
  sample: { sampleKey: 1 },
} as const;

/** The collections of the database `<prefix>_events`, with their indexes there. */
export async function openCollections(db: Db): Promise<Collections> {
  const collections: Collections = {
    events: collectionOf<StoredEvent>(db, 'events'),
    attendances: collectionOf<StoredAttendance>(db, 'attendances'),
    likes: collectionOf<StoredLike>(db, 'likes'),
    announcements: collectionOf<StoredAnnouncement>(db, 'announcements'),
    feeds: collectionOf<StoredFeed>(db, 'feeds'),
    topics: collectionOf<StoredTopic>(db, 'topics'),
  };
  const unpublished = { key: { unpublished: 1 }, sparse: true } as const;
  await Promise.all([
    collections.events.createIndexes([
      ...Object.values(EVENT_INDEXES).map((key) => ({ key })),
      { key: { 'operation.startedAt': 1 }, sparse: true },
      { key: { promotionDue: 1 }, sparse: true },
      unpublished,
    ]),
    collections.attendances.createIndexes([{ key: { eventId: 1, attendance: 1, position: 1 } }, { key: { userId: 1, attendance: 1 } }, unpublished]),
    collections.likes.createIndexes([{ key: { eventId: 1 } }, { key: { userId: 1, liked: 1 } }, unpublished]),
    collections.announcements.createIndexes([{ key: { organizerId: 1 } }, unpublished]),
  ]);
  return collections;
}
