import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DomainError } from '#platform/errors.ts';
import { checkContent, checkSubject, checkTime, eventProblem, ownAddress } from '#subgraphs/notifications/checks.ts';
import type { EventFacts, RecipientFacts } from '#mail/read-model.ts';

const NOW = new Date('2030-01-01T12:00:00Z');

const recipient = (emails: RecipientFacts['emails']): RecipientFacts => ({
  displayName: 'Ana', language: 'EN', timeZone: 'UTC', disabled: false, emails, preferences: { reminderBefore: [], mutedKinds: [], mutedTopics: [], quietHours: null },
});
const event = (changes: Partial<EventFacts>): EventFacts => ({
  title: 'Jazz', description: '', topics: [], startsAt: '2030-01-02T12:00:00.000Z', endsAt: null, timeZone: 'UTC', place: { name: 'Park', address: null, coordinates: null },
  status: 'SCHEDULED', cancelReason: null, organizerId: '', ...changes,
});

function refusalOf(check: () => unknown): unknown {
  try {
    check();
    return null;
  } catch (error) {
    return error;
  }
}

describe('the words of a mail', () => {
  it('keep a subject to one line without control characters, whatever it is', () => {
    const isOneLine = fc.property(fc.string({ unit: 'binary', maxLength: 250 }), (text) => {
      const refused = refusalOf(() => checkSubject(text));
      return refused === null ? /^\P{Cc}{1,200}$/u.test(checkSubject(text)) : refused instanceof DomainError && refused.field === 'subject';
    });
    expect(fc.check(isOneLine).counterexample).toBeNull();
  });

  it('may have many lines of content, but not none and not too many', () => {
    expect(checkContent('one\n\ntwo')).toBe('one\n\ntwo');
    expect(() => checkContent(' \n')).toThrow(/content/);
    expect(() => checkContent('x'.repeat(10_001))).toThrow(/content/);
  });
});

describe('the time of a mail', () => {
  const deadline = new Date('2040-01-01T00:00:00Z');
  const check = (at: string) => () => checkTime({ field: 'at', at: new Date(at), now: NOW, deadline });

  it('may be now, as a caller whose clock is a little behind sees it', () => {
    expect(check('2030-01-01T11:59:30Z')).not.toThrow();
  });

  it('is neither past, nor far ahead, nor after the deadline', () => {
    expect(check('2030-01-01T11:58:00Z')).toThrow(/passed/);
    expect(check('2036-01-01T00:00:00Z')).toThrow(/five years/);
    expect(() => checkTime({ field: 'at', at: new Date('2030-01-03T00:00:00Z'), now: NOW, deadline: new Date('2030-01-02T00:00:00Z') })).toThrow(/no use/);
  });
});

describe('an event that a mail is about', () => {
  it('is known, on, and still to come', () => {
    expect(eventProblem({ state: 'known', facts: event({}) }, NOW)).toBeNull();
    expect(eventProblem({ state: 'known', facts: event({ status: 'CANCELLED' }) }, NOW)).toBe('The event is cancelled.');
    expect(eventProblem({ state: 'known', facts: event({ startsAt: NOW.toISOString() }) }, NOW)).toBe('The event has started.');
    for (const state of ['deleted', 'unknown'] as const) expect(eventProblem({ state }, NOW)).toBe('No such event.');
  });
});

describe('where a mail may go', () => {
  const address = fc.record({ address: fc.emailAddress(), verified: fc.boolean(), suppressedReason: fc.constantFrom(null, 'HARD_BOUNCE') });

  it('is only ever a verified, unsuppressed address of the person', () => {
    fc.assert(fc.property(fc.array(address, { maxLength: 4 }), fc.option(fc.emailAddress(), { nil: undefined }), (given, wanted) => {
      const emails = given.map((email, index) => ({ ...email, primary: index === 0 }));
      for (const asked of [wanted, undefined, ...emails.map((email) => email.address.toUpperCase())]) {
        const answer = ownAddress({ state: 'known', facts: recipient(emails) }, asked);
        if ('problem' in answer) continue;
        expect(emails).toContainEqual(expect.objectContaining({ address: answer.address, verified: true, suppressedReason: null }));
      }
    }));
  });

  it('is nowhere for somebody who is gone', () => {
    for (const state of ['deleted', 'unknown'] as const) expect(ownAddress({ state }, 'ana@example.org')).toHaveProperty('problem');
  });
});
