import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runSimulation } from '#cli/simulate/run.ts';
import { EVENTPOST } from '#cli/simulate/strategy.ts';
import { randomTrace } from '#cli/simulate/trace.ts';
import { decideAlert } from '#mail/alert.ts';
import { forecastMail } from '#mail/forecast.ts';
import type { PendingMail } from '#mail/notification.ts';
import { afterQuiet } from '#mail/quiet-hours.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, START, isOnTime, mailOf, quotaOf, traceArbitrary } from './traces.ts';

const NOTHING_SENT = new Map<string, number>();

function forecastOf(text: string, mails: readonly (readonly [dueMinute: number, deadlineMinute: number])[], counts = NOTHING_SENT) {
  const pending = mails.map(([due, until], index) => mailOf(index, { dueAt: START + due * MINUTE_MS, deadline: START + until * MINUTE_MS }));
  return forecastMail({ quota: quotaOf(text), counts, pending, now: START });
}

describe('a forecast', () => {
  it('gives each mail the first token that earlier deadlines leave', () => {
    const forecast = forecastOf('1/hour', [[0, 600], [0, 300], [0, 30]]);
    expect([0, 1, 2].map((index) => ((forecast.at(index).estimatedSendAt ?? 0) - START) / HOUR_MS)).toEqual([2, 1, 0]);
  });

  it('keeps a token for a mail to come rather than spend it on one that can wait', () => {
    const forecast = forecastOf('1/hour', [[0, 600], [30, 45]]);
    expect([0, 1].map((index) => forecast.at(index).estimatedSendAt)).toEqual([START + HOUR_MS, START + 30 * MINUTE_MS]);
  });

  it('says which mails will miss, how many, and which first', () => {
    const forecast = forecastOf('1/hour', [[0, 30], [0, 40], [0, 50]]);
    expect([forecast.at(0).risk, forecast.at(1), forecast.at(2).risk]).toEqual(['AT_RISK', { estimatedSendAt: null, risk: 'WILL_MISS' }, 'WILL_MISS']);
    expect(forecast).toMatchObject({ predictedMisses: 2, firstMissAt: START + 40 * MINUTE_MS, nextSendAt: START });
  });

  it('starts from what the ledger counts', () => {
    const forecast = forecastOf('2/hour', [[0, 300]], new Map([[`PT1H@${START}`, 2]]));
    expect(forecast.nextSendAt).toBe(START + HOUR_MS);
  });

  it('expects the flush to send what the hours held back', () => {
    const forecast = forecastOf('1/hour,40/day', Array.from({ length: 30 }, () => [22 * 60, 24 * 60 - 1] as const));
    const estimates = Array.from({ length: 30 }, (_, index) => ((forecast.at(index).estimatedSendAt ?? 0) - START) / MINUTE_MS);
    expect(estimates.filter((minute) => minute === 23 * 60 + 5)).toHaveLength(28);
  });

  it('sees no queue without a quota', () => {
    const forecast = forecastOf('unlimited', [[0, 30], [0, 40], [500, 550]]);
    expect(forecast).toMatchObject({ predictedMisses: 0, nextSendAt: START });
    expect(forecast.at(2)).toEqual({ estimatedSendAt: START + 500 * MINUTE_MS, risk: 'ON_TIME' });
  });

  it('of nothing pending predicts nothing', () => {
    expect(forecastOf('12/hour,300/day', [])).toMatchObject({ predictedMisses: 0, firstMissAt: null, nextSendAt: null });
  });

  it('sends urgent mail at once, and counts it', () => {
    const urgent = mailOf(1, { lane: 'urgent', dueAt: START, deadline: START + HOUR_MS });
    const ordinary = mailOf(2, { dueAt: START, deadline: START + DAY_MS });
    const forecast = forecastMail({ quota: quotaOf('1/hour,300/day'), counts: NOTHING_SENT, pending: [ordinary, urgent], now: START });
    expect([forecast.at(1).estimatedSendAt, forecast.at(0).estimatedSendAt]).toEqual([START, START + HOUR_MS]);
  });

  it('follows windows of seconds and of months alike', () => {
    expect(forecastOf('1/PT2S,1000/month', [[0, 1], [0, 1]]).predictedMisses).toBe(0);
    expect(forecastOf('1/month', [[0, 60], [0, 20 * 24 * 60], [0, 40 * 24 * 60]]).predictedMisses).toBe(1);
  });
});

describe('a forecast of a trace that holds no surprise', () => {
  it('predicts as many misses as there will be', () => {
    const quota = quotaOf('3/hour,40/day');
    fc.assert(
      fc.property(traceArbitrary(2 * DAY_MS, { maxMails: 60, maxHours: 20 }), (trace) => {
        const forecast = forecastMail({ quota, counts: NOTHING_SENT, pending: trace, now: START });
        const { fates } = runSimulation({ trace, quota, strategy: EVENTPOST });
        expect(fates.filter((fate) => !isOnTime(fate))).toHaveLength(forecast.predictedMisses);
      }),
      { numRuns: 100 },
    );
  });
});

describe('quiet hours', () => {
  const NIGHT = { from: '22:00', to: '07:00', timeZone: 'UTC' };
  const ofAna = new Map([['ana', NIGHT]]);
  const toAna = (dueMinute: number, deadlineMinute: number) => mailOf(1, { recipient: 'ana', kind: 'REMINDER', dueAt: START + dueMinute * MINUTE_MS, deadline: START + deadlineMinute * MINUTE_MS });
  const forecastWith = (pending: readonly PendingMail[], quota = 'unlimited') => forecastMail({ quota: quotaOf(quota), counts: NOTHING_SENT, pending, quietHours: ofAna, now: START });

  it('put a mail off to their end, known or asked for', () => {
    const mail = toAna(0, 24 * 60);
    const morning = { estimatedSendAt: START + 7 * HOUR_MS, risk: 'ON_TIME' };
    expect([forecastWith([mail]).at(0), forecastWith([]).ask(mail)]).toEqual([morning, morning]);
  });

  it('that end too late for it do not', () => {
    const mail = toAna(0, 6 * 60);
    expect([forecastWith([mail]).at(0).estimatedSendAt, forecastWith([]).ask(mail).estimatedSendAt]).toEqual([START, START]);
  });

  it('that a queue carries it into put it off as well', () => {
    const before = Array.from({ length: 3 }, (_, index) => mailOf(index + 10, { dueAt: START + 21 * HOUR_MS, deadline: START + 26 * HOUR_MS }));
    const mail = toAna(21 * 60, 40 * 60);
    expect(forecastWith([...before, mail], '1/hour').at(3).estimatedSendAt).toBe(START + 31 * HOUR_MS);
    expect(forecastWith(before, '1/hour').ask(mail).estimatedSendAt).toBe(START + 31 * HOUR_MS);
  });

  it('are nobody else\'s, and no account mail\'s', () => {
    const [other, account] = [mailOf(2, { dueAt: START, deadline: START + DAY_MS }), { ...toAna(0, 24 * 60), kind: 'EMAIL_CHANGED' as const }];
    expect([forecastWith([other]).at(0).estimatedSendAt, forecastWith([account]).at(0).estimatedSendAt]).toEqual([START, START]);
  });

  it('leave the token that a mail does not take to the others', () => {
    const forecast = forecastWith([toAna(0, 24 * 60), mailOf(2, { dueAt: START, deadline: START + 30 * HOUR_MS })], '1/hour');
    expect([0, 1].map((index) => forecast.at(index).estimatedSendAt)).toEqual([START + 7 * HOUR_MS, START]);
  });

  it('are never promised to be broken unless waiting would be too late, and no window is overdrawn', () => {
    fc.assert(
      fc.property(traceArbitrary(DAY_MS, { maxMails: 60, maxHours: 40 }), (trace) => {
        const pending = trace.map((mail, index) => (index % 2 === 0 ? { ...mail, recipient: 'ana' } : mail));
        const forecast = forecastWith(pending, '3/hour,40/day');
        const hours = new Map<number, number>();
        for (const [index, { recipient, deadline }] of pending.entries()) {
          const { estimatedSendAt: at } = forecast.at(index);
          if (at === null) continue;
          const hour = Math.floor(at / HOUR_MS);
          hours.set(hour, (hours.get(hour) ?? 0) + 1);
          expect(at <= deadline && (recipient !== 'ana' || afterQuiet(NIGHT, at, deadline) === at)).toBe(true);
        }
        for (const [hour, count] of hours) expect(count <= 3 || hour % 24 === 23).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});

describe('a question about one more mail', () => {
  it('is answered as a forecast with that mail would', () => {
    const quota = quotaOf('3/hour,40/day');
    fc.assert(
      fc.property(traceArbitrary(DAY_MS, { maxMails: 60, maxHours: 20 }), fc.nat(1_200), fc.nat(1_500), (pending, due, slack) => {
        const mail = mailOf(1_000, { dueAt: START + due * MINUTE_MS, deadline: START + (due + slack) * MINUTE_MS + 1 });
        const asked = forecastMail({ quota, counts: NOTHING_SENT, pending, now: START }).ask(mail);
        const told = forecastMail({ quota, counts: NOTHING_SENT, pending: [...pending, mail], now: START }).at(pending.length);
        expect(asked.estimatedSendAt).toBe(told.estimatedSendAt);
      }),
      { numRuns: 200 },
    );
  });
});

describe('promises', () => {
  it('of ON_TIME hold for 95 in 100 mails under random arrivals at 90 % load', () => {
    const days = 4;
    const trace = randomTrace({ mails: Math.round(288 * 0.9 * days), hours: 24 * days, seed: 11, startsAt: START });
    const quota = quotaOf('12/hour,300/day', { urgentReserve: 12 });
    const promised = new Set<string>();
    const { fates } = runSimulation({
      trace, quota, strategy: EVENTPOST,
      observe: ({ mail, pending, counts, now }) => {
        if (mail.lane === 'ordinary' && forecastMail({ quota, counts, pending, now }).at(pending.length - 1).risk === 'ON_TIME') promised.add(mail.id);
      },
    });
    const kept = fates.filter((fate) => promised.has(fate.mail.id) && isOnTime(fate)).length;
    expect(promised.size / trace.length).toBeGreaterThan(0.8);
    expect(kept / promised.size).toBeGreaterThanOrEqual(0.95);
  });
});

describe('an alert', () => {
  it.each([
    ['no miss is predicted', null, null, false],
    ['a miss is predicted', START + DAY_MS, null, true],
    ['the last alert is less than an hour old', START + DAY_MS, START - HOUR_MS + 1, false],
    ['the last alert is an hour old', START + DAY_MS, START - HOUR_MS, true],
  ])('when %s', (...[_name, firstMissAt, lastAlertAt, expected]) => {
    const alert = decideAlert({ forecast: { predictedMisses: 3, firstMissAt }, lastAlertAt, now: START });
    expect(alert).toEqual(expected ? { predictedMisses: 3, firstMissAt } : null);
  });

  it('comes at least six hours before the first miss of a steady backlog', () => {
    const quota = quotaOf('12/hour,300/day', { urgentReserve: 12 });
    const trace = Array.from({ length: 15 * 72 }, (_, index) => mailOf(index, { dueAt: START + index * 4 * MINUTE_MS, deadline: START + index * 4 * MINUTE_MS + 10 * HOUR_MS }));
    const alerts: number[] = [];
    const { fates } = runSimulation({
      trace, quota, strategy: EVENTPOST,
      observe: ({ pending, counts, now }) => {
        if (decideAlert({ forecast: forecastMail({ quota, counts, pending, now }), lastAlertAt: alerts.at(-1) ?? null, now }) !== null) alerts.push(now);
      },
    });
    const firstMissAt = Math.min(...fates.filter((fate) => fate.sentAt === null).map((fate) => fate.mail.deadline));
    expect(firstMissAt - (alerts[0] ?? Infinity)).toBeGreaterThanOrEqual(6 * HOUR_MS);
    expect(alerts.filter((at, index) => at - (alerts[index - 1] ?? -Infinity) < HOUR_MS)).toEqual([]);
  });
});
