import { describe, expect, test } from 'vitest';
import { createMailRequester, mailRequested } from '#subgraphs/users/account-mail.ts';
import { hashSecret, tokenOf, withoutToken } from '#subgraphs/users/mailed-token.ts';
import type { User } from '#subgraphs/users/user.ts';
import { NOW, account } from './account.ts';

const secret = 'a secret of at least thirty-two characters';
const request = createMailRequester(secret);
const later = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000);
const tokenIn = (user: User, index = 0) => {
  const mail = user.mails[index];
  if (mail === undefined) throw new Error('no such mail');
  const event = mailRequested(user, mail, { secret, requestId: null });
  if (event.type !== 'account-mail.requested') throw new Error('another event');
  return event.facts.token ?? '';
};

describe('a mail about the account', () => {
  test('carries a secret of which the account keeps only the hash', () => {
    const user = request(account(), [{ kind: 'EMAIL_VERIFICATION', toEmail: 'ana@example.org' }], NOW);
    const token = tokenIn(user);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(user)).not.toContain(token);
    expect(tokenOf(user, { hash: hashSecret(token), purpose: 'verify', now: later(23) })).toMatchObject({ address: 'ana@example.org' });
  });

  test('of no secret carries none', () => {
    const user = request(account(), [{ kind: 'WELCOME', toEmail: 'ana@example.org' }], NOW);
    expect(tokenIn(user)).toBe('');
    expect(user.tokens).toEqual([]);
  });
});

describe('a mailed token', () => {
  const user = request(account(), [{ kind: 'PASSWORD_RESET', toEmail: 'ana@example.org' }, { kind: 'PASSWORD_RESET', toEmail: 'ana@example.org' }], NOW);
  const hash = hashSecret(tokenIn(user));

  test.each([
    ['after its time', { hash, purpose: 'reset', now: later(1) }],
    ['for another purpose', { hash, purpose: 'verify', now: NOW }],
    ['that nobody mailed', { hash: hashSecret('made up'), purpose: 'reset', now: NOW }],
  ] as const)('does not hold %s', (_when, wanted) => {
    expect(() => tokenOf(user, wanted)).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', field: 'token' }));
  });

  test('takes its like along when it is used', () => {
    expect(withoutToken(user, tokenOf(user, { hash, purpose: 'reset', now: NOW })).tokens).toEqual([]);
  });

  test('is forgotten once it has lapsed', () => {
    expect(request(user, [{ kind: 'WELCOME', toEmail: 'ana@example.org' }], later(2)).tokens).toEqual([]);
  });
});
