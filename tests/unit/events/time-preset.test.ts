import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { presetRange } from '#subgraphs/events/time-preset.ts';

const PRESETS = ['TODAY', 'TOMORROW', 'THIS_WEEK', 'THIS_WEEKEND', 'NEXT_WEEK', 'THIS_MONTH'] as const;
const ZONES = ['UTC', 'Europe/Madrid', 'America/New_York', 'America/Sao_Paulo', 'Pacific/Apia', 'Pacific/Kiritimati', 'Asia/Kolkata', 'Africa/Cairo', 'Australia/Lord_Howe'] as const;

describe('a time preset', () => {
  it.each([
    ['TODAY', 'UTC', '2026-06-15T12:00:00Z', '2026-06-15T00:00:00Z', '2026-06-16T00:00:00Z'],
    ['TODAY in a zone where it is already tomorrow', 'Pacific/Auckland', '2026-06-15T12:30:00Z', '2026-06-15T12:00:00Z', '2026-06-16T12:00:00Z'],
    ['TODAY of 23 hours, clocks going forward', 'Europe/Madrid', '2026-03-29T10:00:00Z', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['TODAY of 25 hours, clocks going back', 'Europe/Madrid', '2026-10-25T10:00:00Z', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
    ['TODAY without a midnight', 'America/Sao_Paulo', '2018-11-04T12:00:00Z', '2018-11-04T03:00:00Z', '2018-11-05T02:00:00Z'],
    ['TOMORROW without a midnight', 'America/Sao_Paulo', '2018-11-03T12:00:00Z', '2018-11-04T03:00:00Z', '2018-11-05T02:00:00Z'],
    ['TODAY on a leap day', 'UTC', '2028-02-29T12:00:00Z', '2028-02-29T00:00:00Z', '2028-03-01T00:00:00Z'],
    ['TOMORROW before a leap day', 'UTC', '2028-02-28T12:00:00Z', '2028-02-29T00:00:00Z', '2028-03-01T00:00:00Z'],
    ['THIS_MONTH with a leap day', 'UTC', '2028-02-10T12:00:00Z', '2028-02-01T00:00:00Z', '2028-03-01T00:00:00Z'],
    ['THIS_MONTH with a clock change', 'America/New_York', '2026-11-21T12:00:00Z', '2026-11-01T04:00:00Z', '2026-12-01T05:00:00Z'],
    ['THIS_WEEK on a Sunday', 'UTC', '2026-06-14T23:00:00Z', '2026-06-08T00:00:00Z', '2026-06-15T00:00:00Z'],
    ['THIS_WEEK on a Monday', 'UTC', '2026-06-15T00:00:00Z', '2026-06-15T00:00:00Z', '2026-06-22T00:00:00Z'],
    ['THIS_WEEKEND on a Wednesday', 'Europe/Madrid', '2026-06-17T12:00:00Z', '2026-06-19T22:00:00Z', '2026-06-21T22:00:00Z'],
    ['THIS_WEEKEND while it lasts', 'Europe/Madrid', '2026-06-21T12:00:00Z', '2026-06-19T22:00:00Z', '2026-06-21T22:00:00Z'],
    ['THIS_WEEKEND across a clock change', 'Europe/Madrid', '2026-03-27T12:00:00Z', '2026-03-27T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['NEXT_WEEK over the year’s end', 'UTC', '2026-12-30T12:00:00Z', '2027-01-04T00:00:00Z', '2027-01-11T00:00:00Z'],
    ['NEXT_WEEK beginning after a clock change', 'Europe/Madrid', '2026-03-25T12:00:00Z', '2026-03-29T22:00:00Z', '2026-04-05T22:00:00Z'],
    ['TODAY beside the day that Samoa skipped', 'Pacific/Apia', '2011-12-31T00:00:00Z', '2011-12-30T10:00:00Z', '2011-12-31T10:00:00Z'],
  ])('%s (%s)', (...[name, zone, now, from, before]) => {
    const preset = PRESETS.find((candidate) => candidate === name.split(' ')[0]) ?? 'TODAY';
    const range = presetRange(preset, zone, new Date(now));
    expect([range.from.toISOString(), range.before.toISOString()]).toEqual([from, before].map((moment) => new Date(moment).toISOString()));
  });

  it('begins and ends with a day of the zone, at any moment', () => {
    const moment = fc.date({ min: new Date('2000-01-01'), max: new Date('2037-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(fc.constantFrom(...PRESETS), fc.constantFrom(...ZONES), moment, (preset, zone, now) => {
        const { from, before } = presetRange(preset, zone, now);
        for (const edge of [from, before]) {
          const local = DateTime.fromJSDate(edge, { zone });
          expect(local.toMillis()).toBe(local.startOf('day').toMillis());
        }
        expect(before.getTime()).toBeGreaterThan(from.getTime());
      }),
    );
  });

  it('holds the present, where it says this', () => {
    const moment = fc.date({ min: new Date('2000-01-01'), max: new Date('2037-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(fc.constantFrom('TODAY' as const, 'THIS_WEEK' as const, 'THIS_MONTH' as const), fc.constantFrom(...ZONES), moment, (preset, zone, now) => {
        const { from, before } = presetRange(preset, zone, now);
        expect(from <= now && now < before).toBe(true);
      }),
    );
  });
});
