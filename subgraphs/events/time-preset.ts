/** Hides the calendar arithmetic behind TODAY, THIS_WEEKEND and the like, in any time zone and across its clock changes. */
import { DateTime } from 'luxon';
import type { TimePreset } from './schema.types.ts';

export type TimeRange = { readonly from: Date; readonly before: Date };

/** The preset's days around `now` in an IANA zone, as moments: inclusive, exclusive. Weeks begin on Monday (ISO 8601). */
export function presetRange(preset: TimePreset, zone: string, now: Date): TimeRange {
  const today = DateTime.fromJSDate(now, { zone }).startOf('day');
  const monday = today.startOf('week');
  switch (preset) {
    case 'TODAY': return between(today, today.plus({ days: 1 }));
    case 'TOMORROW': return between(today.plus({ days: 1 }), today.plus({ days: 2 }));
    case 'THIS_WEEK': return between(monday, monday.plus({ days: 7 }));
    case 'THIS_WEEKEND': return between(monday.plus({ days: 5 }), monday.plus({ days: 7 }));
    case 'NEXT_WEEK': return between(monday.plus({ days: 7 }), monday.plus({ days: 14 }));
    case 'THIS_MONTH': return between(today.startOf('month'), today.startOf('month').plus({ months: 1 }));
    default: return preset satisfies never;
  }
}

/** Adding days to a midnight that a clock change skipped lands on the day's first moment; `startOf` makes that hold both ways. */
function between(from: DateTime, before: DateTime): TimeRange {
  return { from: from.startOf('day').toJSDate(), before: before.startOf('day').toJSDate() };
}
