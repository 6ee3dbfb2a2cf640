/** Hides what is read about people's likes, places and calendar feeds, and how all of it is erased. */
import { randomBytes } from 'node:crypto';
import { isDuplicateKey } from '#platform/mongo.ts';
import { afterCursor } from '#platform/pagination.ts';
import type { Page, SortKey } from '#platform/pagination.ts';
import type { Collections, StoredAttendance } from './collections.ts';

export type Pair = { readonly eventId: string; readonly userId: string };

export type PeopleStore = {
  /** Whether each pair is a like. */
  readonly likes: (pairs: readonly Pair[]) => Promise<readonly boolean[]>;
  /** Where each pair stands, null for nothing. */
  readonly attendances: (pairs: readonly Pair[]) => Promise<readonly ('GOING' | 'WAITLISTED' | null)[]>;
  readonly likedEventIds: (userId: string) => Promise<readonly string[]>;
  /** Of events with a place or a place in line. */
  readonly attendedEventIds: (userId: string) => Promise<readonly string[]>;
  /** For each event those with a place, in the order in which they got it; up to `limit + 1`. */
  readonly attendees: (eventIds: readonly string[], page: Page) => Promise<readonly (readonly Attendee[])[]>;
  /** The secret of the person's calendar feed, made on first use. */
  readonly feedSecret: (userId: string) => Promise<string>;
  readonly renewFeedSecret: (userId: string) => Promise<void>;
  /** Whether the secret is the person's current one. */
  readonly isFeedSecret: (userId: string, secret: string) => Promise<boolean>;
  /** Everything that events holds about a person, as plain values. */
  readonly export: (userId: string) => Promise<unknown>;
};

export type Attendee = Pick<StoredAttendance, 'userId' | 'position'>;

/** How many values a cursor of attendees holds. */
export const ATTENDEE_KEY_LENGTH = 1;
const BY_POSITION: readonly SortKey[] = [{ path: 'position', direction: 1 }];
/** Without what we derive for ourselves. */
const EXPORT_PROJECTION = { words: 0, text: 0, titleText: 0, cells: 0, location: 0, operation: 0, popularity: 0, sampleKey: 0, sequence: 0, unpublished: 0, promotionDue: 0 } as const;
const HELD = { $in: ['GOING', 'WAITLISTED'] } as const;

export function createPeopleStore({ events, attendances, likes, announcements, feeds }: Collections): PeopleStore {
  return {
    export: async (userId) => {
      const [organized, liked, attended, announced, feed] = await Promise.all([
        events.find({ organizerId: userId }, { projection: EXPORT_PROJECTION }).toArray(),
        likes.find({ userId }, { projection: { eventId: 1, liked: 1, since: 1, _id: 0 } }).toArray(),
        attendances.find({ userId }, { projection: { eventId: 1, attendance: 1, since: 1, _id: 0 } }).toArray(),
        announcements.find({ organizerId: userId }, { projection: { eventId: 1, subject: 1, content: 1, createdAt: 1, _id: 0 } }).toArray(),
        feeds.findOne({ _id: userId }),
      ]);
      return { organizedEvents: organized, likes: liked, attendances: attended, announcements: announced, hasCalendarFeed: feed !== null };
    },
    likes: async (pairs) => {
      const found = await likes.find({ _id: { $in: pairs.map(idOf) }, liked: true }, { projection: { _id: 1 } }).toArray();
      const ids = new Set(found.map(({ _id }) => _id));
      return pairs.map((pair) => ids.has(idOf(pair)));
    },
    attendances: async (pairs) => {
      const found = await attendances.find({ _id: { $in: pairs.map(idOf) } }, { projection: { attendance: 1 } }).toArray();
      const states = new Map(found.map(({ _id, attendance }) => [_id, attendance === 'LEFT' ? null : attendance]));
      return pairs.map((pair) => states.get(idOf(pair)) ?? null);
    },
    likedEventIds: async (userId) => (await likes.find({ userId, liked: true }, { projection: { eventId: 1 } }).toArray()).map(({ eventId }) => eventId),
    attendedEventIds: async (userId) => (await attendances.find({ userId, attendance: HELD }, { projection: { eventId: 1 } }).toArray()).map(({ eventId }) => eventId),
    attendees: async (eventIds, page) => {
      const pipeline = [
        { $match: { attendance: 'GOING', ...afterCursor<StoredAttendance>(BY_POSITION, page.after) } },
        { $sort: { position: 1 } },
        { $limit: page.limit + 1 },
        { $project: { _id: 0, userId: 1, position: 1 } },
      ];
      const found = await events
        .aggregate<{ readonly _id: string; readonly attendees: readonly Attendee[] }>([
          { $match: { _id: { $in: eventIds } } },
          { $project: { _id: 1 } },
          { $lookup: { from: attendances.collectionName, localField: '_id', foreignField: 'eventId', pipeline, as: 'attendees' } },
        ])
        .toArray();
      const byEvent = new Map(found.map(({ _id: id, attendees }) => [id, attendees]));
      return eventIds.map((id) => byEvent.get(id) ?? []);
    },
    feedSecret: async (userId) => {
      const known = await feeds.findOne({ _id: userId });
      if (known !== null) return known.secret;
      const feed = { _id: userId, secret: newSecret() };
      try {
        await feeds.insertOne(feed);
        return feed.secret;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        return (await feeds.findOne({ _id: userId }))?.secret ?? feed.secret;
      }
    },
    renewFeedSecret: async (userId) => {
      await feeds.updateOne({ _id: userId }, { $set: { secret: newSecret() } }, { upsert: true });
    },
    isFeedSecret: async (userId, secret) => (await feeds.findOne({ _id: userId }))?.secret === secret,
  };
}

function idOf({ eventId, userId }: Pair): string {
  return `${eventId}.${userId}`;
}

function newSecret(): string {
  return randomBytes(18).toString('base64url');
}
