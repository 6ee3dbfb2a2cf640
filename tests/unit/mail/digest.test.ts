import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runSimulation } from '#cli/simulate/run.ts';
import { EVENTPOST, EVENTPOST_WITH_DIGESTS } from '#cli/simulate/strategy.ts';
import { randomTrace } from '#cli/simulate/trace.ts';
import { FAIR_SHARE, decideBundle, foldShares } from '#mail/digest.ts';
import type { BundleInput } from '#mail/digest.ts';
import { DAY_MS, HOUR_MS, START, isOnTime, mailOf, quotaOf } from './traces.ts';

const NOW = START + 9 * HOUR_MS;
const QUOTA = quotaOf('12/hour,300/day', { urgentReserve: 12 });

function reminder(index: number, dueAt = NOW, recipient = 'ana') {
  return mailOf(index, { kind: 'REMINDER', recipient, dueAt, deadline: dueAt + 2 * HOUR_MS });
}

function bundle(change: Partial<BundleInput>) {
  return decideBundle({ mail: reminder(0), siblings: [reminder(0), reminder(1)], mailedToday: 0, lastDigestAt: null, isDigestOnItsWay: false, isQuotaShort: true, timeZone: 'UTC', now: NOW, ...change });
}

describe('a reminder whose turn has come', () => {
  it.each<[string, Partial<BundleInput>]>([
    ['quota is not short', { isQuotaShort: false }],
    ['the others are another person\'s', { siblings: [reminder(1, NOW, 'bob')] }],
    ['the others come due four hours ahead or more', { siblings: [reminder(1, NOW + 4 * HOUR_MS)] }],
    ['the others come due tomorrow', { now: NOW + 13 * HOUR_MS, siblings: [reminder(1, START + DAY_MS)] }],
    ['the others have expired', { siblings: [reminder(1, NOW - 3 * HOUR_MS)] }],
    ['the others are no reminders', { siblings: [{ ...reminder(1), kind: 'ANNOUNCEMENT' }] }],
    ['it is no reminder itself', { mail: { ...reminder(0), kind: 'CUSTOM' } }],
    ['nothing else is pending', { siblings: [] }],
  ])('goes alone when %s', (_name, change) => {
    expect(bundle(change)).toEqual({ action: 'single' });
  });

  it('lets the last of the fair share go singly though the digest of the day went before it', () => {
    const input = { mailedToday: FAIR_SHARE, lastDigestAt: NOW - HOUR_MS / 2, isQuotaShort: false };
    expect(bundle(input)).toEqual({ action: 'single' });
    expect(bundle({ ...input, mailedToday: FAIR_SHARE + 1 })).toMatchObject({ action: 'postpone' });
  });

  it('takes the person\'s other reminders along while quota is short', () => {
    expect(bundle({ siblings: [reminder(1), reminder(2, NOW + 3 * HOUR_MS), reminder(3, NOW, 'bob')] })).toEqual({ action: 'digest', members: ['mail-0', 'mail-1', 'mail-2'] });
  });

  it('takes along all of the day beyond a fair share, also while quota is plenty', () => {
    const siblings = [reminder(1, NOW + 14 * HOUR_MS), reminder(2, START + DAY_MS)];
    expect(bundle({ isQuotaShort: false, mailedToday: FAIR_SHARE, siblings })).toEqual({ action: 'digest', members: ['mail-0', 'mail-1'] });
  });

  it('waits for the next digest where the day\'s went out just before', () => {
    expect(bundle({ mailedToday: FAIR_SHARE + 1, lastDigestAt: NOW - HOUR_MS })).toEqual({ action: 'postpone', until: NOW + 3 * HOUR_MS });
  });

  it('waits for an hour only where it would be of no use by then and quota is plenty', () => {
    const input = { mailedToday: FAIR_SHARE + 1, isQuotaShort: false };
    expect(bundle({ ...input, lastDigestAt: NOW - HOUR_MS / 2 })).toEqual({ action: 'postpone', until: NOW + HOUR_MS / 2 });
    expect(bundle({ ...input, lastDigestAt: NOW - HOUR_MS })).toEqual({ action: 'digest', members: ['mail-0', 'mail-1'] });
    expect(bundle({ ...input, lastDigestAt: NOW - HOUR_MS, mail: { ...reminder(0), deadline: NOW + 5 * HOUR_MS } })).toEqual({ action: 'postpone', until: NOW + 3 * HOUR_MS });
  });

  it('beyond the fair share is looked at again in a moment while a digest is on its way, which may yet come apart', () => {
    expect(bundle({ mailedToday: FAIR_SHARE, isDigestOnItsWay: true })).toEqual({ action: 'postpone', until: NOW + 15_000 });
    expect(bundle({ mailedToday: FAIR_SHARE - 1, isDigestOnItsWay: true })).toMatchObject({ action: 'digest' });
  });

  it('never travels with another person\'s', () => {
    const mails = fc.array(fc.tuple(fc.constantFrom('ana', 'bob', 'eve'), fc.integer({ min: -4, max: 30 })), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(mails, fc.boolean(), fc.nat(40), (specs, isQuotaShort, mailedToday) => {
        const siblings = specs.map(([recipient, hours], index) => reminder(index, NOW + hours * HOUR_MS, recipient));
        const [mail] = siblings;
        if (mail === undefined) return;
        const decision = bundle({ mail, siblings, isQuotaShort, mailedToday });
        const members = decision.action === 'digest' ? decision.members : [];
        expect(new Set(members).size).toBe(members.length);
        for (const id of members) expect(siblings.find((sibling) => sibling.id === id)?.recipient).toBe(mail.recipient);
      }),
    );
  });
});

describe('fair shares', () => {
  it('count a person\'s reminders beyond twenty a day as one mail, due with the first and over with the first deadline', () => {
    const mails = Array.from({ length: 30 }, (_, index) => reminder(index, NOW + index * 60_000));
    const folded = foldShares(mails, 'UTC');
    expect(folded).toHaveLength(FAIR_SHARE + 1);
    expect(folded.at(-1)).toMatchObject({ dueAt: NOW + 20 * 60_000, deadline: NOW + 20 * 60_000 + 2 * HOUR_MS });
  });

  it('leave other people, other days and other kinds of mail alone', () => {
    const mails = Array.from({ length: 60 }, (_, index) => ({ ...reminder(index, NOW + (index % 3) * DAY_MS, index % 2 === 0 ? 'ana' : 'bob') }));
    const letters = Array.from({ length: 30 }, (_, index) => ({ ...reminder(100 + index), kind: 'CUSTOM' as const }));
    expect(foldShares([...mails, ...letters], 'UTC')).toHaveLength(90);
  });

  it('let one person\'s thousands cost others at most one percentage point', () => {
    const others = randomTrace({ mails: 220, hours: 24, seed: 3, startsAt: START });
    const flood = Array.from({ length: 2_000 }, (_, index) => {
      const dueAt = START + Math.round((index * DAY_MS) / 2_000);
      return mailOf(index, { id: `flood-${index}`, kind: 'REMINDER', recipient: 'flooder', dueAt, deadline: dueAt + 2 * HOUR_MS, knownAt: START });
    });
    const share = (trace: typeof others) => runSimulation({ trace, quota: QUOTA, strategy: EVENTPOST_WITH_DIGESTS }).fates.filter((fate) => fate.mail.recipient !== 'flooder' && isOnTime(fate)).length / others.length;
    expect(share(others) - share([...others, ...flood])).toBeLessThanOrEqual(0.01);
  });
});

describe('digests under pressure', () => {
  it('bring at least 30 % more reminders on time at twice the load', () => {
    const trace = randomTrace({ mails: 2 * 288 * 2, hours: 48, seed: 7, startsAt: START });
    const onTime = [EVENTPOST, EVENTPOST_WITH_DIGESTS].map((strategy) => runSimulation({ trace, quota: QUOTA, strategy }).fates.filter((fate) => fate.mail.kind === 'REMINDER' && isOnTime(fate)).length);
    expect((onTime[1] ?? 0) / (onTime[0] ?? 1)).toBeGreaterThanOrEqual(1.3);
  });

  it('change nothing while quota is plenty', () => {
    const trace = randomTrace({ mails: 60, hours: 24, seed: 7, startsAt: START });
    const [without, with_] = [EVENTPOST, EVENTPOST_WITH_DIGESTS].map((strategy) => runSimulation({ trace, quota: QUOTA, strategy }));
    expect(with_).toEqual(without);
  });
});
