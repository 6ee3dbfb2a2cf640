/**
 * Measures notifications at size: scheduling, forecasts over all that is pending, an event that moves with all its reminders, snoozes at once.
 *
 *   node bench/notifications.ts [--pending 100000] [--reminders 10000] [--snoozes 1000]
 */
import { parseArgs } from 'node:util';
import { createLedger } from '#mail/ledger.ts';
import { createMailControls } from '#mail/mail-controls.ts';
import { createMailQueue } from '#mail/mail-queue.ts';
import { createNotificationIndexes, createNotificationStore } from '#mail/notification-store.ts';
import type { NewNotification } from '#mail/notification-store.ts';
import { createReadModelStore } from '#mail/read-model-store.ts';
import { scheduleMails } from '#mail/scheduling.ts';
import { createSubjectLookup } from '#mail/subject-lookup.ts';
import { eventMailWish } from '#mail/wishes.ts';
import type { EventFacts, UserFacts } from '#platform/facts.ts';
import { newId } from '#platform/ids.ts';
import { connectMongo } from '#platform/mongo.ts';
import { createRedis } from '#platform/redis.ts';
import { createForecasts } from '#mail/forecasts.ts';
import { createReaction } from '#worker/react.ts';
import { startServers } from './servers.ts';

const { values: options } = parseArgs({
  options: { pending: { type: 'string', default: '100000' }, reminders: { type: 'string', default: '10000' }, snoozes: { type: 'string', default: '1000' } },
});
const [PENDING, REMINDERS, SNOOZES] = [Number(options.pending), Number(options.reminders), Number(options.snoozes)];
const DAY_MS = 86_400_000;
const PREFIX = 'bench_notifications';

await using servers = await startServers();
const mongo = await connectMongo({ url: servers.mongodbUrl, database: PREFIX, appName: 'bench' });
await mongo.db.dropDatabase();
const redis = createRedis(servers.redisUrl);
const store = createNotificationStore(mongo.db);
const readModel = createReadModelStore(mongo.db);
await Promise.all([createNotificationIndexes(mongo.db), readModel.ensureIndexes()]);
const queue = createMailQueue({ redisUrl: servers.redisUrl, prefix: PREFIX, store });
const ledger = createLedger(redis, PREFIX);
const quota = { windows: [{ max: 12, per: 'PT1H' }, { max: 300, per: 'P1D' }], timeZone: 'UTC', urgentReserve: 12, flushAt: '23:05' };
const controls = createMailControls({ db: mongo.db, queue, ledger, defaults: quota });
const nobody = () => Promise.reject(new Error('nobody is there to be asked'));
const lookup = createSubjectLookup({ readModel, askEvents: nobody, askUsers: nobody, service: 'bench' });
const now = () => new Date();

try {
  await measureScheduling();
  await measureForecasts();
  await measureMove();
  await measureSnoozes();
} finally {
  await Promise.all(Object.values(queue.queues).map((each) => each.obliterate({ force: true })));
  await queue.close();
  redis.disconnect();
  await mongo.db.dropDatabase();
  await mongo.close();
}

async function measureScheduling(): Promise<void> {
  const wishes = Array.from({ length: PENDING }, (_, index) => customWish(index));
  const seconds = await timed(() => scheduleMails({ store, queue }, wishes, now()));
  console.log(`${PENDING} notifications scheduled: ${seconds.toFixed(1)} s`);
}

async function measureForecasts(): Promise<void> {
  const forecasts = createForecasts({ store, readModel, controls, ledger, now });
  const [notification] = await store.page({}, { limit: 1, after: null }, now());
  if (notification === undefined) return;
  console.log(`first picture of all pending mail: ${((await timed(() => forecasts.outlook())) * 1_000).toFixed(0)} ms`);
  const remade: number[] = [];
  for (let round = 0; round < 40; round += 1) remade.push((await timed(() => forecasts.outlook())) * 1_000);
  const asked: number[] = [];
  for (let round = 0; round < 2_000; round += 1) asked.push((await timed(() => forecasts.of({ ...notification, scheduledAt: new Date(Date.now() + round * 60_000) }))) * 1_000);
  console.log(`picture made anew: p50 ${percentile(remade, 0.5)} ms, p95 ${percentile(remade, 0.95)} ms`);
  console.log(`forecast of one notification: p50 ${percentile(asked, 0.5)} ms, p95 ${percentile(asked, 0.95)} ms, slowest ${Math.max(...asked).toFixed(2)} ms`);
}

async function measureMove(): Promise<void> {
  const react = createReaction({ store, queue, readModel, lookup, now, lead: 'PT10M', settleMs: 60_000 });
  const eventId = newId();
  const event = (startsAt: number): EventFacts => ({
    title: 'Jazz in the park', description: '', topics: [], startsAt: new Date(startsAt).toISOString(), endsAt: null, timeZone: 'Europe/Madrid',
    place: { name: 'Alameda', address: null, coordinates: null }, status: 'SCHEDULED', cancelReason: null, organizerId: '',
  });
  const before = event(Date.now() + 30 * DAY_MS);
  await react({ type: 'event.changed', id: eventId, version: 1, requestId: null, facts: before });
  const people = Array.from({ length: REMINDERS }, () => newId());
  for (const id of people) await readModel.recipients.learn({ id, version: 1, facts: person(`${id}@example.org`) });
  const wishes = people.map((recipientId) =>
    eventMailWish({
      kind: 'REMINDER', eventId, event: before, recipientId, toEmail: `${recipientId}@example.org`, scheduledAt: new Date(Date.parse(before.startsAt) - DAY_MS), anchor: { before: 'P1D' },
      cause: null, requestId: null, lead: 'PT10M',
    }));
  const reminders = await scheduleMails({ store, queue }, wishes, now());
  const startsAt = Date.now() + 40 * DAY_MS;
  const seconds = await timed(() => react({ type: 'event.changed', id: eventId, version: 2, requestId: null, facts: event(startsAt) }));
  const moved = await store.pendingOf({ eventIds: [eventId] });
  const anchored = moved.filter(({ kind, scheduledAt }) => kind === 'REMINDER' && Math.abs(scheduledAt.getTime() - startsAt + DAY_MS) < 2 * 3_600_000);
  const told = moved.filter(({ kind }) => kind === 'EVENT_CHANGED').length;
  console.log(`an event moved with ${reminders.length} reminders: ${seconds.toFixed(1)} s (${anchored.length} re-anchored, ${told} people told, ${(await queue.missing(moved)).length} without a job)`);
}

async function measureSnoozes(): Promise<void> {
  const [notification] = await scheduleMails({ store, queue }, [customWish(0)], now());
  if (notification === undefined) return;
  const seconds = await timed(() =>
    Promise.all(Array.from({ length: SNOOZES }, (_, index) => queue.reschedule(notification._id, { scheduledAt: new Date(Date.now() + DAY_MS + index * 1_000) }, now()))));
  const current = await store.get(notification._id);
  const revisions = Array.from({ length: SNOOZES + 1 }, (_, index) => ({ ...current, revision: index + 1 }));
  const jobs = revisions.length - (await queue.missing(revisions)).length;
  console.log(`${SNOOZES} snoozes of one notification at once: ${seconds.toFixed(1)} s, ${jobs} job`);
}

function customWish(index: number): NewNotification {
  const scheduledAt = new Date(Date.now() + DAY_MS + ((index * 7_919) % 86_400) * 30_000);
  return {
    kind: 'CUSTOM', recipientId: newId(), toEmail: `person-${index}@example.org`, subject: 'A picnic', content: 'Bring fruit.', variables: {}, eventId: null, anchor: null, cause: null,
    scheduledAt, deadline: new Date(scheduledAt.getTime() + DAY_MS), requestId: null,
  };
}

function person(address: string): UserFacts {
  return {
    displayName: 'Ana', language: 'EN', timeZone: 'Europe/Madrid', disabled: false, emails: [{ address, verified: true, primary: true, suppressedReason: null }],
    preferences: { reminderBefore: [], mutedKinds: [], mutedTopics: [], quietHours: null },
  };
}

/** Seconds that `work` takes. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
}

function percentile(values: readonly number[], share: number): string {
  const sorted = values.toSorted((one, other) => one - other);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(2);
}
