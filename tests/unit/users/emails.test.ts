import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CLAIM_LIFETIME_MS, claimEmail, hasLapsed, isVerified, makePrimary, primaryOf, removeEmail, suppressEmail, verifyEmail } from '#subgraphs/users/emails.ts';
import type { User } from '#subgraphs/users/user.ts';
import { NOW, account, claim } from './account.ts';

describe('a claim', () => {
  test('lapses a day after it was made, unless it was proved', () => {
    const later = (ms: number) => new Date(NOW.getTime() + ms);
    expect(hasLapsed(claim('x@example.org'), later(CLAIM_LIFETIME_MS - 1))).toBe(false);
    expect(hasLapsed(claim('x@example.org'), later(CLAIM_LIFETIME_MS))).toBe(true);
    expect(hasLapsed(claim('x@example.org', { verified: true }), later(10 * CLAIM_LIFETIME_MS))).toBe(false);
  });

  test('made again keeps its age', () => {
    const first = claimEmail(account(), { address: 'b@example.org', replacesPrimary: false, now: NOW });
    const again = claimEmail(first, { address: 'b@example.org', replacesPrimary: false, now: new Date(NOW.getTime() + 1_000) });
    expect(again.emails.map(({ claimedAt }) => claimedAt)).toEqual([NOW, NOW]);
  });

  test('is one of ten at most', () => {
    const full = Array.from({ length: 9 }, (_, n) => `a${n}@example.org`).reduce((user, address) => claimEmail(user, { address, replacesPrimary: false, now: NOW }), account());
    expect(() => claimEmail(full, { address: 'one-more@example.org', replacesPrimary: false, now: NOW })).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT' }));
  });
});

test('an address that is gone takes what was mailed there with it', () => {
  const token = { hash: 'h', purpose: 'reset', address: 'ana@example.org', expiresAt: NOW } as const;
  const waiting = claimEmail(account({ tokens: [token] }), { address: 'b@example.org', replacesPrimary: true, now: NOW });
  expect(waiting.tokens).toEqual([token]);
  expect(verifyEmail(waiting, 'b@example.org').tokens).toEqual([]);
});

test('confirming an address again lifts its suppression', () => {
  const suppressed = suppressEmail(account(), 'ana@example.org', 'HARD_BOUNCE');
  expect(suppressed.emails).toMatchObject([{ suppressedReason: 'HARD_BOUNCE' }]);
  expect(verifyEmail(suppressed, 'ana@example.org').emails).toMatchObject([{ suppressedReason: null }]);
});

const addresses = fc.constantFrom('ana@example.org', 'b@example.org', 'c@example.org', 'd@example.org');
const steps = fc.array(
  fc.record({ verb: fc.constantFrom('claim', 'replace', 'verify', 'primary', 'remove', 'suppress'), address: addresses }),
  { maxLength: 40 },
);

test('whatever happens, an account keeps one primary address, a verified one, and no address twice', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const end = all.reduce(step, account());
      expect(end.emails.filter(({ primary }) => primary)).toHaveLength(1);
      expect(primaryOf(end).verified).toBe(true);
      expect(isVerified(end)).toBe(true);
      expect(new Set(end.emails.map(({ address }) => address)).size).toBe(end.emails.length);
      expect(end.emails.filter(({ replacesPrimary }) => replacesPrimary).length).toBeLessThanOrEqual(1);
    }),
  );
});

function step(user: User, { verb, address }: { readonly verb: string; readonly address: string }): User {
  try {
    switch (verb) {
      case 'claim': return claimEmail(user, { address, replacesPrimary: false, now: NOW });
      case 'replace': return claimEmail(user, { address, replacesPrimary: true, now: NOW });
      case 'verify': return verifyEmail(user, address);
      case 'primary': return makePrimary(user, address);
      case 'remove': return removeEmail(user, address);
      default: return suppressEmail(user, address, 'x');
    }
  } catch {
    return user;
  }
}
