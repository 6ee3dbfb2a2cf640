import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLinkSigner } from '#platform/signed-link.ts';
import type { Link } from '#platform/signed-link.ts';
import { recordOf, startRouter } from '#tests/support/router-under-test.ts';
import type { RouterUnderTest } from '#tests/support/router-under-test.ts';
import { standInId } from '#tests/support/stand-ins.ts';

const userId = standInId('a', 1);
const notificationId = standInId('e', 500);
const LINKS: Readonly<Record<string, Link>> = {
  '/snooze': { purpose: 'snooze', userId, notificationId },
  '/unsubscribe': { purpose: 'unsubscribe', userId, address: 'ana@example.org', kind: 'ANNOUNCEMENT' },
  '/preferences': { purpose: 'preferences', userId },
};
const PATHS = ['/confirm-email', '/reset-password', ...Object.keys(LINKS)];

let router: RouterUnderTest;
let address: (path: string) => Promise<string>;
beforeAll(async () => {
  router = await startRouter();
  const sign = createLinkSigner(router.env.LINK_SECRET);
  address = async (path) => {
    const link = LINKS[path];
    return `${router.url}${path}?token=${link === undefined ? 'mailed-token' : await sign(link)}`;
  };
});
afterAll(() => router[Symbol.asyncDispose]());
beforeEach(() => void router.standIns.calls.splice(0));

const mutations = () => router.standIns.calls.filter(({ field }) => /^(confirmEmail|resetPassword|snooze|muteKind|updatePreferences)/.test(field));
const post = async (path: string, form: Readonly<Record<string, string>> = {}) => fetch(await address(path), { method: 'POST', body: new URLSearchParams(form) });

describe('a page behind a mail link', () => {
  it.each(PATHS)('%s shows a form and changes nothing when it is opened', async (path) => {
    const response = await fetch(await address(path));
    expect(response.status).toBe(200);
    expect(await response.text()).toMatch(/<form method="post">[^]*<button/);
    expect(mutations()).toEqual([]);
  });

  it.each(PATHS)('%s runs no script, is not framed, kept or found, and does not leak its address', async (path) => {
    const { headers } = await fetch(await address(path));
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'.*frame-ancestors 'none'/);
    expect(headers.get('content-security-policy')).not.toMatch(/unsafe|script-src/);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-robots-tag')).toBe('noindex');
  });

  it.each(['/snooze', '/unsubscribe', '/preferences'])('%s refuses a link that is not ours, or is for something else', async (path) => {
    const other = path === '/snooze' ? '/preferences' : '/snooze';
    const token = new URL(await address(other)).searchParams.get('token');
    for (const bad of [token, 'nonsense', '']) {
      const response = await fetch(`${router.url}${path}?token=${bad}`, { method: 'POST', body: new URLSearchParams() });
      expect(response.status).toBe(400);
    }
    expect(mutations()).toEqual([]);
  });

  it('speaks the language of the person, or of the browser where there is no person yet', async () => {
    await router.records.put(recordOf(userId, { version: 2, language: 'ES' }));
    await expect.poll(async () => (await fetch(await address('/snooze'))).text()).toContain('<html lang="es">');
    expect(await (await fetch(await address('/confirm-email'), { headers: { 'accept-language': 'fr, pt-BR;q=0.8' } })).text()).toContain('<html lang="pt">');
  });

  it('escapes what it shows', async () => {
    const response = await post('/snooze', { by: '"><script>alert(1)</script>' });
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain('<script');
  });
});

describe('the button of a page', () => {
  it('confirms an address for nobody in particular', async () => {
    expect((await post('/confirm-email')).status).toBe(200);
    expect(mutations()).toMatchObject([{ field: 'confirmEmail', args: { input: { token: 'mailed-token' } }, identity: { viewer: null, service: null, clientAddress: '127.0.0.1' } }]);
  });

  it('sets a password', async () => {
    expect((await post('/reset-password', { newPassword: 'correct horse battery' })).status).toBe(200);
    expect(mutations()).toMatchObject([{ field: 'resetPassword', args: { input: { newPassword: 'correct horse battery' } } }]);
  });

  it('snoozes on behalf of the person and says until when, in their zone', async () => {
    const response = await post('/snooze', { by: 'P1D' });
    expect(await response.text()).toMatch(/2001/);
    expect(mutations()).toMatchObject([{ field: 'snoozeNotification', args: { input: { id: notificationId } }, identity: { viewer: { id: userId } } }]);
  });

  it('unsubscribes with one click, as a mail program posts it', async () => {
    expect((await post('/unsubscribe', { 'List-Unsubscribe': 'One-Click' })).status).toBe(200);
    const multipart = new FormData();
    multipart.set('List-Unsubscribe', 'One-Click');
    expect((await fetch(await address('/unsubscribe'), { method: 'POST', body: multipart })).status).toBe(200);
    expect(mutations()).toMatchObject([{ field: 'muteKind', args: { input: { userId, kind: 'ANNOUNCEMENT' } }, identity: { service: 'router' } }, { field: 'muteKind' }]);
  });

  it('saves which mail is wanted: what is not ticked is muted', async () => {
    const page = await (await fetch(await address('/preferences'))).text();
    expect(page).toContain('value="REMINDER" checked');
    expect(page).toContain('value="ANNOUNCEMENT">');
    expect((await post('/preferences', { wanted: 'REMINDER' })).status).toBe(200);
    const [{ args } = { args: null }] = mutations();
    expect(args).toMatchObject({ input: { mutedKinds: expect.not.arrayContaining(['REMINDER']) } });
  });

  it('does nothing for a disabled account', async () => {
    await router.records.put(recordOf(userId, { version: 3, disabled: true }));
    await expect.poll(async () => (await post('/snooze', { by: 'PT1H' })).status).toBe(400);
    await router.records.put(recordOf(userId, { version: 4 }));
  });
});
