import { describe, expect, it } from 'vitest';
import { createLinkSigner, createLinkVerifier } from '#platform/signed-link.ts';

const secret = 'a-secret-of-at-least-32-characters';

describe('a signed link', () => {
  it('says what it may do', async () => {
    const link = { purpose: 'snooze', userId: 'u1', notificationId: 'n1' } as const;
    expect(await createLinkVerifier(secret)(await createLinkSigner(secret)(link))).toEqual(link);
  });

  it.each(['', 'x.y.z', 'null'])('refuses %j as no link of ours', async (token) => {
    await expect(createLinkVerifier(secret)(token)).rejects.toMatchObject({ code: 'BAD_USER_INPUT', field: 'token' });
  });

  it('refuses a link signed by somebody else', async () => {
    const token = await createLinkSigner('another-secret-of-at-least-32-chars')({ purpose: 'preferences', userId: 'u1' });
    await expect(createLinkVerifier(secret)(token)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});
