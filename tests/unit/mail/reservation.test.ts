import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { windowsAt } from '#mail/quota-window.ts';
import { parseQuota } from '#mail/quota.ts';
import type { Quota } from '#mail/quota.ts';
import { capsOf, decideReservation, tokensLeft } from '#mail/reservation.ts';
import type { Lane } from '#mail/notification.ts';

const at = (time: string) => Date.parse(`2026-11-21T${time}Z`);

function quotaOf(text: string): Quota {
  return { windows: parseQuota(text), timeZone: 'UTC', urgentReserve: 12, flushAt: '23:05' };
}

type Ask = { readonly text?: string; readonly time: string; readonly used: readonly number[]; readonly lane?: Lane; readonly credits?: number };

function ask({ text = '12/hour,300/day', time, used, lane = 'ordinary', credits }: Ask) {
  const quota = quotaOf(text);
  const now = at(time);
  const counts = new Map(windowsAt(quota, now).map((window, index) => [window.key, used[index] ?? 0]));
  return decideReservation({ quota, counts, now, lane, credits: credits ?? null });
}

describe('a reservation', () => {
  it('counts in every window or in none', () => {
    expect(ask({ time: '10:30:00', used: [11, 100] })).toMatchObject({ granted: true, keys: [`PT1H@${at('10:00:00')}`, `P1D@${at('00:00:00')}`] });
    expect(ask({ time: '10:30:00', used: [12, 100] })).toMatchObject({ granted: false });
  });

  it.each([
    ['the next hour', '10:30:00', [12, 100], '11:00:00'],
    ['midnight, when the day is used up as well', '10:30:00', [12, 288], '24:00:00'],
    ['the flush, when only the hour is used up', '23:01:00', [12, 100], '23:05:00'],
  ])('that is refused may try again at %s', (...[_name, time, used, retry]) => {
    expect(ask({ time, used })).toMatchObject({ granted: false, retryAt: at('00:00:00') + Number(retry.slice(0, 2)) * 3_600_000 + Number(retry.slice(3, 5)) * 60_000 });
  });

  it.each([
    ['ordinary mail leaves the reserve of the day free', 'ordinary', [0, 288], false],
    ['urgent mail uses the reserve', 'urgent', [0, 288], true],
    ['urgent mail never exceeds the day', 'urgent', [0, 300], false],
    ['urgent mail exceeds the hour', 'urgent', [12, 100], true],
  ] as const)('%s', (...[_rule, lane, used, granted]) => {
    expect(ask({ time: '10:30:00', used, lane }).granted).toBe(granted);
  });

  it('of urgent mail respects the hour where nothing longer protects the provider', () => {
    expect(ask({ text: '12/hour', time: '10:30:00', used: [12], lane: 'urgent' }).granted).toBe(false);
  });

  it.each([
    ['lifts the hour', [12, 100], undefined, true],
    ['leaves the reserve free', [12, 288], undefined, false],
    ['stops where the provider has only the reserve left', [12, 100], 12, false],
    ['goes on while the provider has more', [12, 100], 13, true],
  ])('in the flush %s', (...[_rule, used, credits, granted]) => {
    expect(ask({ time: '23:10:00', used, ...(credits === undefined ? {} : { credits }) }).granted).toBe(granted);
  });

  it('is always granted without windows', () => {
    expect(ask({ text: 'unlimited', time: '23:10:00', used: [] })).toEqual({ granted: true, keys: [] });
  });
});

describe('the tokens left', () => {
  it('are those of the tightest window', () => {
    const quota = quotaOf('12/hour,300/day');
    const counts = new Map([[`PT1H@${at('10:00:00')}`, 5], [`P1D@${at('00:00:00')}`, 285]]);
    expect(tokensLeft({ quota, counts, now: at('10:30:00'), credits: null })).toBe(3);
  });

  it('are as many as reservations are granted one after another', () => {
    const quotas = fc.constantFrom('12/hour,300/day', '3/PT15M,9/hour,20/day', '40/day', '7/hour');
    fc.assert(
      fc.property(quotas, fc.integer({ min: 0, max: 86_399_999 }), fc.nat(30), fc.nat(320), fc.option(fc.nat(60)), (...[text, offset, used, usedDay, credits]) => {
        const quota = quotaOf(text);
        const now = at('00:00:00') + offset;
        const counts = new Map(windowsAt(quota, now).map((window) => [window.key, window.isFirm ? usedDay : used]));
        const left = tokensLeft({ quota, counts, now, credits });
        let granted = 0;
        for (; granted <= left; granted += 1) {
          const reservation = decideReservation({ quota, counts, now, lane: 'ordinary', credits: credits === null ? null : credits - granted });
          if (!reservation.granted) break;
          for (const key of reservation.keys) counts.set(key, (counts.get(key) ?? 0) + 1);
        }
        expect(granted).toBe(left);
      }),
    );
  });
});

describe('the caps', () => {
  it('give the ledger the count at which each window refuses', () => {
    const caps = (lane: Lane, time: string) => capsOf(quotaOf('12/hour,300/day'), lane, at(time)).map(({ cap }) => cap);
    expect([caps('ordinary', '10:00:00'), caps('urgent', '10:00:00'), caps('ordinary', '23:05:00'), caps('urgent', '23:05:00')]).toEqual([
      [12, 288], [Infinity, 300], [Infinity, 288], [Infinity, 300],
    ]);
  });
});
