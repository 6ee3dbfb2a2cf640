/** Hides how a write and its domain event become one: the document itself is the outbox, and a sweeper finishes what a crash left. */
import { createTaskBatcher } from './batcher.ts';
import type { AnyBulkWriteOperation, Collection, Filter } from './mongo.ts';
import type { DomainEventPublisher } from './domain-events.ts';
import type { DomainEvent } from './facts.ts';
import type { Log } from './log.ts';
import { currentRequestId } from './request-scope.ts';

/** What a document needs to be its own outbox. A deleted document stays as a bare tombstone until it is published. */
export type OutboxDocument = {
  readonly _id: string;
  readonly version: number;
  /** Set in the same update as the change, cleared soon after the change was published. */
  readonly unpublished?: true;
  readonly deletedAt?: Date;
};

export type Outbox<Read extends OutboxDocument> = {
  /** Publishes the document's latest change; its mark is cleared a moment later. Never rejects: what fails now is swept later. */
  readonly publish: (id: string) => Promise<void>;
  /** The same for whoever has just written the document and holds it. */
  readonly publishWritten: (document: Read) => Promise<void>;
  /** Publishes everything left marked; returns how many. */
  readonly sweep: () => Promise<number>;
};

/** `Read`: what of a stored document its events are made from. */
type OutboxOptions<Read extends OutboxDocument, Stored extends Read> = {
  readonly collection: Collection<Stored>;
  readonly publisher: DomainEventPublisher;
  readonly toEvents: (document: Read, requestId: string | null) => readonly DomainEvent[];
  readonly log: Log;
  /** Called before the events are queued, e.g. to drop cached answers. */
  readonly announce?: (changes: readonly Published<Read>[]) => Promise<void>;
  /** How long a change waits for others to be published together with it; those that come while some are being published do anyway. */
  readonly lingerMs?: number;
};

/** A document that is being published, and the request that wrote it, if it is known. */
export type Published<Read> = { readonly document: Read; readonly requestId: string | null };

const SWEEP_BATCH = 500;
/** Marks are cleared together: nobody waits for that, and a change published twice does no harm. */
const CLEARING = { maxSize: SWEEP_BATCH, lingerMs: 100 } as const;

/** An outbox over one collection; index `{unpublished: 1}` sparse there. */
export function createOutbox<Read extends OutboxDocument, Stored extends Read = Read>(options: OutboxOptions<Read, Stored>): Outbox<Read> {
  const { collection, publisher, toEvents, log, announce, lingerMs = 0 } = options;

  const publishAll = async (changes: readonly Published<Read>[]): Promise<void> => {
    await announce?.(changes);
    await publisher.publish(changes.flatMap(({ document, requestId }) => toEvents(document, requestId)));
  };

  const publishTogether = createTaskBatcher(publishAll, { maxSize: SWEEP_BATCH, lingerMs });

  const clear = createTaskBatcher<Read>(async (documents) => {
    await collection.bulkWrite(documents.map(clearing<Stored>), { ordered: false });
  }, CLEARING);

  const leaveToSweeper = (id: string) => (error: unknown): void =>
    log.warn({ err: error, collection: collection.collectionName, documentId: id }, 'change left for the sweeper');

  const publishAndClear = async (document: Read): Promise<void> => {
    await publishTogether({ document, requestId: currentRequestId() });
    void clear(document).catch(leaveToSweeper(document._id));
  };

  return {
    publish: async (id) => {
      const marked = collection.findOne({ _id: id, unpublished: true } as Filter<Stored>);
      await marked.then((document) => (document === null ? undefined : publishAndClear(document as Stored))).catch(leaveToSweeper(id));
    },
    publishWritten: (document) => publishAndClear(document).catch(leaveToSweeper(document._id)),
    sweep: async () => {
      const documents = await collection.find({ unpublished: true } as Filter<Stored>).limit(SWEEP_BATCH).toArray();
      // One document that cannot be published must not hold up those behind it.
      const outcomes = await Promise.allSettled(documents.map(async (document) => {
        await publishAll([{ document: document as Stored, requestId: null }]);
        await clear(document as Stored);
      }));
      const failure = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failure !== undefined) throw failure.reason;
      return documents.length;
    },
  };
}

/** Unless it has changed since: that change is published by itself. */
function clearing<Stored extends OutboxDocument>({ _id, version, deletedAt }: OutboxDocument): AnyBulkWriteOperation<Stored> {
  const filter = { _id, version } as Filter<Stored>;
  return deletedAt === undefined ? { updateOne: { filter, update: { $unset: { unpublished: '' } } as never } } : { deleteOne: { filter } };
}
