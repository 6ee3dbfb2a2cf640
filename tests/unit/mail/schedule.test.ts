import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { olderPriorityOf, priorityOf } from '#mail/priority.ts';
import { afterQuiet } from '#mail/quiet-hours.ts';
import { afterQuietHours, deadlineOf, reanchor, reminderTime, snoozedTime } from '#mail/schedule.ts';

const event = { startsAt: '2026-03-29T10:00:00Z', timeZone: 'Europe/Berlin' };
const lead = 'PT10M';
const scheduledAt = new Date('2026-03-28T08:00:00Z');

describe('a deadline', () => {
  it.each([
    ['a reminder', 'REMINDER', '2026-03-29T09:50:00.000Z'],
    ['a mail of one\'s own for an event', 'CUSTOM', '2026-03-29T09:50:00.000Z'],
    ['a change', 'EVENT_CHANGED', '2026-03-29T10:00:00.000Z'],
    ['an announcement', 'ANNOUNCEMENT', '2026-03-29T10:00:00.000Z'],
  ] as const)('of %s is told by the event', (_name, kind, expected) => {
    expect(deadlineOf({ kind, scheduledAt, event, lead }).toISOString()).toBe(expected);
  });

  it('without an event comes a day after the mail is due', () => {
    expect(deadlineOf({ kind: 'CUSTOM', scheduledAt, event: null, lead }).toISOString()).toBe('2026-03-29T08:00:00.000Z');
  });
});

describe('a reminder', () => {
  it.each([
    ['PT1H30M', '2026-03-29T08:30:00.000Z'],
    ['P1D', '2026-03-28T11:00:00.000Z'],
    ['P1W', '2026-03-22T11:00:00.000Z'],
    ['PT0S', '2026-03-29T10:00:00.000Z'],
  ])('%s before the start keeps the event\'s time of day across daylight saving', (before, expected) => {
    expect(reminderTime(event, before).toISOString()).toBe(expected);
  });

  it.each(['tomorrow', '', '-PT1H', 'PT-1H'])('%j before the start is refused', (before) => {
    expect(() => reminderTime(event, before)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', field: 'before' }));
  });

  it('follows its event when that moves, and one without anchor keeps its time', () => {
    const moved = { startsAt: '2026-04-02T18:00:00Z', timeZone: 'Europe/Berlin' };
    expect(reanchor({ kind: 'REMINDER', anchor: { before: 'PT2H' }, scheduledAt }, moved, lead)).toEqual({
      scheduledAt: new Date('2026-04-02T16:00:00Z'), deadline: new Date('2026-04-02T17:50:00Z'),
    });
    expect(reanchor({ kind: 'REMINDER', anchor: null, scheduledAt }, moved, lead)).toEqual({ scheduledAt, deadline: new Date('2026-04-02T17:50:00Z') });
  });
});

describe('a snooze', () => {
  it.each([
    ['the time it was due, while that lies ahead', '2026-03-28T07:00:00Z', '2026-03-28T09:00:00.000Z'],
    ['now, once it is overdue', '2026-03-28T08:20:00Z', '2026-03-28T09:20:00.000Z'],
  ])('counts from %s', (_name, now, expected) => {
    expect(snoozedTime({ scheduledAt, by: 'PT1H', now: new Date(now) }).toISOString()).toBe(expected);
  });

  it.each(['PT0S', '-PT1H', 'soon'])('by %s is refused', (by) => {
    expect(() => snoozedTime({ scheduledAt, by, now: scheduledAt })).toThrow(expect.objectContaining({ field: 'by' }));
  });
});

describe('quiet hours', () => {
  const recipient = (from: string, to: string) => ({ timeZone: 'America/New_York', preferences: { quietHours: { from, to } } });
  const far = new Date('2026-12-31T00:00:00Z');

  it.each([
    ['22:00', '07:00', '2026-11-21T03:30:00Z', '2026-11-21T12:00:00.000Z'],
    ['22:00', '07:00', '2026-11-21T11:59:00Z', '2026-11-21T12:00:00.000Z'],
    ['22:00', '07:00', '2026-11-21T12:00:00Z', '2026-11-21T12:00:00.000Z'],
    ['22:00', '07:00', '2026-11-21T20:00:00Z', '2026-11-21T20:00:00.000Z'],
    ['13:00', '14:30', '2026-11-21T18:15:00Z', '2026-11-21T19:30:00.000Z'],
    ['09:00', '09:00', '2026-11-21T14:00:00Z', '2026-11-21T14:00:00.000Z'],
  ])('from %s to %s move a mail at %s to %s', (...[from, to, at, expected]) => {
    expect(afterQuietHours({ at: new Date(at), deadline: far, recipient: recipient(from, to) }).toISOString()).toBe(expected);
  });

  it('give way where the mail could only be late', () => {
    const at = new Date('2026-11-21T03:30:00Z');
    expect(afterQuietHours({ at, deadline: new Date('2026-11-21T11:00:00Z'), recipient: recipient('22:00', '07:00') })).toEqual(at);
  });

  it('end when the clock of the zone says so, also on days when it changes', () => {
    const hour = fc.nat(23).map((value) => `${String(value).padStart(2, '0')}:00`);
    const instant = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2028-01-01') });
    fc.assert(
      fc.property(hour, hour, instant, fc.constantFrom('Europe/Madrid', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'UTC'), (...[from, to, at, timeZone]) => {
        const end = afterQuiet({ from, to, timeZone }, at, at + 3 * 86_400_000);
        const local = DateTime.fromMillis(end, { zone: timeZone });
        const skipped = local.minus({ hours: 1 }).offset !== local.offset;
        expect(end === at || skipped || local.toFormat('HH:mm') === to).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('never move a mail back, past its deadline, or twice', () => {
    const time = fc.tuple(fc.nat(23), fc.nat(59)).map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
    const instant = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2027-01-01') });
    fc.assert(
      fc.property(time, time, instant, fc.nat(172_800_000), (...[from, to, start, span]) => {
        const at = new Date(start);
        const deadline = new Date(start + span);
        const shifted = afterQuietHours({ at, deadline, recipient: recipient(from, to) });
        expect(shifted >= at && shifted <= deadline).toBe(true);
        expect(afterQuietHours({ at: shifted, deadline, recipient: recipient(from, to) })).toEqual(shifted);
      }),
    );
  });
});

describe('a priority', () => {
  const instant = fc.integer({ min: Date.parse('1990-01-01'), max: Date.parse('2200-01-01') });

  it('is the deadline in ten-minute steps since 2020', () => {
    expect(priorityOf({ lane: 'ordinary', deadline: Date.parse('2020-01-02T00:09:59Z') })).toBe(144);
  });

  it('is 1 for urgent mail alone, and always one that BullMQ takes', () => {
    fc.assert(
      fc.property(instant, (deadline) => {
        expect(priorityOf({ lane: 'urgent', deadline })).toBe(1);
        const priority = priorityOf({ lane: 'ordinary', deadline });
        expect(Number.isInteger(priority) && priority >= 2 && priority < 2 ** 21).toBe(true);
      }),
    );
  });

  it('orders by deadline, as the older rule does by days', () => {
    const now = Date.parse('2026-01-01');
    fc.assert(
      fc.property(instant, instant, (one, other) => {
        const [sooner, later] = one <= other ? [one, other] : [other, one];
        expect(priorityOf({ lane: 'ordinary', deadline: sooner })).toBeLessThanOrEqual(priorityOf({ lane: 'ordinary', deadline: later }));
        expect(olderPriorityOf(sooner, now)).toBeGreaterThanOrEqual(olderPriorityOf(later, now));
      }),
    );
  });
});
