import * as fc from 'fast-check';
import type { Fate, Run } from '#cli/simulate/run.ts';
import type { TraceMail } from '#cli/simulate/trace.ts';
import { parseQuota } from '#mail/quota.ts';
import type { Quota } from '#mail/quota.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
export const START = Date.parse('2026-01-05T00:00:00Z');

export function quotaOf(text: string, change: Partial<Quota> = {}): Quota {
  return { windows: parseQuota(text), timeZone: 'UTC', urgentReserve: 0, flushAt: '23:05', ...change };
}

/** How long ahead a trace's mails are known: one of the longest windows. */
export function longestWindowMs(text: string): number {
  return text.includes('day') ? DAY_MS : HOUR_MS;
}

/** Ordinary mails over some hours, of which three in ten must leave within the hour; known `aheadMs` before they are due. */
export function traceArbitrary(aheadMs: number, sizes: { readonly maxMails: number; readonly maxHours: number }): fc.Arbitrary<TraceMail[]> {
  const slack = fc.oneof({ arbitrary: fc.nat(60), weight: 3 }, { arbitrary: fc.integer({ min: 30, max: 480 }), weight: 4 }, { arbitrary: fc.integer({ min: 400, max: 2_500 }), weight: 3 });
  return fc.integer({ min: 2, max: sizes.maxHours }).chain((hours) =>
    fc.array(fc.tuple(fc.nat(hours * 60), slack), { minLength: 5, maxLength: sizes.maxMails, size: 'max' }).map((mails) =>
      mails.map(([dueMinute, slackMinutes], index) => {
        const dueAt = START + dueMinute * MINUTE_MS;
        return mailOf(index, { dueAt, deadline: dueAt + slackMinutes * MINUTE_MS, knownAt: Math.max(START, dueAt - aheadMs) });
      }),
    ),
  );
}

export function mailOf(index: number, change: Partial<TraceMail> & Pick<TraceMail, 'dueAt' | 'deadline'>): TraceMail {
  return { id: `mail-${index}`, kind: 'CUSTOM', lane: 'ordinary', recipient: `person-${index}`, knownAt: change.dueAt, eventStartsAt: change.deadline, ...change };
}

export function isOnTime({ sentAt, mail }: Fate): boolean {
  return sentAt !== null && sentAt <= mail.deadline;
}

export function countOnTime(run: Run): number {
  return run.fates.filter(isOnTime).length;
}
