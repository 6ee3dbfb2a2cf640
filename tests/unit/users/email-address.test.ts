import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalizeEmail } from '#subgraphs/users/email-address.ts';

describe('an email address', () => {
  test.each([
    ['  Ana@Example.ORG ', 'ana@example.org'],
    ['ANA+tag@example.org', 'ana+tag@example.org'],
    ['jose\u0301@example.org', 'josé@example.org'],
    ['ana@BÜCHER.example', 'ana@xn--bcher-kva.example'],
    ['ana@bu\u0308cher.example', 'ana@xn--bcher-kva.example'],
  ])('%j is stored as %j', (given, stored) => {
    expect(normalizeEmail(given)).toBe(stored);
  });

  test.each(['', 'ana', '@example.org', 'ana@', 'ana@localhost', 'a b@example.org', 'a,b@example.org', 'a\n@example.org', 'ana@ex ample.org', `${'x'.repeat(65)}@example.org`, `a@${'x.'.repeat(130)}org`])(
    'is not %j',
    (given) => {
      expect(() => normalizeEmail(given, 'address')).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', field: 'address' }));
    },
  );

  test('reads the same when read again', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (given) => {
        const stored = normalizeEmail(given);
        expect(normalizeEmail(stored)).toBe(stored);
        expect(normalizeEmail(given.toUpperCase())).toBe(stored);
      }),
    );
  });
});
