import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consumeDomainEvents, createDomainEventPublisher } from '#platform/domain-events.ts';
import type { DomainEvent } from '#platform/facts.ts';
import { createLog } from '#platform/log.ts';
import { collectionOf, connectMongo } from '#platform/mongo.ts';
import type { Collection, Mongo } from '#platform/mongo.ts';
import { createOutbox } from '#platform/outbox.ts';
import type { OutboxDocument } from '#platform/outbox.ts';
import { DomainError } from '#platform/errors.ts';
import { inRequestScope } from '#platform/request-scope.ts';
import { backingServices } from '#tests/support/backing-services.ts';
import { eventually } from '#tests/support/eventually.ts';
import { uniqueName } from '#tests/support/unique-name.ts';

type Like = OutboxDocument & { readonly liked: boolean };

const log = createLog({ name: 'test', level: 'silent' });
let mongo: Mongo;

beforeAll(async () => {
  mongo = await connectMongo({ url: backingServices().mongodbUrl, database: uniqueName('outbox'), appName: 'test' });
});
afterAll(async () => {
  await mongo.db.dropDatabase();
  await mongo.close();
});

function outboxOf(likes: Collection<Like>, connection: { readonly redisUrl: string; readonly prefix: string }) {
  const publisher = createDomainEventPublisher(connection);
  const toEvents = (like: Like): readonly DomainEvent[] => [
    { type: 'like.changed', id: like._id, version: like.version, requestId: null, facts: { eventId: 'e', userId: 'u', liked: like.liked } },
  ];
  return { publisher, outbox: createOutbox<Like>({ collection: likes, publisher, toEvents, log }) };
}

function setUp() {
  const prefix = uniqueName('outbox');
  const likes = collectionOf<Like>(mongo.db, uniqueName('likes'));
  const connection = { redisUrl: backingServices().redisUrl, prefix };
  return { likes, connection, ...outboxOf(likes, connection) };
}

function listen(connection: { readonly redisUrl: string; readonly prefix: string }, handle?: (event: DomainEvent) => Promise<void>) {
  const received: DomainEvent[] = [];
  const consumer = consumeDomainEvents({
    ...connection,
    subscriber: 'worker',
    log,
    handle: async (event) => {
      received.push(event);
      await handle?.(event);
    },
  });
  return { received, consumer };
}

/** Resolves once the marks are cleared of everything published so far: those of another document, published last, are. */
async function marksCleared({ likes, outbox }: Pick<ReturnType<typeof setUp>, 'likes' | 'outbox'>): Promise<void> {
  const last = { _id: uniqueName('last'), version: 1, unpublished: true, liked: true } as const;
  await likes.insertOne(last);
  await outbox.publishWritten(last);
  await eventually(async () => expect(await likes.findOne({ _id: last._id })).toEqual({ _id: last._id, version: 1, liked: true }));
}

describe('the outbox', () => {
  it('publishes a document that its writer holds without reading it again', async () => {
    const { likes, connection, outbox, publisher } = setUp();
    const { received, consumer } = listen(connection);
    const like = { _id: 'held', version: 2, unpublished: true, liked: true } as const;
    await likes.insertOne(like);
    await outbox.publishWritten(like);
    await eventually(() => expect(received).toMatchObject([{ id: 'held', version: 2 }]));
    await eventually(async () => expect(await likes.findOne({ _id: 'held' })).toEqual({ _id: 'held', version: 2, liked: true }));
    await consumer.close();
    await publisher.close();
  });

  it('publishes what is written within the time that it lingers together, each under its own request', async () => {
    const { likes, connection, publisher } = setUp();
    const { received, consumer } = listen(connection);
    const announced: (readonly (string | null)[])[] = [];
    const lingering = createOutbox<Like>({
      collection: likes, publisher, log, lingerMs: 20,
      toEvents: ({ _id: id, version, liked }, requestId) => [{ type: 'like.changed', id, version, requestId, facts: { eventId: 'e', userId: 'u', liked } }],
      announce: (changes) => Promise.resolve(void announced.push(changes.map(({ requestId }) => requestId))),
    });
    const write = (id: string) => lingering.publishWritten({ _id: id, version: 1, unpublished: true, liked: true });
    await Promise.all([inRequestScope('one', () => write('a')), inRequestScope('other', () => write('b')), write('c')]);
    expect(announced).toEqual([['one', 'other', null]]);
    await eventually(() => expect(received.map(({ id, requestId }) => [id, requestId]).sort()).toEqual([['a', 'one'], ['b', 'other'], ['c', null]]));
    await consumer.close();
    await publisher.close();
  });

  it('keeps the mark of a document that changed after its writer let go of it', async () => {
    const { likes, outbox, publisher } = setUp();
    await likes.insertOne({ _id: 'newer', version: 3, unpublished: true, liked: false });
    await outbox.publishWritten({ _id: 'newer', version: 2, unpublished: true, liked: true });
    await marksCleared({ likes, outbox });
    expect(await likes.findOne({ _id: 'newer' })).toMatchObject({ version: 3, unpublished: true });
    await publisher.close();
  });

  it('publishes a marked document once and clears its mark', async () => {
    const { likes, connection, outbox, publisher } = setUp();
    await likes.insertOne({ _id: 'a', version: 1, unpublished: true, liked: true });
    await outbox.publish('a');
    await outbox.publish('a');
    const { received, consumer } = listen(connection);
    await eventually(() => expect(received).toHaveLength(1));
    await eventually(async () => expect(await likes.findOne({ _id: 'a' })).toEqual({ _id: 'a', version: 1, liked: true }));
    await consumer.close();
    await publisher.close();
  });

  it('keeps the mark of a change that came while an older one was being published', async () => {
    const { likes, connection } = setUp();
    await likes.insertOne({ _id: 'a', version: 1, unpublished: true, liked: true });
    const { publisher } = outboxOf(likes, connection);
    const racing = createOutbox<Like>({
      collection: likes,
      publisher,
      log,
      toEvents: () => [],
      announce: async (changes) => void (changes.some(({ document }) => document._id === 'a') && (await likes.updateOne({ _id: 'a' }, { $set: { version: 2, liked: false } }))),
    });
    await racing.publish('a');
    await marksCleared({ likes, outbox: racing });
    expect(await likes.findOne({ _id: 'a' })).toMatchObject({ version: 2, unpublished: true });
    await publisher.close();
  });

  it('leaves the mark when Redis is away, and the sweeper finishes the work', async () => {
    const { likes, connection, outbox, publisher } = setUp();
    await likes.insertOne({ _id: 'a', version: 1, unpublished: true, liked: true });
    const failing = createOutbox<Like>({ collection: likes, publisher, log, toEvents: () => [], announce: () => Promise.reject(new Error('away')) });
    await failing.publish('a');
    expect(await likes.findOne({ _id: 'a' })).toMatchObject({ unpublished: true });
    expect(await outbox.sweep()).toBe(1);
    const { received, consumer } = listen(connection);
    await eventually(() => expect(received.map(({ id }) => id)).toEqual(['a']));
    await consumer.close();
    await publisher.close();
  });

  it('removes a tombstone once its deletion is published', async () => {
    const { likes, outbox, publisher } = setUp();
    await likes.insertOne({ _id: 'a', version: 3, unpublished: true, liked: false, deletedAt: new Date() });
    await outbox.publish('a');
    await eventually(async () => expect(await likes.findOne({ _id: 'a' })).toBeNull());
    await publisher.close();
  });
});

describe('a consumer of domain events', () => {
  it('tries again what failed by accident', async () => {
    const { connection, publisher } = setUp();
    let failures = 1;
    const { received, consumer } = listen(connection, () => (failures-- > 0 ? Promise.reject(new Error('passing')) : Promise.resolve()));
    await publisher.publish([{ type: 'user.deleted', id: 'u', version: 1, requestId: null, facts: null }]);
    await eventually(() => expect(received).toHaveLength(2));
    await consumer.close();
    await publisher.close();
  });

  it('gives up at once what can never work', async () => {
    const { connection, publisher } = setUp();
    const { received, consumer } = listen(connection, (event) => (event.id === 'bad' ? Promise.reject(new DomainError('NOT_FOUND', 'no')) : Promise.resolve()));
    await publisher.publish([
      { type: 'user.deleted', id: 'bad', version: 1, requestId: null, facts: null },
      { type: 'user.deleted', id: 'good', version: 1, requestId: null, facts: null },
    ]);
    await eventually(() => expect(received.map(({ id }) => id)).toContain('good'));
    expect(received.filter(({ id }) => id === 'bad')).toHaveLength(1);
    await consumer.close();
    await publisher.close();
  });
});
