import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRouter } from '#tests/support/router-under-test.ts';
import type { RouterUnderTest } from '#tests/support/router-under-test.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
if (executablePath === undefined) console.warn('There is no Chromium on this machine: what a browser sees of the router is not tested.');

describe.skipIf(executablePath === undefined)('in a real browser', () => {
  let router: RouterUnderTest;
  let browser: Browser;
  beforeAll(async () => {
    router = await startRouter();
    browser = await chromium.launch({
      executablePath: executablePath ?? '',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    });
  });
  afterAll(async () => {
    await browser.close();
    await router[Symbol.asyncDispose]();
  });

  /** A page that may talk to the router and nobody else, and what it complained of. */
  const open = async (path: string): Promise<{ readonly page: Page; readonly strangers: string[]; readonly complaints: string[] }> => {
    const page = await browser.newPage();
    const strangers: string[] = [];
    const complaints: string[] = [];
    await page.route('**/*', (route) => {
      const url = route.request().url();
      if (url.startsWith(router.url) || !url.startsWith('http')) return route.continue();
      strangers.push(url);
      return route.abort();
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => (message.type() === 'error' ? complaints.push(message.text()) : undefined));
    await page.goto(`${router.url}${path}`);
    return { page, strangers, complaints };
  };

  it('GraphiQL runs an example without any other server, and knows the schema', async () => {
    const { page, strangers, complaints } = await open('/graphiql');
    await page.getByRole('tab').first().waitFor();
    expect(await page.getByRole('tab').count()).toBe(5);
    await page.getByRole('button', { name: /execute query/i }).click();
    await page.locator('.result-window').getByText('"Event 0"').waitFor();
    await page.getByRole('button', { name: /documentation explorer/i }).click();
    await page.getByText('A page of events.').or(page.getByText('Mutation').first()).first().waitFor();
    expect(strangers).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('the landing page is Apollo Sandbox on this very server', async () => {
    const { page, strangers } = await open('/graphql');
    expect(await page.content()).toContain('EmbeddedSandbox');
    await expect.poll(() => strangers.some((url) => url.includes('apollographql.com'))).toBe(true);
    // What Sandbox does first, from the page it lives in.
    const types = await page.evaluate(async () => {
      const response = await fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: '{ __schema { types { name } } }' }) });
      return ((await response.json()) as { data: { __schema: { types: readonly unknown[] } } }).data.__schema.types.length;
    });
    expect(types).toBeGreaterThan(50);
  });

  it.each([['light'], ['dark']] as const)('a page behind a mail link is readable (%s)', async (colorScheme) => {
    const { page, complaints } = await open('/reset-password?token=x');
    await page.emulateMedia({ colorScheme });
    await page.getByLabel('New password').fill('correct horse battery');
    await page.getByRole('button', { name: 'Save the password' }).click();
    await page.getByRole('heading', { name: 'Your password is changed' }).waitFor();
    expect(complaints).toEqual([]);
    if (process.env['SCREENSHOTS'] !== undefined) await page.screenshot({ path: `${process.env['SCREENSHOTS']}/${colorScheme}.png` });
  });
});
