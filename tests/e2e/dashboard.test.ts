import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPath, openBrowser } from '#tests/support/browser.ts';
import { graphqlData } from '#tests/support/graphql-client.ts';
import { startStack } from '#tests/support/processes.ts';
import type { RunningStack } from '#tests/support/processes.ts';
import { uniqueName } from '#tests/support/unique-name.ts';

const SIGN_UP = 'mutation($input: SignUpInput!) { signUp(input: $input) { session { accessToken } } }';

let stack: RunningStack;

beforeAll(async () => {
  stack = await startStack({ MAIL_QUOTA: '12/hour,300/day' });
});
afterAll(() => stack[Symbol.asyncDispose]());

const admin = () => ({ email: stack.environment['ADMIN_EMAIL'] ?? '', password: stack.environment['ADMIN_PASSWORD'] ?? '' });

function post(path: string, body: unknown, headers: Readonly<Record<string, string>> = { 'x-eventpost-dashboard': '1' }): Promise<Response> {
  return fetch(new URL(path, stack.worker.url), { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
}

async function signedIn(): Promise<string> {
  const response = await post('/api/session', admin());
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

describe('the dashboard', () => {
  it('shows nobody anything but the sign-in page', async () => {
    const page = await fetch(new URL('/', stack.worker.url), { redirect: 'manual' });
    const [overview, queues] = await Promise.all([fetch(new URL('/api/overview', stack.worker.url)), fetch(new URL('/queues', stack.worker.url), { redirect: 'manual' })]);
    expect([page.status, page.headers.get('location')]).toEqual([302, '/sign-in']);
    expect(overview.status).toBe(401);
    expect([queues.status, queues.headers.get('location')]).toEqual([302, '/sign-in']);
  });

  it('refuses a wrong password, and an account that is no admin', async () => {
    const email = `${uniqueName('fan')}@example.org`;
    await graphqlData(stack.graphqlUrl, { query: SIGN_UP, variables: { input: { email, password: 'a long enough password', displayName: 'Fan' } } });
    expect((await post('/api/session', { ...admin(), password: 'not the password' })).status).toBe(401);
    expect((await post('/api/session', { email, password: 'a long enough password' })).status).toBe(403);
  });

  it('refuses a forged session', async () => {
    const cookie = 'eventpost-dashboard=eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.';
    expect((await fetch(new URL('/api/overview', stack.worker.url), { headers: { cookie } })).status).toBe(401);
  });

  it('does nothing for a request that another site could have made', async () => {
    const cookie = await signedIn();
    expect((await post('/api/pause', { reason: 'x' }, { cookie })).status).toBe(403);
  });

  it.each([
    ['/api/quota', { quota: 'lots' }],
    ['/api/quota', {}],
    ['/api/pause', { reason: '' }],
  ])('tells what is wrong with %s %j', async (path, body) => {
    const response = await post(path, body, { cookie: await signedIn(), 'x-eventpost-dashboard': '1' });
    expect([response.status, await response.json()]).toMatchObject([400, { errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] }]);
  });

  it('says NOT_FOUND for a mail that is not there', async () => {
    const response = await post('/api/notifications/nothing/retry', {}, { cookie: await signedIn(), 'x-eventpost-dashboard': '1' });
    expect(response.status).toBe(404);
  });
});

describe.runIf(browserPath)('the dashboard in a browser', () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await openBrowser();
    page = await browser.newPage();
    await page.goto(stack.worker.url);
    await page.fill('#email', admin().email);
    await page.fill('#password', admin().password);
    await page.click('button[type=submit]');
    await page.waitForSelector('#figures div');
  });
  afterAll(() => browser.close());

  it('shows the quota', async () => {
    expect(await page.textContent('#windows')).toMatch(/of 12 this hour.*of 300 this day/s);
  });

  it('pauses and resumes mail, and writes down who did', async () => {
    await page.click('#pause');
    await page.fill('#reason', 'The provider is away');
    await page.click('button[value=pause]');
    await page.waitForSelector('#resume:not([hidden])');
    expect(await page.textContent('#state')).toBe('Paused: The provider is away');
    await page.click('#resume');
    await page.waitForSelector('#pause:not([hidden])');
    expect(await page.textContent('#audit')).toMatch(/resumed mail.*paused mail: The provider is away/s);
  });

  it('changes the limits while mail runs', async () => {
    await page.fill('#quota', '20/hour');
    await page.click('#quota-form button');
    await page.getByText('of 20 this hour').waitFor();
    expect(await page.textContent('#windows')).not.toContain('this day');
  });

  it('says what is wrong with limits it cannot read', async () => {
    await page.fill('#quota', 'as many as you like');
    await page.click('#quota-form button');
    await page.waitForSelector('#notice:not([hidden])');
    expect(await page.textContent('#notice')).not.toBe('');
  });

  it('shows the queues', async () => {
    await page.goto(`${stack.worker.url}/queues`);
    await page.waitForSelector('text=mail-urgent');
    expect(await page.textContent('body')).toContain('mail-urgent');
  });

  it('signs out', async () => {
    await page.goto(stack.worker.url);
    await page.click('#sign-out');
    await page.waitForSelector('#sign-in');
    expect(new URL(page.url()).pathname).toBe('/sign-in');
  });
});
