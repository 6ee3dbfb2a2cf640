import ICAL from 'ical.js';
import { describe, expect, it } from 'vitest';
import type { NotificationKind } from '#mail/notification.ts';
import type { EventFacts } from '#mail/read-model.ts';
import { invitationOf } from '#worker/templates/invitation.ts';

const event: EventFacts = {
  title: 'Fado night', description: 'Songs', topics: ['music'], startsAt: '2030-06-21T20:00:00.000Z', endsAt: '2030-06-21T22:30:00.000Z', timeZone: 'Europe/Lisbon',
  place: { name: 'Tasca', address: null, coordinates: null }, status: 'SCHEDULED', cancelReason: null, organizerId: 'o',
};

function parsed(kind: NotificationKind, version = 3) {
  const invitation = invitationOf({ notification: { kind, eventId: 'e1', createdAt: new Date('2030-06-01T00:00:00Z') }, event, version, publicUrl: 'https://eventpost.example/' });
  const calendar = new ICAL.Component(ICAL.parse(invitation?.content ?? ''));
  const entry = new ICAL.Event(calendar.getFirstSubcomponent('vevent') ?? undefined);
  return { invitation, calendar, entry };
}

describe('the calendar file that goes along with a mail', () => {
  it('puts the event where the router’s own file puts it', () => {
    const { entry, invitation } = parsed('REMINDER');
    expect(entry.uid).toBe('e1@eventpost.example');
    expect(entry.startDate.toJSDate()).toEqual(new Date(event.startsAt));
    expect(entry.endDate.toJSDate()).toEqual(new Date(event.endsAt ?? ''));
    expect(invitation?.contentType).toBe('text/calendar; charset=utf-8; method=PUBLISH');
  });

  it('rises in SEQUENCE with the event’s version', () => {
    expect([1, 2, 7].map((version) => parsed('EVENT_CHANGED', version).entry.sequence)).toEqual([0, 1, 6]);
  });

  it('takes a cancelled event out of the calendar', () => {
    const { calendar, entry } = parsed('EVENT_CANCELLED');
    expect(calendar.getFirstPropertyValue('method')).toBe('CANCEL');
    expect(entry.component.getFirstPropertyValue('status')).toBe('CANCELLED');
  });

  it.each(['WELCOME', 'ANNOUNCEMENT', 'CUSTOM', 'ATTENDEE_JOINED'] as const)('does not go along with %s', (kind) => {
    expect(invitationOf({ notification: { kind, eventId: 'e1', createdAt: new Date() }, event, version: 1, publicUrl: 'https://eventpost.example' })).toBeNull();
  });
});
