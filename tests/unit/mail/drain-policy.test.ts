import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runSimulation } from '#cli/simulate/run.ts';
import { EVENTPOST, FIFO, GREEDY, OLDER_RULE, droppingExpired } from '#cli/simulate/strategy.ts';
import { randomTrace } from '#cli/simulate/trace.ts';
import type { TraceMail } from '#cli/simulate/trace.ts';
import { optimalOnTime } from '#mail/optimum.ts';
import { priorityOf } from '#mail/priority.ts';
import { dayAt, isFlushing, windowsAt } from '#mail/quota-window.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, START, countOnTime, longestWindowMs, mailOf, quotaOf, traceArbitrary } from './traces.ts';

const QUOTAS = ['3/hour', '10/day', '3/hour,16/day', '4/hour,10/day', '1/hour,12/day'] as const;
const RIVALS = [FIFO, OLDER_RULE, droppingExpired(FIFO), droppingExpired(OLDER_RULE)];
const SIZES = { maxMails: 70, maxHours: 24 };

/** Mixed mail, urgent and ordinary, known when it is due or up to two days before. */
function mixedTrace(): fc.Arbitrary<TraceMail[]> {
  const mail = fc.record({ due: fc.nat(1_600), slack: fc.integer({ min: 1, max: 1_500 }), ahead: fc.nat(2_880), isUrgent: fc.integer({ min: 0, max: 9 }) });
  return fc.array(mail, { minLength: 5, maxLength: 80, size: 'max' }).map((mails) =>
    mails.map(({ due, slack, ahead, isUrgent }, index) => {
      const dueAt = START + due * MINUTE_MS;
      if (isUrgent === 0) return mailOf(index, { kind: 'PASSWORD_RESET', lane: 'urgent', dueAt, deadline: dueAt + HOUR_MS });
      return mailOf(index, { dueAt, deadline: dueAt + slack * MINUTE_MS, knownAt: Math.max(START, dueAt - ahead * MINUTE_MS) });
    }),
  );
}

describe('the policy, given mails known one window ahead', () => {
  it.each(QUOTAS)('sends as many on time as the offline optimum at %s, and never fewer than FIFO or the older rule', (text) => {
    const quota = quotaOf(text);
    fc.assert(
      fc.property(traceArbitrary(longestWindowMs(text), SIZES), (trace) => {
        const onTime = countOnTime(runSimulation({ trace, quota, strategy: EVENTPOST }));
        expect(onTime).toBe(optimalOnTime(trace, quota));
        for (const strategy of RIVALS) expect(countOnTime(runSimulation({ trace, quota, strategy }))).toBeLessThanOrEqual(onTime);
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  it('stays within 1 % of the optimum where windows cut through the ten-minute steps of priorities', () => {
    const quota = quotaOf('1/15minutes,3/hour,50/day');
    let [sent, possible] = [0, 0];
    for (const trace of fc.sample(traceArbitrary(DAY_MS, SIZES), { numRuns: 100, seed: 7 })) {
      sent += countOnTime(runSimulation({ trace, quota, strategy: EVENTPOST }));
      possible += optimalOnTime(trace, quota);
    }
    expect(sent / possible).toBeGreaterThan(0.99);
  });

  it('beats a greedy worker, which spends the tokens that mails about to come due will need', () => {
    const quota = quotaOf('1/hour');
    const trace = [
      mailOf(1, { dueAt: START, deadline: START + DAY_MS }),
      mailOf(2, { dueAt: START + 30 * MINUTE_MS, deadline: START + 45 * MINUTE_MS, knownAt: START }),
    ];
    expect([EVENTPOST, GREEDY].map((strategy) => countOnTime(runSimulation({ trace, quota, strategy })))).toEqual([2, 1]);
  });
});

describe('the policy on any trace', () => {
  it.each(['5/hour,20/day', '3/hour', '15/day', '2/15minutes,6/hour,20/day'])('keeps %s: the longest window never over its cap, shorter ones only by urgent mail and the flush', (text) => {
    const quota = quotaOf(text, { urgentReserve: 5 });
    fc.assert(
      fc.property(mixedTrace(), (trace) => {
        const used = new Map<string, number>();
        const excesses = runSimulation({ trace, quota, strategy: EVENTPOST }).sendings.flatMap(({ at, lane, keys }) => {
          for (const key of keys) used.set(key, (used.get(key) ?? 0) + 1);
          return windowsAt(quota, at).filter((window) => {
            const mayExceed = !window.isFirm && (lane === 'urgent' || isFlushing(quota, at));
            return !keys.includes(window.key) || (!mayExceed && (used.get(window.key) ?? 0) > (lane === 'urgent' ? window.max : window.max - window.reserve));
          });
        });
        expect(excesses).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('sends every mail at most once, never before it is due and never after its deadline', () => {
    fc.assert(
      fc.property(mixedTrace(), (trace) => {
        const { fates, sendings } = runSimulation({ trace, quota: quotaOf('5/hour,60/day'), strategy: EVENTPOST });
        expect(fates).toHaveLength(trace.length);
        expect(new Set(sendings.map(({ id }) => id)).size).toBe(sendings.length);
        expect(fates.filter(({ mail, sentAt }) => sentAt !== null && (sentAt < mail.dueAt || sentAt > mail.deadline))).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('sends in order of deadline among the mails that are due', () => {
    fc.assert(
      fc.property(mixedTrace(), (trace) => {
        const { fates } = runSimulation({ trace, quota: quotaOf('5/hour,60/day'), strategy: EVENTPOST });
        const ordinary = fates.filter(({ mail }) => mail.lane === 'ordinary');
        const overtaken = ordinary.filter(({ mail, sentAt }) => sentAt !== null && ordinary.some((other) => isWaiting(other, sentAt) && priorityOf(other.mail) < priorityOf(mail)));
        expect(overtaken).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it.each(['2/hour', '10/day'])('leaves no token of %s unused at a window\'s end while a sendable mail waited', (text) => {
    const quota = quotaOf(text);
    fc.assert(
      fc.property(traceArbitrary(longestWindowMs(text), SIZES), (trace) => {
        const { fates, sendings } = runSimulation({ trace, quota, strategy: EVENTPOST });
        const wasted = lastMomentsOfWindows(text).filter((last) => {
          const [window] = windowsAt(quota, last);
          const used = sendings.filter(({ keys }) => keys.includes(window?.key ?? '')).length;
          return used < (window?.max ?? 0) && fates.some((fate) => isWaiting(fate, last));
        });
        expect(wasted).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('leaves no token of the day unused at midnight while a sendable mail waited, because of the flush', () => {
    const quota = quotaOf('1/hour,20/day', { urgentReserve: 4 });
    fc.assert(
      fc.property(traceArbitrary(DAY_MS, SIZES), (trace) => {
        const { fates, sendings } = runSimulation({ trace, quota, strategy: EVENTPOST });
        const last = dayAt('UTC', START).endsAt - 1;
        const used = sendings.filter(({ at }) => at <= last).length;
        const stillWaiting = fates.filter((fate) => isWaiting(fate, last));
        expect(used === 16 || stillWaiting.length === 0).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  it('sends urgent mail in the moment it is due, also with the hour used up', () => {
    fc.assert(
      fc.property(mixedTrace(), (trace) => {
        const { fates } = runSimulation({ trace, quota: quotaOf('1/hour,100/day', { urgentReserve: 80 }), strategy: EVENTPOST });
        expect(fates.filter(({ mail, sentAt }) => mail.lane === 'urgent' && (sentAt ?? Infinity) - mail.dueAt > MINUTE_MS)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it('sends everything when it is due without a quota', () => {
    fc.assert(
      fc.property(mixedTrace(), (trace) => {
        const { fates } = runSimulation({ trace, quota: quotaOf('unlimited'), strategy: EVENTPOST });
        expect(fates.filter(({ mail, sentAt }) => sentAt !== mail.dueAt)).toEqual([]);
      }),
    );
  });
});

describe('a simulated day', () => {
  it('is the same for the same seed, and another for another', () => {
    const day = (seed: number) => {
      const trace = randomTrace({ mails: 400, hours: 24, seed, startsAt: START });
      return runSimulation({ trace, quota: quotaOf('12/hour,300/day', { urgentReserve: 12 }), strategy: EVENTPOST });
    };
    expect(day(7)).toEqual(day(7));
    expect(day(7)).not.toEqual(day(8));
  });
});

function isWaiting({ mail, sentAt }: { readonly mail: TraceMail; readonly sentAt: number | null }, at: number): boolean {
  return Math.max(mail.dueAt, mail.knownAt) <= at && mail.deadline >= at && (sentAt === null || sentAt > at);
}

/** The last milliseconds of the windows of the first three days. */
function lastMomentsOfWindows(text: string): number[] {
  const length = longestWindowMs(text);
  return Array.from({ length: (3 * DAY_MS) / length }, (_, index) => START + (index + 1) * length - 1);
}
