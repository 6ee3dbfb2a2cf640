import fc from 'fast-check';
import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import { eventCalendar, feedCalendar } from '#subgraphs/events/calendar.ts';
import type { Event } from '#subgraphs/events/event.ts';

const PUBLIC_URL = 'https://eventpost.example';

function event(changes: Partial<Event> = {}): Event {
  return {
    id: '0198a000-0000-7000-8000-000000000001', version: 3, title: 'Jazz, swing; and more', description: 'Bring a blanket.\nAnd a friend.', topics: ['music', 'outdoors'],
    startsAt: new Date('2026-06-15T18:30:00Z'), endsAt: new Date('2026-06-15T21:00:00Z'), timeZone: 'Europe/Madrid',
    place: { name: 'Retiro', address: 'Plaza de la Independencia, 7', coordinates: { latitude: 40.4153, longitude: -3.6845 } }, capacity: null,
    status: 'SCHEDULED', cancelReason: null, organizerId: 'somebody', attendeeCount: 0, waitlistCount: 0, likeCount: 0, sequence: 0,
    createdAt: new Date('2026-05-01T10:00:00Z'), updatedAt: new Date('2026-05-02T10:00:00Z'), ...changes,
  };
}

/** Read by an independent parser, with the file's own time zones and no others. */
function parse(file: string) {
  ICAL.TimezoneService.reset();
  const calendar = new ICAL.Component(ICAL.parse(file));
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
  return { calendar, events: calendar.getAllSubcomponents('vevent').map((component) => new ICAL.Event(component)) };
}

const ZONES = ['Europe/Madrid', 'America/New_York', 'America/Sao_Paulo', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Pacific/Apia', 'Africa/Casablanca', 'Europe/Dublin', 'Asia/Tokyo', 'America/St_Johns'] as const;

describe('the calendar file of an event', () => {
  it('says what the event says', () => {
    const { calendar, events: [parsed] } = parse(eventCalendar(event(), PUBLIC_URL));
    expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH');
    expect(parsed?.uid).toBe('0198a000-0000-7000-8000-000000000001@eventpost.example');
    expect(parsed?.summary).toBe('Jazz, swing; and more');
    expect(parsed?.description).toBe('Bring a blanket.\nAnd a friend.');
    expect(parsed?.location).toContain('Retiro');
    expect(parsed?.sequence).toBe(2);
    expect(parsed?.startDate.toJSDate().toISOString()).toBe('2026-06-15T18:30:00.000Z');
    expect(parsed?.endDate.toJSDate().toISOString()).toBe('2026-06-15T21:00:00.000Z');
    expect(parsed?.startDate.toString()).toBe('2026-06-15T20:30:00');
    expect(parsed?.startDate.zone.tzid).toBe('Europe/Madrid');
  });

  it('keeps its UID and raises its SEQUENCE with an edit', () => {
    const [before, after] = [event(), event({ version: 4, title: 'Later' })].map((one) => parse(eventCalendar(one, PUBLIC_URL)).events[0]);
    expect(after?.uid).toBe(before?.uid);
    expect(after?.sequence).toBe((before?.sequence ?? 0) + 1);
  });

  it('takes a cancelled event out of the calendar', () => {
    const { calendar, events: [parsed] } = parse(eventCalendar(event({ status: 'CANCELLED', cancelReason: 'Rain', version: 4 }), PUBLIC_URL));
    expect(calendar.getFirstPropertyValue('method')).toBe('CANCEL');
    expect(parsed?.component.getFirstPropertyValue('status')).toBe('CANCELLED');
    expect(parsed?.description).toContain('Rain');
  });

  it('is the same text for the same event', () => {
    expect(eventCalendar(event(), PUBLIC_URL)).toBe(eventCalendar(event(), PUBLIC_URL));
  });

  it('keeps its lines short and its text harmless', () => {
    const file = eventCalendar(event({ title: 'x\r\nBEGIN:VALARM\r\nEND:VALARM', description: 'ñ'.repeat(500) }), PUBLIC_URL);
    expect(file.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    expect(parse(file).calendar.getAllSubcomponents('vevent')[0]?.getAllSubcomponents('valarm')).toEqual([]);
  });

  it('tells times in any zone that come back as the same moments', () => {
    const moment = fc.date({ min: new Date('2000-01-01'), max: new Date('2037-06-01'), noInvalidDate: true }).map((date) => new Date(Math.floor(date.getTime() / 1_000) * 1_000));
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 40 * 24 }), fc.constantFrom(...ZONES), (startsAt, hours, timeZone) => {
        const endsAt = new Date(startsAt.getTime() + hours * 3_600_000);
        const { events: [parsed] } = parse(eventCalendar(event({ startsAt, endsAt, timeZone }), PUBLIC_URL));
        expect(spansRepeatedHour(startsAt, timeZone) || parsed?.startDate.toJSDate().getTime() === startsAt.getTime()).toBe(true);
        expect(spansRepeatedHour(endsAt, timeZone) || parsed?.endDate.toJSDate().getTime() === endsAt.getTime()).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

/** A local time that the clock shows twice cannot say which of the two it means (RFC 5545, section 3.3.5). */
function spansRepeatedHour(moment: Date, timeZone: string): boolean {
  const local = (at: number) => new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(at);
  return [30, 60, 120].some((minutes) => [-1, 1].some((sign) => local(moment.getTime()) === local(moment.getTime() + sign * minutes * 60_000)));
}

describe('a person’s calendar feed', () => {
  it('holds what they attend, tentative where they wait', () => {
    const other = event({ id: '0198a000-0000-7000-8000-000000000002', timeZone: 'Asia/Tokyo', startsAt: new Date('2026-07-01T10:00:00Z'), endsAt: null });
    const { calendar, events: parsed } = parse(feedCalendar([{ event: event(), attendance: 'GOING' }, { event: other, attendance: 'WAITLISTED' }], PUBLIC_URL));
    expect(calendar.getFirstPropertyValue('method')).toBe('PUBLISH');
    expect(parsed.map(({ component }) => component.getFirstPropertyValue('status'))).toEqual(['CONFIRMED', 'TENTATIVE']);
    expect(calendar.getAllSubcomponents('vtimezone').map((zone) => zone.getFirstPropertyValue('tzid'))).toEqual(['Europe/Madrid', 'Asia/Tokyo']);
    expect(parsed[1]?.startDate.toJSDate().toISOString()).toBe('2026-07-01T10:00:00.000Z');
  });

  it('may be empty', () => {
    expect(parse(feedCalendar([], PUBLIC_URL)).events).toEqual([]);
  });
});
