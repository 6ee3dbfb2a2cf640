/** Hides the wiring of the mail domain on a test's own names: a store and queues that nobody else sees. */
import { createMailQueue } from '#mail/mail-queue.ts';
import type { MailQueue } from '#mail/mail-queue.ts';
import { createNotificationIndexes, createNotificationStore } from '#mail/notification-store.ts';
import type { NotificationStore } from '#mail/notification-store.ts';
import { connectMongo } from '#platform/mongo.ts';
import type { Db } from '#platform/mongo.ts';
import { backingServices } from './backing-services.ts';
import { uniqueName } from './unique-name.ts';

export type MailEngine = {
  readonly name: string;
  readonly db: Db;
  readonly store: NotificationStore;
  readonly queue: MailQueue;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Meant for `await using`. */
export async function mailEngine(): Promise<MailEngine> {
  const { mongodbUrl, redisUrl } = backingServices();
  const name = uniqueName('mail');
  const mongo = await connectMongo({ url: mongodbUrl, database: `${name}_notifications`, appName: 'tests' });
  await createNotificationIndexes(mongo.db);
  const store = createNotificationStore(mongo.db);
  const queue = createMailQueue({ redisUrl, prefix: name, store });
  return {
    name,
    db: mongo.db,
    store,
    queue,
    async [Symbol.asyncDispose]() {
      await Promise.all(Object.values(queue.queues).map((each) => each.obliterate({ force: true })));
      await queue.close();
      await mongo.db.dropDatabase();
      await mongo.close();
    },
  };
}
