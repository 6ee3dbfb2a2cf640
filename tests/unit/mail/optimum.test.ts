import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { optimalOnTime } from '#mail/optimum.ts';
import type { DatedMail } from '#mail/optimum.ts';
import { HOUR_MS, START, quotaOf } from './traces.ts';

const hours = (from: number, to: number, lane: DatedMail['lane'] = 'ordinary'): DatedMail => ({ lane, dueAt: START + from * HOUR_MS, deadline: START + to * HOUR_MS });

/** Tries every hour for every mail: at most `perHour` in each and `perDay` in all, within one day. */
function tryAll(mails: readonly DatedMail[], perHour: number, perDay: number): number {
  const used = Array.from({ length: 24 }, () => 0);
  const best = (index: number, sent: number): number => {
    const mail = mails[index];
    if (mail === undefined || sent === perDay) return sent;
    let most = best(index + 1, sent);
    for (let hour = 0; hour < 24; hour += 1) {
      const from = START + hour * HOUR_MS;
      if ((used[hour] ?? 0) >= perHour || mail.dueAt >= from + HOUR_MS || mail.deadline < from) continue;
      used[hour] = (used[hour] ?? 0) + 1;
      most = Math.max(most, best(index + 1, sent + 1));
      used[hour] = (used[hour] ?? 0) - 1;
    }
    return most;
  };
  return best(0, 0);
}

describe('the offline optimum', () => {
  it.each<[string, string, DatedMail[], number]>([
    ['serves each mail in its own hour', '1/hour', [hours(0, 0.5), hours(1, 1.5), hours(2, 2.5)], 3],
    ['lets the patient wait', '1/hour', [hours(0, 5), hours(0.5, 0.7)], 2],
    ['cannot serve two in one hour', '1/hour', [hours(0, 0.5), hours(0.1, 0.7)], 1],
    ['keeps the day', '5/hour,2/day', [hours(0, 1), hours(3, 4), hours(5, 6)], 2],
    ['uses the flush', '1/hour,20/day', [hours(23, 23.9), hours(23, 23.9), hours(23, 23.9)], 3],
    ['sends all without a quota', 'unlimited', [hours(0, 1), hours(0, 1)], 2],
    ['cannot send what expires before it is due', 'unlimited', [hours(2, 1)], 0],
  ])('%s', (...[_name, text, mails, expected]) => {
    expect(optimalOnTime(mails, quotaOf(text))).toBe(expected);
  });

  it('leaves the reserve free', () => {
    expect(optimalOnTime([hours(0, 1), hours(0, 1), hours(0, 1)], quotaOf('3/day', { urgentReserve: 1 }))).toBe(2);
  });

  it('is what trying everything finds', () => {
    const mail = fc.tuple(fc.nat(5 * 4), fc.nat(12)).map(([from, slack]) => hours(from / 4, (from + slack) / 4));
    fc.assert(
      fc.property(fc.array(mail, { maxLength: 6 }), fc.integer({ min: 1, max: 2 }), fc.integer({ min: 2, max: 5 }), (mails, perHour, perDay) => {
        expect(optimalOnTime(mails, quotaOf(`${perHour}/hour,${perDay}/day`))).toBe(tryAll(mails, perHour, perDay));
      }),
      { numRuns: 200 },
    );
  });
});

describe('the offline optimum beside urgent mail', () => {
  const ordinary = [hours(20, 23.9), hours(20, 23.9), hours(20, 23.9)];

  it.each<[string, string, DatedMail[], number]>([
    ['leaves to it what it takes of a day before ordinary mail could use that up', '1/hour,3/day', [hours(2, 2.5, 'urgent')], 3],
    ['counts what comes later in the reserve', '1/hour,4/day', [hours(23.5, 23.6, 'urgent')], 4],
    ['lets it exceed the hour', '1/hour,30/day', [hours(2, 2.5, 'urgent'), hours(2, 2.5, 'urgent')], 5],
    ['never lets it exceed the day', '3/day', Array.from({ length: 9 }, () => hours(2, 2.5, 'urgent')), 3],
    ['never lets it exceed the hour without a day', '1/hour', [hours(2, 2.5, 'urgent'), hours(2, 2.5, 'urgent')], 4],
  ])('%s', (...[_name, text, urgent, expected]) => {
    expect(optimalOnTime([...ordinary, ...urgent], quotaOf(text))).toBe(expected);
  });
});
