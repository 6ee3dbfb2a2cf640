import { describe, expect, test } from 'vitest';
import { createPasswordHasher } from '#subgraphs/users/password-hash.ts';
import { normalizePassword, parseNewPassword } from '#subgraphs/users/password.ts';

describe('a new password', () => {
  test.each(['correct horse battery staple', 'x7!kQ92#mmZp', '密码密码密码密码密码一二', 'ñandú-volador-42'])('may be %j', (password) => {
    expect(parseNewPassword(password, 'password')).toBe(password.normalize('NFKC'));
  });

  test.each(['ninechars', 'x'.repeat(201), 'qwertyuiop', 'Password123', 'aaaaaaaaaaaa', 'abababababab', '0123456789', 'zyxwvutsrqp'])('must not be %j', (password) => {
    expect(() => parseNewPassword(password, 'newPassword')).toThrow(expect.objectContaining({ code: 'BAD_USER_INPUT', field: 'newPassword' }));
  });

  test('reads the same on every keyboard', () => {
    expect(normalizePassword('cafe\u0301 ﬁn')).toBe(normalizePassword('café fin'));
  });
});

describe('hashing', () => {
  test('tells the right password from a wrong one, and nobody from anybody', async () => {
    await using hasher = await createPasswordHasher();
    const stored = await hasher.hash('the right one');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hasher.verify(stored, 'the right one')).toBe(true);
    expect(await hasher.verify(stored, 'a wrong one')).toBe(false);
    expect(await hasher.verify(null, 'the password of nobody')).toBe(false);
  });

  test('goes on after a refusal', async () => {
    await using hasher = await createPasswordHasher();
    const refused = Array.from({ length: 10 }, () => hasher.hash('x', () => Promise.reject(new Error('refused'))));
    expect((await Promise.allSettled(refused)).map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 'rejected'));
    expect(await hasher.hash('x')).toContain('argon2id');
  });
});
