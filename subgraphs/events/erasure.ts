/** Hides how a person's traces leave events: likes and places given up, events called off and nobody's, the rest deleted. */
import { DomainError } from '#platform/errors.ts';
import type { Collections } from './collections.ts';
import type { StandingStore } from './standing-store.ts';

type ErasureOptions = {
  readonly collections: Collections;
  readonly standings: Pick<StandingStore, 'submit'>;
  /** The outbox's. */
  readonly publishEvent: (eventId: string) => Promise<void>;
  readonly now: () => Date;
};

const CANCEL_REASON = 'The organiser’s account was closed.';

/** Returns how to erase one person; safe to repeat from any point, as a domain event that failed is. */
export function createErasure({ collections, standings, publishEvent, now }: ErasureOptions): (userId: string) => Promise<void> {
  const { events, attendances, likes, announcements, feeds } = collections;

  const giveUp = async (userId: string): Promise<void> => {
    const liked = await likes.find({ userId, liked: true }, { projection: { eventId: 1 } }).toArray();
    for (const { eventId } of liked) await submitIfThere(eventId, 'UNLIKE', userId);
    const attended = await attendances.find({ userId, attendance: { $ne: 'LEFT' } }, { projection: { eventId: 1 } }).toArray();
    for (const { eventId } of attended) await submitIfThere(eventId, 'LEAVE', userId);
    await Promise.all([likes.deleteMany({ userId }), attendances.deleteMany({ userId })]);
  };

  const submitIfThere = async (eventId: string, kind: 'UNLIKE' | 'LEAVE', userId: string): Promise<void> => {
    try {
      await standings.submit(eventId, { kind, userId });
    } catch (error) {
      if (!(error instanceof DomainError && error.code === 'NOT_FOUND')) throw error;
    }
  };

  const disown = async (userId: string): Promise<void> => {
    const organized = await events.find({ organizerId: userId }, { projection: { status: 1, startsAt: 1 } }).toArray();
    for (const { _id, status, startsAt } of organized) {
      const isAhead = status === 'SCHEDULED' && startsAt > now();
      const cancellation = isAhead ? { status: 'CANCELLED' as const, cancelReason: CANCEL_REASON } : {};
      await events.updateOne({ _id, organizerId: userId }, { $set: { ...cancellation, organizerId: null, updatedAt: now(), unpublished: true }, $inc: { version: 1 } });
      await publishEvent(_id);
    }
  };

  return async (userId) => {
    await giveUp(userId);
    await disown(userId);
    await Promise.all([announcements.deleteMany({ organizerId: userId }), feeds.deleteOne({ _id: userId })]);
  };
}
