/** Hides how a mail quota is written down: `12/hour,300/day`, `100/15minutes`, `50/PT15M` or `unlimited`. */
import { Duration } from 'luxon';
import { badInput } from '#platform/errors.ts';

/** At most `max` mails in each window of `per`, a canonical ISO 8601 duration (`PT1H`, `P1D`, `P1W`, `P1M`). */
export type QuotaWindow = { readonly max: number; readonly per: string };

/** What limits mail. No windows: unlimited. */
export type Quota = {
  /** Shortest first. */
  readonly windows: readonly QuotaWindow[];
  /** Windows begin where days begin in this IANA zone. */
  readonly timeZone: string;
  /** Mails of a day window that ordinary mail leaves to urgent mail until midnight. */
  readonly urgentReserve: number;
  /** Time of day (`23:05`) from which a day's unused mails may go out without regard to shorter windows, or null for never. */
  readonly flushAt: string | null;
};

/** How a window follows the clock: `elapsed` ones restart with the day, `calendar` ones are whole days, a week or a month. */
export type Period =
  | { readonly type: 'elapsed'; readonly lengthMs: number }
  | { readonly type: 'calendar'; readonly unit: 'day' | 'week' | 'month'; readonly count: number; readonly lengthMs: number };

export const DAY_MS = 86_400_000;
const UNITS: Readonly<Record<string, string>> = { second: 'PTnS', minute: 'PTnM', hour: 'PTnH', day: 'PnD', week: 'PnW', month: 'PnM' };
const MAX_PER_WINDOW = 1_000_000_000;

/**
 * Reads `max/period` pairs separated by commas; a period is a unit (`hour`), a count and a unit (`15minutes`) or an ISO 8601 duration.
 * @returns canonical windows, shortest first; none for `unlimited`
 * @throws DomainError BAD_USER_INPUT on field `quota`
 */
export function parseQuota(text: string): QuotaWindow[] {
  const trimmed = text.trim();
  if (trimmed.toLowerCase() === 'unlimited') return [];
  return checkWindows(trimmed.split(',').map(parseWindow), 'quota');
}

/** The opposite of `parseQuota`: `12/hour,300/day`, with ISO durations where no unit fits. */
export function formatQuota(windows: readonly QuotaWindow[]): string {
  if (windows.length === 0) return 'unlimited';
  const units: Readonly<Record<string, string>> = { PT1S: 'second', PT1M: 'minute', PT1H: 'hour', P1D: 'day', P1W: 'week', P1M: 'month' };
  return windows.map((window) => `${window.max}/${units[window.per] ?? window.per}`).join(',');
}

/**
 * Makes windows canonical and puts the shortest first.
 * @throws DomainError BAD_USER_INPUT on `field`: a `max` that is no positive integer, a period no calendar window can follow, a period named twice
 */
export function checkWindows(windows: readonly QuotaWindow[], field = 'windows'): QuotaWindow[] {
  const canonical = windows.map(({ max, per }) => {
    if (!Number.isInteger(max) || max < 1 || max > MAX_PER_WINDOW) throw badInput(field, `A quota window allows a whole number of mails from 1 to ${MAX_PER_WINDOW}, not ${max}.`);
    const period = periodOf(per);
    if (period === null) throw badInput(field, `A quota window lasts less than a day, whole days, one week or one month, not ${per}.`);
    return { window: { max, per: formatPeriod(period) }, period };
  });
  const named = new Set(canonical.map(({ window }) => window.per));
  if (named.size < canonical.length) throw badInput(field, 'A quota names each window once.');
  return canonical.toSorted((one, other) => one.period.lengthMs - other.period.lengthMs).map(({ window }) => window);
}

/** The period of an ISO 8601 duration, or null where windows cannot follow it (`P1DT12H`, `P2M`, `PT0S`). */
export function periodOf(per: string): Period | null {
  const duration = Duration.fromISO(per);
  if (!duration.isValid || duration.years !== 0 || duration.quarters !== 0) return null;
  const days = duration.weeks * 7 + duration.days;
  const elapsedMs = duration.hours * 3_600_000 + duration.minutes * 60_000 + Math.round(duration.seconds * 1_000);
  if (duration.months !== 0) return duration.months === 1 && days === 0 && elapsedMs === 0 ? { type: 'calendar', unit: 'month', count: 1, lengthMs: 30 * DAY_MS } : null;
  if (days === 0 && elapsedMs >= 1_000 && elapsedMs < DAY_MS && elapsedMs % 1_000 === 0) return { type: 'elapsed', lengthMs: elapsedMs };
  if (elapsedMs % DAY_MS !== 0) return null;
  return periodOfDays(days + elapsedMs / DAY_MS);
}

function periodOfDays(days: number): Period | null {
  if (!Number.isInteger(days) || days < 1 || days > 366) return null;
  return days === 7 ? { type: 'calendar', unit: 'week', count: 1, lengthMs: 7 * DAY_MS } : { type: 'calendar', unit: 'day', count: days, lengthMs: days * DAY_MS };
}

function formatPeriod(period: Period): string {
  if (period.type === 'calendar') return `P${period.count}${period.unit === 'day' ? 'D' : period.unit === 'week' ? 'W' : 'M'}`;
  const seconds = period.lengthMs / 1_000;
  if (seconds % 3_600 === 0) return `PT${seconds / 3_600}H`;
  return seconds % 60 === 0 ? `PT${seconds / 60}M` : `PT${seconds}S`;
}

function parseWindow(text: string): QuotaWindow {
  const match = /^\s*(\d+)\s*\/\s*(?:(\d*)\s*([a-z]+?)s?|(P[0-9TDWMHS.]+))\s*$/i.exec(text);
  const unit = match?.[3] === undefined ? undefined : UNITS[match[3].toLowerCase()];
  const per = match?.[4]?.toUpperCase() ?? unit?.replace('n', match?.[2] === '' || match?.[2] === undefined ? '1' : match[2]);
  if (match?.[1] === undefined || per === undefined) throw badInput('quota', `A quota looks like 12/hour,300/day or unlimited; "${text.trim()}" does not.`);
  return { max: Number(match[1]), per };
}
