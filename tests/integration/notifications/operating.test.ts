import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDeliveryStore } from '#mail/delivery-store.ts';
import { eventually } from '#tests/support/eventually.ts';
import { wishFor } from '#tests/support/notifications.ts';
import { HOUR_MS, openScene } from './scene.ts';
import type { Person, Scene } from './scene.ts';

const QUEUE = 'paused pauseReason windows { max per used resetsAt } scheduled waiting predictedMisses nextSendAt';
const SET_QUOTA = `mutation ($input: SetMailQuotaInput!) { setMailQuota(input: $input) { mailQueue { ${QUEUE} } } }`;
const RETRY = 'mutation ($input: NotificationIdInput!) { retryNotification(input: $input) { notification { id status revision } } }';

let scene: Scene;
let admin: Person;
beforeAll(async () => {
  scene = await openScene();
  admin = await scene.person({}, { role: 'ADMIN' });
});
afterAll(() => scene[Symbol.asyncDispose]());

/** A mail that a provider refused. */
async function failed(deadline = new Date(Date.now() + HOUR_MS)): Promise<string> {
  const deliveries = createDeliveryStore(scene.db);
  const now = new Date();
  const [notification] = await scene.store.insert([wishFor({ scheduledAt: now, deadline })], now);
  const id = notification?._id ?? '';
  await deliveries.claim([{ id, revision: 1 }], 'smtp', now);
  await deliveries.record([{ id, revision: 1, at: now, provider: 'smtp', detail: '550 no such user', outcome: 'PERMANENT_FAILURE', reason: 'refused: 550' }]);
  return id;
}

describe('the mail queue', () => {
  it('shows its quota and what waits', async () => {
    const scheduledAt = new Date(Date.now() - 1_000);
    await scene.store.insert([wishFor({ scheduledAt, deadline: new Date(Date.now() + HOUR_MS) }), wishFor({ scheduledAt: new Date(Date.now() + HOUR_MS) })], new Date());
    await eventually(async () => {
      const { data } = await scene.ask(admin, `{ mailQueue { ${QUEUE} } }`);
      expect(data.mailQueue).toMatchObject({ paused: false, pauseReason: null, scheduled: 1, waiting: 1, predictedMisses: 0, windows: [{ max: 12, per: 'PT1H', used: 0 }, { max: 300, per: 'P1D', used: 0 }] });
      expect(data.mailQueue.nextSendAt).not.toBeNull();
    });
  });

  it('is held back and let go', async () => {
    const paused = await scene.ask(admin, `mutation { pauseMail(input: { reason: "the provider is down" }) { mailQueue { ${QUEUE} } } }`);
    expect(paused.data.pauseMail.mailQueue).toMatchObject({ paused: true, pauseReason: 'the provider is down', nextSendAt: null });
    expect(await scene.queue.queues.ordinary.isPaused()).toBe(true);
    const resumed = await scene.ask(admin, `mutation { resumeMail { mailQueue { ${QUEUE} } } }`);
    expect(resumed.data.resumeMail.mailQueue).toMatchObject({ paused: false, pauseReason: null });
    expect(await scene.queue.queues.ordinary.isPaused()).toBe(false);
  });

  it('takes any quota at once, and none', async () => {
    const set = async (windows: unknown) => (await scene.ask(admin, SET_QUOTA, { input: { windows } })).data.setMailQuota.mailQueue.windows;
    expect(await set([{ max: 1000, per: 'P1D' }, { max: 5, per: 'PT15M' }])).toMatchObject([{ max: 5, per: 'PT15M' }, { max: 1000, per: 'P1D' }]);
    expect(await set([])).toEqual([]);
    expect(await set([{ max: 12, per: 'PT1H' }, { max: 300, per: 'P1D' }])).toHaveLength(2);
  });

  it('counts in a new window what went out before, and forecasts with it at once', async () => {
    const set = async (windows: unknown) => (await scene.ask(admin, SET_QUOTA, { input: { windows } })).data.setMailQuota.mailQueue.windows;
    const create = 'mutation ($input: CreateNotificationInput!) { createNotification(input: $input) { notification { forecast { estimatedSendAt } } } }';
    const forecast = async () => {
      const input = { subject: 'a', content: 'b', scheduledAt: new Date(Date.now() + 1_000).toISOString() };
      return (await scene.ask(await scene.person(), create, { input })).data.createNotification.notification.forecast.estimatedSendAt;
    };
    await set([]);
    await failed(new Date(Date.now() - 1_000));
    expect(Date.parse(await forecast())).toBeLessThan(Date.now() + HOUR_MS);
    const [week] = await set([{ max: 1, per: 'P1W' }]);
    expect(week.used).toBeGreaterThanOrEqual(1);
    expect(Date.parse((await forecast()) ?? week.resetsAt)).toBeGreaterThanOrEqual(Date.parse(week.resetsAt));
    await set([{ max: 12, per: 'PT1H' }, { max: 300, per: 'P1D' }]);
  });

  it.each([[[{ max: 0, per: 'PT1H' }]], [[{ max: 1, per: 'P2M' }]], [[{ max: 1, per: 'PT1H' }, { max: 2, per: 'PT60M' }]]])('refuses the quota %j', async (windows) => {
    expect((await scene.ask(admin, SET_QUOTA, { input: { windows } })).errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'windows' });
  });
});

describe('a failed notification', () => {
  it('is tried again with a job of its next revision', async () => {
    const id = await failed();
    const { data } = await scene.ask(admin, RETRY, { input: { id } });
    expect(data.retryNotification.notification).toEqual({ id, status: 'WAITING', revision: 2 });
    expect(await scene.jobsOf(id)).toEqual([`${id}.2`]);
    expect((await scene.ask(admin, RETRY, { input: { id } })).errors[0]?.extensions?.['code']).toBe('CONFLICT');
    expect((await scene.ask(admin, RETRY, { input: { id: 'nonsense' } })).errors[0]?.extensions?.['code']).toBe('NOT_FOUND');
  });

  it('is tried again with all others that still help', async () => {
    const ids = [await failed(), await failed()];
    const late = await failed(new Date(Date.now() - 1_000));
    expect((await scene.ask(admin, 'mutation { retryFailedNotifications { retried } }')).data.retryFailedNotifications).toEqual({ retried: 2 });
    for (const id of ids) expect(await scene.jobsOf(id)).toHaveLength(1);
    expect((await scene.store.get(late)).state).toBe('FAILED');
  });
});

describe('what admins do', () => {
  it('is written down', async () => {
    await scene.ask(admin, 'mutation { pauseMail(input: { reason: "a drill" }) { mailQueue { paused } } }');
    await scene.ask(admin, 'mutation { resumeMail { mailQueue { paused } } }');
    const { data } = await scene.ask(admin, '{ mailActions(first: 2) { action detail at actor { id } } }');
    expect(data.mailActions).toMatchObject([{ action: 'RESUME', detail: null, actor: { id: admin.id } }, { action: 'PAUSE', detail: 'a drill' }]);
  });

  it.each([
    '{ mailQueue { paused } }',
    '{ mailActions { action } }',
    'mutation { pauseMail(input: { reason: "x" }) { mailQueue { paused } } }',
    'mutation { resumeMail { mailQueue { paused } } }',
    'mutation { setMailQuota(input: { windows: [] }) { mailQueue { paused } } }',
    'mutation { retryFailedNotifications { retried } }',
    'mutation { retryNotification(input: { id: "x" }) { notification { id } } }',
  ])('is for nobody else: %s', async (query) => {
    expect((await scene.ask(await scene.person(), query)).errors[0]?.extensions?.['code']).toBe('FORBIDDEN');
    expect((await scene.ask(null, query)).errors[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
  });

  it('needs an identity at all', async () => {
    const response = await fetch(`${scene.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ mailQueue { paused } }"}' });
    expect(response.status).toBe(401);
  });
});
