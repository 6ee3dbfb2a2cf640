/** Hides how likes and places are written so that counts are exact under concurrency and after a crash. */
import { DomainError, notFound } from '#platform/errors.ts';
import type { Filter } from '#platform/mongo.ts';
import type { Collections, StoredAttendance } from './collections.ts';
import { READ_EVENT, toEvent } from './event-document.ts';
import type { ReadEvent, StoredEvent } from './event-document.ts';
import type { Event } from './event.ts';
import { MAX_INTENTS, MAX_PROMOTIONS, decide } from './operation.ts';
import type { AttendanceChange, Intent, Operation, Situation } from './operation.ts';
import { createTurns } from './turns.ts';

export type StandingStore = {
  /**
   * Does what somebody wants of an event and answers it as it is then; what already is so changes nothing.
   * @throws DomainError NOT_FOUND; CONFLICT for a place in an event that is called off or has started
   */
  readonly submit: (eventId: string, intent: Intent) => Promise<Event>;
  /** Finishes the operation that an event holds. */
  readonly finish: (event: ReadEvent) => Promise<void>;
  /** Finishes operations older than `before` and gives away free places: what a crash left. */
  readonly sweep: (before: Date) => Promise<void>;
};

export type StandingOptions = {
  readonly collections: Collections;
  readonly now: () => Date;
  /** Told, before anybody is answered, which documents an operation wrote. */
  readonly onWritten: (eventId: string, written: { readonly attendanceIds: readonly string[]; readonly likeIds: readonly string[] }) => Promise<void>;
};

const SWEEP_BATCH = 200;

/** Intents of one event are taken in the order in which they come, as many at a time as wait. */
export function createStandingStore(options: StandingOptions): StandingStore {
  const { collections, now } = options;
  const { events } = collections;

  const finish = async (event: ReadEvent): Promise<Event | null> => {
    const { _id: eventId, operation } = event;
    if (operation === undefined) return null;
    await write(collections, eventId, operation);
    const { counts, promotionDue, sequence } = operation;
    const finished = await events.findOneAndUpdate(
      { _id: eventId, 'operation.sequence': sequence } as Filter<StoredEvent>,
      { $set: { ...counts, ...(promotionDue ? { promotionDue: true } : {}) }, $unset: { operation: '', ...(promotionDue ? {} : { promotionDue: '' }) } } as never,
      { returnDocument: 'after', projection: READ_EVENT },
    );
    const idOf = ({ userId }: { readonly userId: string }) => `${eventId}.${userId}`;
    await options.onWritten(eventId, { attendanceIds: operation.attendances.map(idOf), likeIds: operation.likes.map(idOf) });
    if (promotionDue) void turns.take(eventId, { kind: 'PROMOTE' }).catch(() => undefined);
    return finished === null ? null : toEvent(finished as ReadEvent);
  };

  /** The event afterwards; null when it moved before the operation could be recorded, or somebody else finished it. */
  const carryOut = async (event: ReadEvent, operation: Operation): Promise<Event | null> =>
    (await claim(events, event, operation)) ? finish({ ...event, operation }) : null;

  const takeTurn = async (eventId: string, intents: readonly Intent[]): Promise<readonly (Event | DomainError)[]> => {
    for (;;) {
      const event = (await events.findOne({ _id: eventId, status: { $ne: 'DELETED' } }, { projection: READ_EVENT })) as ReadEvent | null;
      if (event === null) return intents.map(() => notFound('event'));
      if (event.operation !== undefined) {
        await finish(event);
        continue;
      }
      const moment = now();
      const situation = await readSituation(collections, { event, intents, now: moment });
      const operation = decide(situation, intents, moment);
      const settled = operation === null ? await settle(events, event) : await carryOut(event, operation);
      if (settled !== null) return intents.map((intent) => refusal(intent, event, situation) ?? settled);
    }
  };

  const turns = createTurns<Intent, Event>(takeTurn, MAX_INTENTS);
  return {
    submit: (eventId, intent) => turns.take(eventId, intent),
    finish: async (event) => void (await finish(event)),
    sweep: async (before) => {
      const unfinished = await events.find({ 'operation.startedAt': { $lt: before } } as Filter<StoredEvent>, { projection: READ_EVENT }).limit(SWEEP_BATCH).toArray();
      for (const event of unfinished) await finish(event as ReadEvent);
      const due = await events.find({ promotionDue: true }, { projection: { _id: 1 } }).limit(SWEEP_BATCH).toArray();
      for (const event of due) await turns.take(event._id, { kind: 'PROMOTE' }).catch(ignoreGone);
    },
  };
}

/** Nothing to do: the event as it is, unless it moved meanwhile (then null). A promotion that was due and found nobody is done. */
async function settle(events: Collections['events'], event: ReadEvent): Promise<Event | null> {
  if (event.promotionDue === undefined) return toEvent(event);
  const settled = await events.findOneAndUpdate(unmoved(event), { $unset: { promotionDue: '' } } as never, { returnDocument: 'after', projection: READ_EVENT });
  return settled === null ? null : toEvent(settled as ReadEvent);
}

/** Records the operation in the event, unless anything it was decided from has changed. */
async function claim(events: Collections['events'], event: ReadEvent, operation: Operation): Promise<boolean> {
  const { matchedCount } = await events.updateOne(unmoved(event), { $set: { operation, sequence: operation.sequence } } as never);
  return matchedCount === 1;
}

function unmoved({ _id, sequence, version, status }: ReadEvent): Filter<StoredEvent> {
  return { _id, sequence, version, status, operation: { $exists: false } } as Filter<StoredEvent>;
}

/** Writes what the operation names; whatever a later operation wrote stays. */
async function write({ attendances, likes }: Collections, eventId: string, operation: Operation): Promise<void> {
  const upserts = (changes: readonly { readonly userId: string }[]) =>
    changes.map((change) => ({
      updateOne: {
        filter: { _id: `${eventId}.${change.userId}`, version: { $lt: operation.sequence } },
        update: { $set: { ...change, eventId, version: operation.sequence, unpublished: true } },
        upsert: true,
      },
    }));
  if (operation.attendances.length > 0) await attendances.bulkWrite(upserts(operation.attendances) as never, { ordered: false }).catch(ignoreNewer);
  if (operation.likes.length > 0) await likes.bulkWrite(upserts(operation.likes) as never, { ordered: false }).catch(ignoreNewer);
}

async function readSituation({ attendances, likes }: Collections, { event, intents, now }: { event: ReadEvent; intents: readonly Intent[]; now: Date }): Promise<Situation> {
  const ids = [...new Set(intents.flatMap((intent) => (intent.kind === 'PROMOTE' ? [] : [`${event._id}.${intent.userId}`])))];
  const isAttendance = ({ kind }: Intent) => kind !== 'LIKE' && kind !== 'UNLIKE';
  const hasLine = event.waitlistCount > 0 && intents.some(isAttendance);
  const [attendanceDocuments, likeDocuments, waitlist] = await Promise.all([
    intents.some(isAttendance) ? attendances.find({ _id: { $in: ids } }).toArray() : [],
    intents.every(isAttendance) ? [] : likes.find({ _id: { $in: ids } }).toArray(),
    hasLine ? attendances.find({ eventId: event._id, attendance: 'WAITLISTED' }).sort({ position: 1 }).limit(MAX_PROMOTIONS).toArray() : [],
  ]);
  return {
    counts: { attendeeCount: event.attendeeCount, waitlistCount: event.waitlistCount, likeCount: event.likeCount, popularity: event.popularity },
    capacity: event.capacity,
    sequence: event.sequence,
    isOpen: event.status === 'SCHEDULED' && event.startsAt > now,
    attendances: attendanceDocuments.map(toChange),
    likes: likeDocuments.map(({ userId, liked, since }) => ({ userId, liked, since })),
    waitlist: waitlist.map(toChange),
  };
}

function toChange({ userId, attendance, position, since }: Pick<StoredAttendance, keyof AttendanceChange>): AttendanceChange {
  return { userId, attendance, position, since };
}

function refusal(intent: Intent, event: ReadEvent, situation: Situation): DomainError | null {
  if (intent.kind !== 'ATTEND' || situation.isOpen) return null;
  const reason = event.status === 'CANCELLED' ? 'This event was called off.' : 'This event has already started.';
  return new DomainError('CONFLICT', reason);
}

/** An upsert that found a newer document tries to insert and fails on its id: rightly so. */
function ignoreNewer(error: unknown): void {
  const writeErrors = error instanceof Error && 'writeErrors' in error ? [error.writeErrors].flat() : [];
  const isNewer = writeErrors.length > 0 && writeErrors.every((writeError) => Object(writeError).code === 11_000);
  if (!isNewer) throw error;
}

function ignoreGone(error: unknown): void {
  if (!(error instanceof DomainError)) throw error;
}
