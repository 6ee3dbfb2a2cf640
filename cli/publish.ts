/** `npm run publish -- -n N`: puts N random mails, over all templates, through the real queue of a running stack. */
import { parseArgs } from 'node:util';
import { portsFrom } from '#embedded/stack.ts';
import { createMailQueue } from '#mail/mail-queue.ts';
import { createNotificationStore } from '#mail/notification-store.ts';
import type { NewNotification } from '#mail/notification-store.ts';
import type { NotificationKind } from '#mail/notification.ts';
import { scheduleMails } from '#mail/scheduling.ts';
import { ConfigurationError, readEnv } from '#platform/env.ts';
import { connectMongo } from '#platform/mongo.ts';
import { UnreachableError } from '#platform/unreachable-error.ts';
import type { Db } from '#platform/mongo.ts';
import { connectRedis, createRedis } from '#platform/redis.ts';

const HELP = `Puts random mails, over all templates, through the queue of a running stack.

  npm run publish -- -n N [options]

  -n N         how many                                                        (20)
  --port P     the router's port of the stack that npm start runs here         (4000)
  --hours H    their due times are spread over the next H hours                (0)
  --help       show this

MONGODB_URL and REDIS_URL name the servers of any other stack.`;

const KINDS: readonly NotificationKind[] = [
  'REMINDER', 'CUSTOM', 'WELCOME', 'EMAIL_VERIFICATION', 'EMAIL_CHANGED', 'PASSWORD_RESET', 'EVENT_CHANGED', 'EVENT_CANCELLED', 'ANNOUNCEMENT',
  'ATTENDANCE_CONFIRMED', 'ATTENDEE_JOINED', 'ATTENDANCE_WAITLISTED', 'ATTENDEE_LEFT',
];
const LANGUAGES = ['EN', 'ES', 'PT'];
const HOUR_MS = 3_600_000;
const MAX_MAILS = 100_000;

/** An option that cannot be used. */
class OptionError extends Error {
  override readonly name = 'OptionError';

  constructor(problem: string) {
    super(`${problem}; npm run publish -- --help shows the options.`);
  }
}

try {
  await publish(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ConfigurationError || error instanceof UnreachableError || error instanceof OptionError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

async function publish(args: readonly string[]): Promise<void> {
  const options = parseOptions(args);
  if (options.wantsHelp) return console.log(HELP);
  const { mongodb, redis: redisPort } = portsFrom(options.port);
  const env = readEnv({ MONGODB_URL: `mongodb://127.0.0.1:${mongodb}`, REDIS_URL: `redis://127.0.0.1:${redisPort}`, ...process.env });
  const mongo = await connectMongo({ url: env.MONGODB_URL, database: `${env.MONGODB_DATABASE_PREFIX}_notifications`, appName: 'publish' });
  const redis = createRedis(env.REDIS_URL);
  try {
    await connectRedis(redis, env.REDIS_URL);
    const store = createNotificationStore(mongo.db);
    const queue = createMailQueue({ redisUrl: env.REDIS_URL, prefix: env.REDIS_PREFIX, store });
    const now = new Date();
    const eventIds = await someEvents(mongo.db);
    const wishes = Array.from({ length: options.count }, (_, index) => randomMail(index, { now, eventIds, hours: options.hours }));
    const mails = await scheduleMails({ store, queue }, wishes, now);
    console.log(`${mails.length} mails are in the queue, over ${Math.min(KINDS.length, mails.length)} templates.`);
    await queue.close();
  } finally {
    redis.disconnect();
    await mongo.close();
  }
}

/** Upcoming events that the notifications context knows, so that mails about events have one to tell of. */
async function someEvents(db: Db): Promise<readonly string[]> {
  const events = await db.collection<{ _id: string }>('events').find({ 'facts.startsAt': { $gt: new Date(Date.now() + HOUR_MS).toISOString() }, 'facts.status': 'SCHEDULED' }).limit(100).toArray();
  return events.map(({ _id }) => _id);
}

type Circumstances = { readonly now: Date; readonly eventIds: readonly string[]; readonly hours: number };

function randomMail(index: number, { now, eventIds, hours }: Circumstances): NewNotification {
  const kind = KINDS[index % KINDS.length] ?? 'CUSTOM';
  const isAboutEvent = ['REMINDER', 'EVENT_CHANGED', 'ANNOUNCEMENT'].includes(kind) || kind.startsWith('ATTEND');
  const scheduledAt = new Date(now.getTime() + Math.random() * hours * HOUR_MS);
  return {
    kind,
    recipientId: null,
    toEmail: `reader-${Math.floor(Math.random() * 1000)}@mail.example`,
    subject: kind === 'ANNOUNCEMENT' ? 'Doors open half an hour earlier' : 'A note to myself',
    content: 'Bring an umbrella, and the tickets.',
    variables: { displayName: 'Reader', language: pick(LANGUAGES), timeZone: 'Europe/Lisbon', token: 'a-token-that-opens-nothing', newEmail: 'new@mail.example' },
    eventId: isAboutEvent ? (pick(eventIds) ?? null) : null,
    anchor: null,
    cause: null,
    scheduledAt,
    deadline: new Date(scheduledAt.getTime() + (1 + Math.random() * 47) * HOUR_MS),
    requestId: null,
  };
}

function pick<T>(items: readonly T[]): T | undefined {
  return items[Math.floor(Math.random() * items.length)];
}

function parseOptions(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        number: { type: 'string', short: 'n', default: '20' },
        port: { type: 'string', default: '4000' },
        hours: { type: 'string', default: '0' },
        help: { type: 'boolean', default: false },
      },
    });
    return { count: numberOf('-n', values.number, MAX_MAILS), port: numberOf('--port', values.port, 65_000), hours: numberOf('--hours', values.hours, 10_000), wantsHelp: values.help };
  } catch (cause) {
    if (cause instanceof OptionError) throw cause;
    throw new OptionError(cause instanceof Error ? (cause.message.split('.')[0] ?? '') : String(cause));
  }
}

function numberOf(name: string, text: string, max: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > max) throw new OptionError(`${name} takes a whole number up to ${max}, not ${text || 'nothing'}`);
  return value;
}
