/** Hides how a write and its domain event become one: the document itself is the outbox, and a sweeper finishes what a crash left. */
import type { Collection, Filter } from './mongo.ts';
import type { DomainEventPublisher } from './domain-events.ts';
import type { DomainEvent } from './facts.ts';
import type { Log } from './log.ts';

/** What a document needs to be its own outbox. A deleted document stays as a bare tombstone until it is published. */
export type OutboxDocument = {
  readonly _id: string;
  readonly version: number;
  /** Set in the same update as the change, cleared once the change was published. */
  readonly unpublished?: true;
  readonly deletedAt?: Date;
};

export type Outbox<Stored extends OutboxDocument> = {
  /** Publishes the document's latest change. Never rejects: what fails now is swept later. */
  readonly publish: (id: string) => Promise<void>;
  /** The same for whoever has just written the document and holds it. */
  readonly publishWritten: (document: Stored) => Promise<void>;
  /** Publishes everything left marked; returns how many. */
  readonly sweep: () => Promise<number>;
};

type OutboxOptions<Stored extends OutboxDocument> = {
  readonly collection: Collection<Stored>;
  readonly publisher: DomainEventPublisher;
  readonly toEvents: (document: Stored) => readonly DomainEvent[];
  readonly log: Log;
  /** Called before the events are queued, e.g. to drop cached answers. */
  readonly announce?: (document: Stored) => Promise<void>;
};

const SWEEP_BATCH = 500;

/** An outbox over one collection; index `{unpublished: 1}` sparse there. */
export function createOutbox<Stored extends OutboxDocument>(options: OutboxOptions<Stored>): Outbox<Stored> {
  const { collection, publisher, toEvents, log, announce } = options;

  const publishDocument = async (document: Stored): Promise<void> => {
    await announce?.(document);
    await publisher.publish(toEvents(document));
    const published = { _id: document._id, version: document.version } as Filter<Stored>;
    if (document.deletedAt === undefined) await collection.updateOne(published, { $unset: { unpublished: '' } } as never);
    else await collection.deleteOne(published);
  };

  const leavingFailuresToSweep = async (id: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      log.warn({ err: error, collection: collection.collectionName, documentId: id }, 'change left for the sweeper');
    }
  };

  return {
    publish: (id) => leavingFailuresToSweep(id, async () => {
      const document = await collection.findOne({ _id: id, unpublished: true } as Filter<Stored>);
      if (document !== null) await publishDocument(document as Stored);
    }),
    publishWritten: (document) => leavingFailuresToSweep(document._id, () => publishDocument(document)),
    sweep: async () => {
      const documents = await collection.find({ unpublished: true } as Filter<Stored>).limit(SWEEP_BATCH).toArray();
      // One document that cannot be published must not hold up those behind it.
      const outcomes = await Promise.allSettled(documents.map((document) => publishDocument(document as Stored)));
      const failure = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failure !== undefined) throw failure.reason;
      return documents.length;
    },
  };
}
