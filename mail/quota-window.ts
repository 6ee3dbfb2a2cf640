/** Hides the calendar of quota windows: when each opens and resets in the quota's time zone, across daylight saving. */
import { DateTime } from 'luxon';
import { DAY_MS, periodOf } from './quota.ts';
import type { Period, Quota, QuotaWindow } from './quota.ts';

/** One window of a quota at a moment; times are epoch milliseconds, `opensAt` ≤ now < `resetsAt`. */
export type OpenWindow = QuotaWindow & {
  /** Names this very window: `PT1H@<opensAt>`. It does not hold `max`, so a count survives a change of the quota. */
  readonly key: string;
  readonly opensAt: number;
  readonly resetsAt: number;
  /** Whether even urgent mail and the flush respect it: the longest window, and every one of a day or longer. */
  readonly isFirm: boolean;
  /** How many of `max` are left to urgent mail. */
  readonly reserve: number;
};

/** A day in a zone. */
export type Day = { readonly startsAt: number; readonly endsAt: number };

/** The windows at `now`, shortest first. */
export function windowsAt(quota: Quota, now: number): OpenWindow[] {
  return quota.windows.map((window) => openWindow(quota, window, now));
}

/** One of the quota's windows at `now`. */
export function openWindow(quota: Quota, window: QuotaWindow, now: number): OpenWindow {
  const period = parsedPeriodOf(window.per);
  const { startsAt: opensAt, endsAt: resetsAt } = spanAt(period, quota.timeZone, now);
  return {
    max: window.max,
    per: window.per,
    key: `${window.per}@${opensAt}`,
    opensAt,
    resetsAt,
    isFirm: window === quota.windows.at(-1) || period.type === 'calendar',
    reserve: window.per === 'P1D' ? reserveOf(window.max, quota.urgentReserve) : 0,
  };
}

/** The end of today's flush (midnight) and its start, or null where there is none: no day window, or switched off. */
export function flushOf(quota: Quota, now: number): Day | null {
  if (quota.flushAt === null || !quota.windows.some((window) => window.per === 'P1D')) return null;
  const day = dayAt(quota.timeZone, now);
  const [hour = 0, minute = 0] = quota.flushAt.split(':').map(Number);
  const isPlainDay = day.endsAt - day.startsAt === DAY_MS;
  const startsAt = isPlainDay ? day.startsAt + (hour * 60 + minute) * 60_000 : DateTime.fromMillis(day.startsAt, { zone: quota.timeZone }).set({ hour, minute }).toMillis();
  return { startsAt, endsAt: day.endsAt };
}

/** Whether the day's remaining mails may go out now without regard to shorter windows. */
export function isFlushing(quota: Quota, now: number): boolean {
  const flush = flushOf(quota, now);
  return flush !== null && now >= flush.startsAt && now < flush.endsAt;
}

/** The local day that holds `now`; 23 or 25 hours long where the clocks change. */
export function dayAt(timeZone: string, now: number): Day {
  const latest = latestDays.get(timeZone);
  if (latest !== undefined && latest.startsAt <= now && now < latest.endsAt) return latest;
  const day = knownDayAt(timeZone, now);
  if (latestDays.size >= MAX_KNOWN_DAYS) latestDays.clear();
  latestDays.set(timeZone, day);
  return day;
}

/** Calendar arithmetic costs some 20 microseconds and is asked about the same days over and over; by zone and UTC day, which two or three local days touch. */
const knownDays = new Map<string, readonly Day[]>();
const latestDays = new Map<string, Day>();
const MAX_KNOWN_DAYS = 2_000;

function knownDayAt(timeZone: string, now: number): Day {
  const key = `${timeZone} ${Math.floor(now / DAY_MS)}`;
  const known = knownDays.get(key) ?? [];
  const found = known.find((day) => day.startsAt <= now && now < day.endsAt);
  if (found !== undefined) return found;
  const start = DateTime.fromMillis(now, { zone: timeZone }).startOf('day');
  const day = { startsAt: start.toMillis(), endsAt: start.plus({ days: 1 }).startOf('day').toMillis() };
  if (knownDays.size >= MAX_KNOWN_DAYS) knownDays.clear();
  knownDays.set(key, [...known, day]);
  return day;
}

/** A reserve that would leave nothing to ordinary mail is halved with the window instead. */
function reserveOf(max: number, reserve: number): number {
  return max > reserve ? reserve : Math.floor(max / 2);
}

function spanAt(period: Period, timeZone: string, now: number): Day {
  const day = dayAt(timeZone, now);
  if (period.type === 'elapsed') {
    const startsAt = day.startsAt + Math.floor((now - day.startsAt) / period.lengthMs) * period.lengthMs;
    return { startsAt, endsAt: Math.min(startsAt + period.lengthMs, day.endsAt) };
  }
  if (period.unit === 'day' && period.count === 1) return day;
  const local = DateTime.fromMillis(now, { zone: timeZone });
  const start = period.unit === 'day' ? local.startOf('day').minus({ days: daysInto(local, period.count) }) : local.startOf(period.unit);
  return { startsAt: start.toMillis(), endsAt: start.plus({ [period.unit]: period.count }).startOf('day').toMillis() };
}

/** Windows of several days are counted from 1970-01-01 of the local calendar. */
function daysInto(local: DateTime, count: number): number {
  const days = Math.floor(Date.UTC(local.year, local.month - 1, local.day) / DAY_MS);
  return ((days % count) + count) % count;
}

function parsedPeriodOf(per: string): Period {
  const known = periods.get(per);
  if (known !== undefined) return known;
  const period = periodOf(per);
  if (period === null) throw new Error(`Not a quota window's period: ${per}`);
  periods.set(per, period);
  return period;
}

const periods = new Map<string, Period>();
