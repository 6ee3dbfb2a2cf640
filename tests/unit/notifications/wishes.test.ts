import { describe, expect, it } from 'vitest';
import type { Notification } from '#mail/notification.ts';
import type { EventFacts, RecipientFacts } from '#mail/read-model.ts';
import { accountMailWish, describeEvent, eventMailWish, followEvent, usableAddressOf } from '#mail/wishes.ts';

const EVENT: EventFacts = {
  title: 'Jazz in the park', description: '', topics: [], startsAt: '2030-03-31T18:00:00.000Z', endsAt: null, timeZone: 'Europe/Madrid',
  place: { name: 'Alameda', address: 'Calle Mayor 1', coordinates: null }, status: 'SCHEDULED', cancelReason: null, organizerId: '',
};
const at = new Date('2030-03-30T18:00:00Z');

const wish = (changes: Partial<Parameters<typeof eventMailWish>[0]> = {}) =>
  eventMailWish({ kind: 'REMINDER', eventId: 'e', event: EVENT, recipientId: 'r', toEmail: 'ana@example.org', scheduledAt: at, cause: null, requestId: null, lead: 'PT10M', ...changes });

const pending = (changes: Partial<Notification>): Notification => ({
  ...wish(), _id: 'n', revision: 1, lane: 'ordinary', state: 'PENDING', stateReason: null, attempts: [], sentAt: null, digestId: null, createdAt: at, updatedAt: at, ...changes,
});

describe('the wish for a mail', () => {
  it('says an event on its own clock', () => {
    expect(describeEvent(EVENT)).toBe('Jazz in the park\n2030-03-31 20:00 (Europe/Madrid)\nAlameda, Calle Mayor 1');
  });

  it('helps until shortly before the event, or until its start where it is about the event itself', () => {
    expect(wish().deadline.toISOString()).toBe('2030-03-31T17:50:00.000Z');
    expect(wish({ kind: 'EVENT_CANCELLED' }).deadline.toISOString()).toBe('2030-03-31T18:00:00.000Z');
  });

  it('carries an account\'s secret in its variables only', () => {
    const facts = {
      kind: 'PASSWORD_RESET', userId: 'u', toEmail: 'ana@example.org', displayName: 'Ana', language: 'PT', timeZone: 'UTC', token: 'secret-token', newEmail: null, expiresAt: '2030-01-01T01:00:00.000Z',
    } as const;
    const { variables, ...rest } = accountMailWish('m', facts, { now: at, requestId: 'r' });
    expect(variables).toEqual({ displayName: 'Ana', language: 'PT', timeZone: 'UTC', token: 'secret-token' });
    expect(JSON.stringify(rest)).not.toContain('secret-token');
    expect(rest).toMatchObject({ cause: 'account-mail.m', deadline: new Date('2030-01-01T01:00:00Z') });
  });
});

describe('a pending mail whose event changes', () => {
  const moved = { ...EVENT, startsAt: '2030-04-02T18:00:00.000Z' };

  it('follows the start where it is anchored, on the event\'s own calendar', () => {
    expect(followEvent(pending({ anchor: { before: 'P1D' } }), moved, 'PT10M')?.scheduledAt?.toISOString()).toBe('2030-04-01T18:00:00.000Z');
    const acrossTheClocks = followEvent(pending({ anchor: { before: 'P1D' } }), EVENT, 'PT10M');
    expect(acrossTheClocks?.scheduledAt?.toISOString()).toBe('2030-03-30T19:00:00.000Z');
  });

  it('keeps its time otherwise, with a new deadline', () => {
    expect(followEvent(pending({}), moved, 'PT10M')).toMatchObject({ scheduledAt: at, deadline: new Date('2030-04-02T17:50:00Z') });
  });

  it('keeps what somebody wrote, and says the event anew where it said the event', () => {
    const renamed = { ...EVENT, title: 'Swing' };
    expect(followEvent(pending({}), renamed, 'PT10M')).toMatchObject({ subject: 'Swing' });
    expect(followEvent(pending({ kind: 'CUSTOM', subject: 'Mine' }), renamed, 'PT10M')).toBeNull();
  });

  it('stays as it is where nothing changes, so that following twice is following once', () => {
    const mail = pending({ anchor: { before: 'PT3H' } });
    const change = followEvent(mail, moved, 'PT10M');
    expect(followEvent({ ...mail, ...change }, moved, 'PT10M')).toBeNull();
  });
});

describe('where a person\'s mail goes of itself', () => {
  const person = (email: Partial<RecipientFacts['emails'][number]>): RecipientFacts => ({
    displayName: 'Ana', language: 'EN', timeZone: 'UTC', disabled: false, preferences: { reminderBefore: [], mutedKinds: [], mutedTopics: [], quietHours: null },
    emails: [{ address: 'ana@example.org', verified: true, primary: true, suppressedReason: null, ...email }],
  });

  it('is the primary address, verified and not suppressed, or nowhere', () => {
    expect(usableAddressOf(person({}))).toBe('ana@example.org');
    for (const email of [{ verified: false }, { primary: false }, { suppressedReason: 'COMPLAINT' }]) expect(usableAddressOf(person(email))).toBeNull();
  });
});
