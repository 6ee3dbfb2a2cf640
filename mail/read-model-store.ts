/** Hides where the notifications context keeps what it knows of events, people, likes and attendances, and how old news is told from new. */
import type { EventFacts, Known, RecipientFacts } from './read-model.ts';
import { collectionOf, isDuplicateKey } from '#platform/mongo.ts';
import type { Collection, Db } from '#platform/mongo.ts';
import type { QuietHoursOf } from './quiet-hours.ts';

/** Whether somebody likes an event. */
export type LikeFacts = { readonly eventId: string; readonly userId: string; readonly liked: boolean };

/** Where somebody stands with an event. */
export type AttendanceFacts = { readonly eventId: string; readonly userId: string; readonly attendance: 'GOING' | 'WAITLISTED' | 'LEFT' };

/** News of a subject; `facts` is null where it was deleted. `isBirth`: it has only come to be, so that nothing can hang on it where it is unknown. */
export type News<Facts> = { readonly id: string; readonly version: number; readonly facts: Facts | null; readonly isBirth?: boolean };

/** From what was last reacted to (null: nothing was known) to what holds now (null: deleted). */
export type Change<Facts> = { readonly before: Facts | null; readonly after: Facts | null; readonly version: number };

/** `facts` is null for a deleted subject: the tombstone keeps late news from resurrecting it. */
type SubjectDocument<Facts> = {
  readonly _id: string;
  readonly version: number;
  readonly facts: Facts | null;
  /** The version whose consequences were drawn, with its facts; behind `version` while they are being drawn. */
  readonly reactedVersion: number;
  readonly reactedFacts: Facts | null;
};

/** Subjects of one kind. */
export type Subjects<Facts> = {
  readonly get: (id: string) => Promise<Known<Facts>>;
  /** Ids that nothing is known of are absent. */
  readonly getMany: (ids: readonly string[]) => Promise<ReadonlyMap<string, Known<Facts>>>;
  /** Of a known or deleted subject; 0 for an unknown one. */
  readonly versionOf: (id: string) => Promise<number>;
  /** Stores what the owner answered, unless something newer is known; consequences are drawn when its domain event comes. */
  readonly learn: (news: News<Facts>) => Promise<void>;
  /**
   * Draws the consequences of news exactly until they are complete: stores the facts, runs `react`, and only then counts the version as done, so
   * that a crash in between repeats it. Older news does nothing, nor does the birth of an unknown subject; newer news that came meanwhile is
   * reacted to as well.
   */
  readonly advance: (news: News<Facts>, react: (change: Change<Facts>) => Promise<void>) => Promise<void>;
};

export type ReadModelStore = {
  readonly events: Subjects<EventFacts>;
  readonly recipients: Subjects<RecipientFacts>;
  /** Ids are `<eventId>.<userId>`. */
  readonly likes: Subjects<LikeFacts>;
  /** Ids are `<eventId>.<userId>`. */
  readonly attendances: Subjects<AttendanceFacts>;
  /** Ids of those who attend or wait for a place. */
  readonly attendeesOf: (eventId: string) => Promise<readonly string[]>;
  /** Ids of those who like the event or have a place. */
  readonly interestedIn: (eventId: string) => Promise<ReadonlySet<string>>;
  /** Whether the person likes the event or has a place. */
  readonly isInterested: (eventId: string, userId: string) => Promise<boolean>;
  /** All that is held of a person's likes and attendances. */
  readonly interestsOf: (userId: string) => Promise<{ readonly likes: readonly LikeFacts[]; readonly attendances: readonly AttendanceFacts[] }>;
  readonly forgetInterestsOf: (userId: string) => Promise<void>;
  /** Of everybody who has any. */
  readonly quietHours: () => Promise<QuietHoursOf>;
  readonly ensureIndexes: () => Promise<void>;
};

const QUIET_FROM = 'facts.preferences.quietHours.from';

/** Collections `events`, `recipients`, `likes` and `attendances` of the notifications database. */
export function createReadModelStore(db: Db): ReadModelStore {
  const events = collectionOf<SubjectDocument<EventFacts>>(db, 'events');
  const recipients = collectionOf<SubjectDocument<RecipientFacts>>(db, 'recipients');
  const likes = collectionOf<SubjectDocument<LikeFacts>>(db, 'likes');
  const attendances = collectionOf<SubjectDocument<AttendanceFacts>>(db, 'attendances');
  return {
    events: createSubjects(events),
    recipients: createSubjects(recipients),
    likes: createSubjects(likes),
    attendances: createSubjects(attendances),
    attendeesOf: async (eventId) => {
      const documents = await attendances.find({ 'facts.eventId': eventId }).toArray();
      return documents.flatMap(({ facts }) => (facts === null || facts.attendance === 'LEFT' ? [] : [facts.userId]));
    },
    interestedIn: async (eventId) => {
      const [liked, attended] = await Promise.all([likes.find({ 'facts.eventId': eventId }).toArray(), attendances.find({ 'facts.eventId': eventId }).toArray()]);
      const fans = liked.flatMap(({ facts }) => (facts?.liked === true ? [facts.userId] : []));
      return new Set([...fans, ...attended.flatMap(({ facts }) => (facts?.attendance === 'GOING' ? [facts.userId] : []))]);
    },
    isInterested: async (eventId, userId) => {
      const _id = `${eventId}.${userId}`;
      const [like, attendance] = await Promise.all([likes.findOne({ _id }), attendances.findOne({ _id })]);
      return like?.facts?.liked === true || attendance?.facts?.attendance === 'GOING';
    },
    interestsOf: async (userId) => {
      const [liked, attended] = await Promise.all([likes.find({ 'facts.userId': userId }).toArray(), attendances.find({ 'facts.userId': userId }).toArray()]);
      return { likes: liked.flatMap(({ facts }) => facts ?? []), attendances: attended.flatMap(({ facts }) => facts ?? []) };
    },
    forgetInterestsOf: async (userId) => {
      await Promise.all([likes.deleteMany({ 'facts.userId': userId }), attendances.deleteMany({ 'facts.userId': userId })]);
    },
    quietHours: async () => {
      const quiet = recipients.find({ [QUIET_FROM]: { $exists: true } }).project<Pick<SubjectDocument<RecipientFacts>, '_id' | 'facts'>>({ 'facts.timeZone': 1, 'facts.preferences.quietHours': 1 });
      const documents = await quiet.toArray();
      return new Map(documents.flatMap(({ _id, facts }) => {
        const hours = facts?.preferences.quietHours ?? null;
        return facts === null || hours === null ? [] : [[_id, { ...hours, timeZone: facts.timeZone }] as const];
      }));
    },
    ensureIndexes: async () => {
      await recipients.createIndex({ [QUIET_FROM]: 1 }, { sparse: true });
      await attendances.createIndex({ 'facts.eventId': 1 });
      await attendances.createIndex({ 'facts.userId': 1 });
      await likes.createIndex({ 'facts.eventId': 1 });
      await likes.createIndex({ 'facts.userId': 1 });
    },
  };
}

function createSubjects<Facts>(collection: Collection<SubjectDocument<Facts>>): Subjects<Facts> {
  // The driver cannot see through a type parameter; every filter and update goes through these.
  const find = async (id: string) => (await collection.findOne({ _id: id } as never)) as SubjectDocument<Facts> | null;
  /** The document as it is then; null where none matches the filter. */
  const update = async (filter: object, changes: object, upsert = false) =>
    (await collection.findOneAndUpdate(filter as never, changes as never, { returnDocument: 'after', upsert })) as SubjectDocument<Facts> | null;

  /** Stores the news unless newer ones are there; gives back what is there then. */
  const store = async ({ id, version, facts }: News<Facts>, reacted: Pick<SubjectDocument<Facts>, 'reactedVersion' | 'reactedFacts'>): Promise<SubjectDocument<Facts> | null> => {
    const change = { $set: { version, facts }, $setOnInsert: reacted };
    const older = { _id: id, version: { $lt: version } };
    try {
      return await update(older, change, true);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      // It is as new, or somebody else made it at the same moment.
      return (await update(older, change)) ?? (await find(id));
    }
  };

  return {
    get: async (id) => knownOf(await find(id)),
    getMany: async (ids) => {
      const documents = (await collection.find({ _id: { $in: ids } } as never).toArray()) as unknown as SubjectDocument<Facts>[];
      return new Map(documents.map((document) => [document._id, knownOf(document)]));
    },
    versionOf: async (id) => (await find(id))?.version ?? 0,
    // Nothing of ours can hang on a subject that was unknown until now, so its past needs no reaction.
    learn: async (news) => {
      await store(news, { reactedVersion: news.version, reactedFacts: news.facts });
    },
    advance: async (news, react) => {
      let current = await store(news, news.isBirth === true ? { reactedVersion: news.version, reactedFacts: news.facts } : { reactedVersion: 0, reactedFacts: null });
      let own: Pick<SubjectDocument<Facts>, 'version' | 'facts'> | null = null;
      while (current !== null && !isDone(current, { news: news.version, own: own?.version ?? null })) {
        const { version, facts }: SubjectDocument<Facts> = current;
        await react({ before: own === null ? current.reactedFacts : own.facts, after: facts, version });
        own = { version, facts };
        current = (await update({ _id: news.id, version }, { $set: { reactedVersion: version, reactedFacts: facts } })) ?? (await find(news.id));
      }
    },
  };
}

/**
 * Before reacting, what anybody has reacted to counts. After, only what we reacted to ourselves: another process may have drawn the consequences
 * of something newer while we were still drawing those of what it replaced.
 */
function isDone(current: { readonly version: number; readonly reactedVersion: number }, seen: { readonly news: number; readonly own: number | null }): boolean {
  return seen.own === null ? current.reactedVersion >= Math.max(seen.news, current.version) : seen.own >= current.version;
}

function knownOf<Facts>(document: SubjectDocument<Facts> | null): Known<Facts> {
  if (document === null) return { state: 'unknown' };
  return document.facts === null ? { state: 'deleted' } : { state: 'known', facts: document.facts };
}
