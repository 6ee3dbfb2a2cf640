import { describe, expect, it } from 'vitest';
import type { NotificationKind } from '#mail/notification.ts';
import type { EventFacts, RecipientFacts } from '#mail/read-model.ts';
import { decideSend } from '#mail/sendable.ts';
import type { SendInput } from '#mail/sendable.ts';

const now = new Date('2026-11-21T10:00:00Z');

const event: EventFacts = {
  title: 'Jazz in the park', description: '', topics: ['jazz', 'outdoors'], startsAt: '2026-11-21T18:00:00Z', endsAt: null, timeZone: 'Europe/Lisbon',
  place: { name: 'Park', address: null, coordinates: null }, status: 'SCHEDULED', cancelReason: null, organizerId: 'organizer',
};

const recipient: RecipientFacts = {
  displayName: 'Ana', language: 'PT', timeZone: 'Europe/Lisbon', disabled: false,
  emails: [{ address: 'Ana@example.org', verified: true, primary: true, suppressedReason: null }, { address: 'new@example.org', verified: false, primary: false, suppressedReason: null }],
  preferences: { reminderBefore: [], mutedKinds: [], mutedTopics: [], quietHours: null },
};

type Change = {
  readonly notification?: Partial<SendInput['notification']>;
  readonly event?: Partial<EventFacts>;
  readonly recipient?: Partial<RecipientFacts>;
  readonly preferences?: Partial<RecipientFacts['preferences']>;
  readonly input?: Partial<SendInput>;
};

function decide(change: Change) {
  return decideSend({
    notification: {
      revision: 3, state: 'PENDING', digestId: null, kind: 'REMINDER', lane: 'ordinary', recipientId: 'ana', toEmail: 'ana@example.org', eventId: 'jazz',
      scheduledAt: new Date('2026-11-21T09:00:00Z'), deadline: new Date('2026-11-21T17:50:00Z'), ...change.notification,
    },
    revision: 3,
    event: { state: 'known', facts: { ...event, ...change.event } },
    recipient: { state: 'known', facts: { ...recipient, preferences: { ...recipient.preferences, ...change.preferences }, ...change.recipient } },
    now,
    ...change.input,
  });
}

const suppressed = { emails: [{ address: 'ana@example.org', verified: true, primary: true, suppressedReason: 'hard bounce' }] };
const toUnverified = { toEmail: 'new@example.org' };

describe('a mail whose turn has come', () => {
  it.each<[string, Change]>([
    ['nothing speaks against it', {}],
    ['the event and the recipient are not known yet', { input: { event: { state: 'unknown' }, recipient: { state: 'unknown' } } }],
    ['it has neither event nor account', { notification: { eventId: null, recipientId: null }, input: { event: { state: 'deleted' }, recipient: { state: 'deleted' } } }],
    ['it is sent in the very moment of its deadline', { notification: { deadline: now } }],
    ['it tells of the cancellation', { notification: { kind: 'EVENT_CANCELLED' }, event: { status: 'CANCELLED' } }],
    ['it tells of the deletion', { notification: { kind: 'EVENT_CANCELLED' }, input: { event: { state: 'deleted' } } }],
    ['it is security mail to a suppressed address', { notification: { kind: 'PASSWORD_RESET' }, recipient: suppressed }],
    ['it verifies an address not verified yet', { notification: { kind: 'EMAIL_VERIFICATION', ...toUnverified } }],
    ['it tells an address that was replaced', { notification: { kind: 'EMAIL_CHANGED', toEmail: 'old@example.org' } }],
    ['it is one\'s own mail about a muted topic', { notification: { kind: 'CUSTOM' }, preferences: { mutedTopics: ['jazz'] } }],
    ['quiet hours are over', { preferences: { quietHours: { from: '22:00', to: '07:00' } } }],
    ['quiet hours would make it late', { preferences: { quietHours: { from: '09:00', to: '19:00' } } }],
    ['it is account mail in quiet hours', { notification: { kind: 'EMAIL_CHANGED' }, preferences: { quietHours: { from: '09:00', to: '12:00' } } }],
  ])('is sent when %s', (_name, change) => {
    expect(decide(change)).toEqual({ action: 'send' });
  });

  it.each<[string, Change, 'EXPIRED' | 'WITHDRAWN', RegExp]>([
    ['its deadline passed', { notification: { deadline: new Date(now.getTime() - 1) } }, 'EXPIRED', /deadline/],
    ['the event has started', { event: { startsAt: now.toISOString() } }, 'EXPIRED', /started/],
    ['the event was cancelled', { event: { status: 'CANCELLED' } }, 'WITHDRAWN', /cancelled/],
    ['the event was deleted', { input: { event: { state: 'deleted' } } }, 'WITHDRAWN', /deleted/],
    ['the account was deleted', { input: { recipient: { state: 'deleted' } } }, 'WITHDRAWN', /account was deleted/],
    ['the account is disabled', { recipient: { disabled: true } }, 'WITHDRAWN', /disabled/],
    ['the address is suppressed', { recipient: suppressed }, 'WITHDRAWN', /hard bounce/],
    ['the address is not verified', { notification: toUnverified }, 'WITHDRAWN', /not verified/],
    ['the address was removed', { notification: { toEmail: 'old@example.org' } }, 'WITHDRAWN', /no longer belongs/],
    ['its kind is muted', { preferences: { mutedKinds: ['REMINDER'] } }, 'WITHDRAWN', /kind/],
    ['a topic of its event is muted', { preferences: { mutedTopics: ['outdoors'] } }, 'WITHDRAWN', /outdoors/],
    ['a welcome would go to a suppressed address', { notification: { kind: 'WELCOME' }, recipient: suppressed }, 'WITHDRAWN', /suppressed/],
  ])('ends without a token, and says why, when %s', (...[_name, change, state, reason]) => {
    expect(decide(change)).toMatchObject({ action: 'final', state, reason: expect.stringMatching(reason) });
  });

  it.each<[string, Change]>([
    ['a newer revision has a job of its own', { input: { revision: 2 } }],
    ['it was sent already', { notification: { state: 'SENT' } }],
    ['a digest carries it', { notification: { digestId: 'digest' } }],
    ['it is being sent', { notification: { state: 'SENDING' } }],
  ])('is left alone when %s', (_name, change) => {
    expect(decide(change)).toMatchObject({ action: 'drop' });
  });

  it('waits for the end of quiet hours in the recipient\'s zone', () => {
    expect(decide({ preferences: { quietHours: { from: '09:30', to: '10:30' } } })).toMatchObject({ action: 'postpone', until: new Date('2026-11-21T10:30:00Z') });
  });

  it('waits for its time when that moved', () => {
    const scheduledAt = new Date('2026-11-21T12:00:00Z');
    expect(decide({ notification: { scheduledAt } })).toMatchObject({ action: 'postpone', until: scheduledAt });
  });

  it.each<NotificationKind>(['WELCOME', 'EMAIL_VERIFICATION', 'EMAIL_CHANGED', 'PASSWORD_RESET'])('cannot be muted when it is a %s', (kind) => {
    expect(decide({ notification: { kind }, preferences: { mutedKinds: [kind] } })).toEqual({ action: 'send' });
  });
});
