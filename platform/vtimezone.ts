/** Hides how a time zone is written into a calendar file (RFC 5545, section 3.6.5), from the platform's own time zone data. */
import { LRUCache } from 'lru-cache';
import { DateTime, IANAZone } from 'luxon';

/** Clock changes lie farther apart than this. */
const STEP_MS = 7 * 86_400_000;

export type Years = { readonly first: number; readonly last: number };

/** Looking for clock changes takes milliseconds, and what was found stays so. */
const written = new LRUCache<string, string>({ max: 500 });

/** The VTIMEZONE of an IANA zone that holds from the beginning of the first year to the end of the last. */
export function vtimezone(name: string, years: Years): string {
  const key = `${name} ${years.first} ${years.last}`;
  const text = written.get(key) ?? write(name, years);
  written.set(key, text);
  return text;
}

function write(name: string, years: Years): string {
  const zone = IANAZone.create(name);
  const start = Date.UTC(years.first, 0, 1) - STEP_MS;
  const end = Date.UTC(years.last + 1, 0, 1) + STEP_MS;
  const observances = [
    observance(zone, start, zone.offset(start)),
    ...clockChanges(zone, start, end).map((change) => observance(zone, change, zone.offset(change - 1))),
  ];
  return ['BEGIN:VTIMEZONE', `TZID:${name}`, ...observances.flat(), 'END:VTIMEZONE', ''].join('\r\n');
}

/** The first moments of each new offset between two moments. */
function clockChanges(zone: IANAZone, start: number, end: number): readonly number[] {
  const changes: number[] = [];
  for (let from = start; from < end; from += STEP_MS) {
    const to = Math.min(end, from + STEP_MS);
    if (zone.offset(from) !== zone.offset(to)) changes.push(changeBetween(zone, from, to));
  }
  return changes;
}

function changeBetween(zone: IANAZone, from: number, to: number): number {
  let [before, after] = [from, to];
  while (after - before > 1_000) {
    const middle = before + Math.floor((after - before) / 2_000) * 1_000;
    if (zone.offset(middle) === zone.offset(from)) before = middle;
    else after = middle;
  }
  return after;
}

/** Its DTSTART is told by the clock as it was before. */
function observance(zone: IANAZone, at: number, offsetBefore: number): readonly string[] {
  const moment = DateTime.fromMillis(at, { zone });
  const kind = moment.isInDST ? 'DAYLIGHT' : 'STANDARD';
  return [
    `BEGIN:${kind}`,
    `DTSTART:${DateTime.fromMillis(at + offsetBefore * 60_000, { zone: 'utc' }).toFormat("yyyyLLdd'T'HHmmss")}`,
    `TZOFFSETFROM:${offsetText(offsetBefore)}`,
    `TZOFFSETTO:${offsetText(moment.offset)}`,
    `TZNAME:${moment.toFormat('ZZZZ', { locale: 'en-US' })}`,
    `END:${kind}`,
  ];
}

function offsetText(minutes: number): string {
  const absolute = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${String(Math.floor(absolute / 60)).padStart(2, '0')}${String(absolute % 60).padStart(2, '0')}`;
}
