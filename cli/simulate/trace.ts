/** Hides what a day of mail looks like: random mails with due times, deadlines and recipients, the same for the same seed. */
import type { NotificationKind, PendingMail } from '#mail/notification.ts';
import { laneOf } from '#mail/notification.ts';
import { createRandom } from './random.ts';
import type { Random } from './random.ts';

/** A mail with its past: from `knownAt` on the policy knows that it will come due. Epoch milliseconds. */
export type TraceMail = PendingMail & { readonly knownAt: number; readonly eventStartsAt: number };

export type TraceOptions = {
  readonly mails: number;
  readonly hours: number;
  readonly seed: number;
  readonly startsAt: number;
  /** How long before it is due a mail is known, in hours at most; people like an event days before it starts (a week). */
  readonly knownAheadHours?: number;
};

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const LEAD_MS = 10 * MINUTE_MS;
const WEEK_HOURS = 168;
/** On average; persons share mails unevenly, because a few follow many events. */
const MAILS_PER_PERSON_AND_DAY = 4;

/** How busy each hour of a day is: few mails at night, most before the evening's events. */
const HOURLY = [1, 1, 1, 1, 1, 2, 3, 5, 6, 6, 6, 6, 6, 6, 6, 7, 8, 9, 9, 8, 6, 4, 2, 1] as const;

/** Minutes from due to deadline: reminders shortly before, hours before and the day before; the share of each. */
const REMINDERS = [
  { share: 0.3, from: 10, to: 60 },
  { share: 0.4, from: 60, to: 480 },
  { share: 0.3, from: 480, to: 1_440 },
] as const;

/** Mails that come due over `hours` from `startsAt`, in order of `knownAt`. */
export function randomTrace(options: TraceOptions): TraceMail[] {
  const random = createRandom(options.seed);
  const persons = Math.max(1, Math.round(options.mails / (MAILS_PER_PERSON_AND_DAY * Math.max(1, options.hours / 24))));
  const mails = Array.from({ length: options.mails }, (_, index) => {
    const kind = randomKind(random);
    const dueAt = options.startsAt + randomDue(random, options.hours);
    const slackMs = kind === 'REMINDER' ? randomSlack(random) : random.between(120, 1_440) * MINUTE_MS;
    const knownAheadMs = laneOf(kind) === 'urgent' ? 0 : random.between(0, options.knownAheadHours ?? WEEK_HOURS) * HOUR_MS;
    return {
      id: `mail-${index + 1}`,
      kind,
      lane: laneOf(kind),
      recipient: `person-${Math.floor(persons * random.next() ** 2) + 1}`,
      knownAt: Math.round(Math.max(options.startsAt, dueAt - knownAheadMs)),
      dueAt: Math.round(dueAt),
      deadline: Math.round(dueAt + slackMs),
      eventStartsAt: Math.round(dueAt + slackMs + LEAD_MS),
    };
  });
  return mails.sort((one, other) => one.knownAt - other.knownAt || one.dueAt - other.dueAt);
}

function randomKind(random: Random): NotificationKind {
  const roll = random.next();
  if (roll < 0.02) return random.pick(['WELCOME', 'EMAIL_VERIFICATION', 'PASSWORD_RESET']);
  if (roll < 0.12) return random.pick(['CUSTOM', 'ANNOUNCEMENT', 'EVENT_CHANGED', 'ATTENDANCE_CONFIRMED']);
  return 'REMINDER';
}

/** By rejection: an hour is kept as often as it is busy. */
function randomDue(random: Random, hours: number): number {
  for (;;) {
    const dueMs = random.next() * hours * HOUR_MS;
    const busy = HOURLY[Math.floor(dueMs / HOUR_MS) % 24] ?? 1;
    if (random.next() * Math.max(...HOURLY) < busy) return dueMs;
  }
}

function randomSlack(random: Random): number {
  const roll = random.next();
  const [short, middle, long] = REMINDERS;
  const range = roll < short.share ? short : roll < short.share + middle.share ? middle : long;
  return random.between(range.from, range.to) * MINUTE_MS;
}
