import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { flushOf, isFlushing, windowsAt } from '#mail/quota-window.ts';
import { checkWindows, formatQuota, parseQuota } from '#mail/quota.ts';
import type { Quota } from '#mail/quota.ts';

const at = (iso: string) => Date.parse(iso);

function quotaOf(text: string, change: Partial<Quota> = {}): Quota {
  return { windows: parseQuota(text), timeZone: 'UTC', urgentReserve: 12, flushAt: '23:05', ...change };
}

describe('a written quota', () => {
  it.each([
    ['12/hour,300/day', [{ max: 12, per: 'PT1H' }, { max: 300, per: 'P1D' }]],
    ['300/day, 12/hour', [{ max: 12, per: 'PT1H' }, { max: 300, per: 'P1D' }]],
    ['100/15minutes', [{ max: 100, per: 'PT15M' }]],
    ['100/PT15M', [{ max: 100, per: 'PT15M' }]],
    ['7/PT60M', [{ max: 7, per: 'PT1H' }]],
    ['7/PT24H', [{ max: 7, per: 'P1D' }]],
    ['7/P7D,9/month', [{ max: 7, per: 'P1W' }, { max: 9, per: 'P1M' }]],
    ['2/PT2S', [{ max: 2, per: 'PT2S' }]],
    ['unlimited', []],
    [' Unlimited ', []],
  ])('%s is read as canonical windows, shortest first', (text, windows) => {
    expect(parseQuota(text)).toEqual(windows);
  });

  it.each(['', 'twelve', '12', '12/', '0/hour', '12/hour,', '12/fortnight', '12/hour,13/PT60M', '-1/day', '1.5/day', '5/P1DT12H', '5/P2M', '5/PT0S'])('%j is refused as bad input naming the quota', (text) => {
    expect(() => parseQuota(text)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', field: 'quota' }));
  });

  it('names the field of whoever gave windows rather than text', () => {
    expect(() => checkWindows([{ max: 0, per: 'PT1H' }])).toThrow(expect.objectContaining({ field: 'windows' }));
  });

  it.each(['12/hour,300/day', '100/PT15M', 'unlimited', '1/second,20/week,50/month'])('%s is written as it was read', (text) => {
    expect(formatQuota(parseQuota(text))).toBe(text);
  });
});

describe('the windows at a moment', () => {
  it('are aligned to the hour and the day of the quota\'s zone', () => {
    const windows = windowsAt(quotaOf('12/hour,300/day', { timeZone: 'Asia/Kolkata' }), at('2026-06-01T10:10:00Z'));
    expect(windows.map(({ opensAt, resetsAt }) => [new Date(opensAt).toISOString(), new Date(resetsAt).toISOString()])).toEqual([
      ['2026-06-01T09:30:00.000Z', '2026-06-01T10:30:00.000Z'],
      ['2026-05-31T18:30:00.000Z', '2026-06-01T18:30:00.000Z'],
    ]);
  });

  it.each([
    ['2026-03-29T12:00:00Z', 23],
    ['2026-10-25T12:00:00Z', 25],
    ['2026-06-01T12:00:00Z', 24],
  ])('on %s last a day of %i hours in Berlin', (now, hours) => {
    const [day] = windowsAt(quotaOf('300/day', { timeZone: 'Europe/Berlin' }), at(now));
    expect(((day?.resetsAt ?? 0) - (day?.opensAt ?? 0)) / 3_600_000).toBe(hours);
  });

  it('begin weeks on Monday and months on the first', () => {
    const [week, month] = windowsAt(quotaOf('1/week,2/month'), at('2026-11-21T10:00:00Z'));
    expect([week?.opensAt, week?.resetsAt, month?.opensAt, month?.resetsAt]).toEqual(['2026-11-16', '2026-11-23', '2026-11-01', '2026-12-01'].map((day) => at(`${day}T00:00:00Z`)));
  });

  it('keep their name when only the maximum changes, so that counts survive a new quota', () => {
    const now = at('2026-11-21T10:00:00Z');
    expect(windowsAt(quotaOf('12/hour'), now)[0]?.key).toBe(windowsAt(quotaOf('99/hour,1000/day'), now)[0]?.key);
  });

  it('keep the reserve in the day window alone, and at most half of a day that the reserve would fill', () => {
    const reserves = (text: string) => windowsAt(quotaOf(text), 0).map((window) => window.reserve);
    expect([reserves('12/hour,300/day'), reserves('12/hour'), reserves('10/day'), reserves('13/day')]).toEqual([[0, 12], [0], [5], [12]]);
  });

  it('always hold now, and follow one another without a gap', () => {
    const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/Sao_Paulo');
    const quotas = fc.constantFrom('12/hour', '5/PT7H', '300/day', '4/P3D', '9/week', '9/month', '1/PT15M');
    fc.assert(
      fc.property(zones, quotas, fc.integer({ min: at('2016-01-01'), max: at('2030-01-01') }), (timeZone, text, now) => {
        const quota = quotaOf(text, { timeZone });
        for (const window of windowsAt(quota, now)) {
          expect(window.opensAt <= now && now < window.resetsAt).toBe(true);
          expect(windowsAt(quota, window.resetsAt)[0]?.opensAt).toBe(window.resetsAt);
          expect(windowsAt(quota, window.resetsAt - 1)[0]?.key).toBe(window.key);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('the flush', () => {
  it('runs from 23:05 until midnight in the quota\'s zone', () => {
    const quota = quotaOf('12/hour,300/day', { timeZone: 'America/New_York' });
    const local = (time: string) => DateTime.fromISO(`2026-11-21T${time}`, { zone: 'America/New_York' }).toMillis();
    expect(['23:04:59', '23:05:00', '23:59:59'].map((time) => isFlushing(quota, local(time)))).toEqual([false, true, true]);
    expect(isFlushing(quota, local('23:59:59') + 1_000)).toBe(false);
  });

  it.each([
    ['12/hour', '23:05'],
    ['unlimited', '23:05'],
    ['12/hour,300/day', null],
  ])('does not exist for %s with the flush at %s', (text, flushAt) => {
    expect(flushOf(quotaOf(text, { flushAt }), at('2026-11-21T23:30:00Z'))).toBeNull();
  });
});
