/** Fills a stack with people and events to look at, through the stores and without a mail; again changes nothing. */
import { readEnv } from '#platform/env.ts';
import { connectMongo } from '#platform/mongo.ts';
import { makeDemoEvents, writeDemoEvents } from './fixtures/demo-events.ts';
import { DEMO_EMAIL, DEMO_PASSWORD } from './fixtures/demo-account.ts';
import { writeDemoPeople } from './fixtures/demo-people.ts';
import { writeDemoReminders } from './fixtures/demo-reminders.ts';

const env = readEnv();
const now = new Date();
const connections = await Promise.all(
  ['users', 'events', 'notifications'].map((name) => connectMongo({ url: env.MONGODB_URL, database: `${env.MONGODB_DATABASE_PREFIX}_${name}`, appName: 'demo' })),
);
try {
  const [users, events, notifications] = connections;
  if (users === undefined || events === undefined || notifications === undefined) throw new Error('a database is missing');
  const people = await writeDemoPeople(users.db, now);
  const demoEvents = makeDemoEvents(people.map(({ _id }) => _id), now);
  await writeDemoEvents(events.db, demoEvents);
  const [visitor] = people;
  if (visitor !== undefined) {
    await writeDemoReminders(demoEvents, {
      db: notifications.db, redisUrl: env.REDIS_URL, prefix: env.REDIS_PREFIX, lead: env.MAIL_DEADLINE_LEAD, visitor: { id: visitor._id, email: DEMO_EMAIL }, now,
    });
  }
  console.log(`Demo data is there: ${people.length} people, ${demoEvents.length} events. Sign in as ${DEMO_EMAIL} with the password "${DEMO_PASSWORD}".`);
} finally {
  await Promise.all(connections.map((connection) => connection.close()));
}
