/** Hides what valid preferences are. Pure. */
import { Duration } from 'luxon';
import { badInput } from '#platform/errors.ts';
import { givenOr } from './given.ts';
import { parseTopics } from './topics.ts';
import type { Preferences, User } from './user.ts';

/** Mail that keeps an account safe reaches everybody. */
const SECURITY_KINDS: ReadonlySet<string> = new Set(['EMAIL_VERIFICATION', 'EMAIL_CHANGED', 'PASSWORD_RESET']);
const MAX_REMINDERS = 10;
const LONGEST_REMINDER = Duration.fromObject({ days: 366 });
const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Mail is scarce: one reminder, the day before, until somebody asks for more. */
export const DEFAULT_PREFERENCES: Preferences = { reminderBefore: ['P1D'], mutedKinds: [], mutedTopics: [], quietHours: null };

/** What may be given of preferences; absent (or null, except for `quietHours`) stays. */
export type PreferencesChange = {
  readonly reminderBefore?: readonly string[] | null | undefined;
  readonly mutedKinds?: readonly string[] | null | undefined;
  readonly mutedTopics?: readonly string[] | null | undefined;
  /** Null for none. */
  readonly quietHours?: { readonly from: string; readonly to: string } | null | undefined;
};

/**
 * The account with its preferences changed.
 * @throws DomainError BAD_USER_INPUT naming the field
 */
export function changePreferences(user: User, change: PreferencesChange): User {
  const current = user.preferences;
  const preferences: Preferences = {
    reminderBefore: givenOr(change.reminderBefore, parseReminders, current.reminderBefore),
    mutedKinds: givenOr(change.mutedKinds, parseKinds, current.mutedKinds),
    mutedTopics: givenOr(change.mutedTopics, (topics) => parseTopics(topics, 'mutedTopics'), current.mutedTopics),
    quietHours: change.quietHours === undefined ? current.quietHours : parseQuietHours(change.quietHours),
  };
  return { ...user, preferences };
}

/** The account with one more kind muted. @throws DomainError BAD_USER_INPUT */
export function muteKind(user: User, kind: string): User {
  if (user.preferences.mutedKinds.includes(kind)) return user;
  return changePreferences(user, { mutedKinds: [...user.preferences.mutedKinds, kind] });
}

function parseReminders(texts: readonly string[]): readonly string[] {
  if (texts.length > MAX_REMINDERS) throw badInput('reminderBefore', `reminderBefore holds at most ${MAX_REMINDERS} durations.`);
  const durations = texts.map((text) => Duration.fromISO(text));
  if (durations.some((duration) => !isReasonable(duration))) throw badInput('reminderBefore', 'Each duration must be more than nothing and at most a year.');
  return [...new Map(durations.map((duration) => [duration.toMillis(), duration.toISO() ?? ''])).values()];
}

function isReasonable(duration: Duration): boolean {
  return duration.isValid && duration.toMillis() > 0 && duration.toMillis() <= LONGEST_REMINDER.toMillis();
}

function parseKinds(kinds: readonly string[]): readonly string[] {
  const security = kinds.find((kind) => SECURITY_KINDS.has(kind));
  if (security !== undefined) throw badInput('mutedKinds', `${security} keeps your account safe and cannot be muted.`);
  return [...new Set(kinds)];
}

function parseQuietHours(hours: { readonly from: string; readonly to: string } | null): Preferences['quietHours'] {
  if (hours === null) return null;
  const { from, to } = hours;
  for (const [name, time] of Object.entries({ from, to })) {
    if (!TIME_OF_DAY.test(time)) throw badInput(`quietHours.${name}`, `${name} must be a time of day such as 22:00.`);
  }
  if (from === to) throw badInput('quietHours', 'Quiet hours must end at another time than they begin.');
  return { from, to };
}
