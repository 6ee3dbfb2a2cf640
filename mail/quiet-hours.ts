/** Hides when somebody does not want to be disturbed: a span of every day on their own clock, reckoned without dates because very many are asked for. */
import { IANAZone } from 'luxon';

/** Times of day such as `22:00`; a span that ends before it begins goes past midnight, one that ends as it begins is none. */
export type QuietHours = { readonly from: string; readonly to: string; readonly timeZone: string };

/** By the person's id; people without quiet hours are absent. */
export type QuietHoursOf = ReadonlyMap<string, QuietHours>;

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
/** Zones change their clocks at multiples of this. */
const OFFSET_STEP_MS = 15 * MINUTE_MS;
const MAX_OFFSETS = 50_000;
/** By zone, then step. */
const zones = new Map<string, Map<number, number>>();
const minutes = new Map<string, number>();

/**
 * `at` (epoch ms), or the end of the quiet hours where it falls into them; never past the deadline: a mail that could only be late disturbs instead.
 */
export function afterQuiet({ from, to, timeZone }: QuietHours, at: number, deadline: number): number {
  const offset = offsetAt(timeZone, at);
  const [begins, ends] = [minuteOfDay(from), minuteOfDay(to)];
  if (Number.isNaN(offset) || begins === ends) return at;
  const localMinute = Math.floor((at + offset) / MINUTE_MS);
  const minute = modulo(localMinute, DAY_MINUTES);
  const isQuiet = begins > ends ? minute >= begins || minute < ends : minute >= begins && minute < ends;
  if (!isQuiet) return at;
  const end = instantOf((localMinute + modulo(ends - minute, DAY_MINUTES)) * MINUTE_MS, { timeZone, offset });
  return end <= deadline && end > at ? end : at;
}

/** The instant at which the zone's clock shows a local time; where clocks jump over it, as much after the jump. */
function instantOf(localMs: number, { timeZone, offset }: { readonly timeZone: string; readonly offset: number }): number {
  const guess = localMs - offset;
  const there = offsetAt(timeZone, guess);
  if (there === offset) return guess;
  const again = localMs - there;
  return offsetAt(timeZone, again) === there ? again : Math.max(guess, again);
}

/** Milliseconds that the zone is ahead of UTC; not a number for what is no zone. Remembered, for the platform takes microseconds to answer. */
function offsetAt(timeZone: string, at: number): number {
  const step = Math.floor(at / OFFSET_STEP_MS);
  const offsets = zones.get(timeZone) ?? new Map<number, number>();
  const known = offsets.get(step);
  if (known !== undefined) return known;
  if (offsets.size === 0) zones.set(timeZone, offsets);
  if (offsets.size >= MAX_OFFSETS) offsets.clear();
  const offset = IANAZone.create(timeZone).offset(step * OFFSET_STEP_MS) * MINUTE_MS;
  offsets.set(step, offset);
  return offset;
}

function minuteOfDay(time: string): number {
  const known = minutes.get(time);
  if (known !== undefined) return known;
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  if (minutes.size >= DAY_MINUTES) minutes.clear();
  minutes.set(time, hour * 60 + minute);
  return hour * 60 + minute;
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
