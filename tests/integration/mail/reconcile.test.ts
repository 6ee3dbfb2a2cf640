import { describe, expect, test } from 'vitest';
import { jobIdOf } from '#mail/mail-queue.ts';
import { createRedis } from '#platform/redis.ts';
import { backingServices } from '#tests/support/backing-services.ts';
import { BREVO_KEY, brevoServer } from '#tests/support/brevo-server.ts';
import { eventually } from '#tests/support/eventually.ts';
import type { MailEngine } from '#tests/support/mail-engine.ts';
import { mailEngine } from '#tests/support/mail-engine.ts';
import { mailWorker } from '#tests/support/mail-worker.ts';
import { wishFor } from '#tests/support/notifications.ts';
import { scheduleAll, scheduleOne } from '#tests/support/scheduled.ts';
import { smtpSink } from '#tests/support/smtp-sink.ts';
import { createBrevoProvider } from '#worker/providers/brevo.ts';

const HOUR_MS = 3_600_000;

async function loseRedis({ name }: MailEngine): Promise<void> {
  const redis = createRedis(backingServices().redisUrl);
  const keys = await redis.keys(`${name}:*`);
  if (keys.length > 0) await redis.del(...keys);
  redis.disconnect();
}

async function jobIds({ queue }: MailEngine): Promise<string[]> {
  const jobs = await Promise.all(Object.values(queue.queues).map((each) => each.getJobs(['delayed', 'wait', 'prioritized', 'active'])));
  return jobs.flat().map((job) => job.id ?? '').sort();
}

describe('when Redis lost everything', () => {
  test('every pending notification has exactly one job again, at its own time', async () => {
    await using engine = await mailEngine();
    await using worker = mailWorker(engine, { providers: [] });
    const later = new Date(Date.now() + HOUR_MS);
    const notifications = await scheduleAll(engine, [{}, { scheduledAt: later }, { kind: 'PASSWORD_RESET' }, {}]);
    const [first] = notifications;
    if (first === undefined) throw new Error('nothing was scheduled');
    await engine.queue.reschedule(first._id, { scheduledAt: later }, new Date());
    await loseRedis(engine);
    expect(await worker.reconciler.reconcile()).toMatchObject({ restored: 4 });
    expect(await worker.reconciler.reconcile()).toMatchObject({ restored: 0 });
    expect(await jobIds(engine)).toEqual((await engine.store.getMany(notifications.map(({ _id }) => _id))).map(jobIdOf).sort());
    expect(await engine.queue.counts('ordinary')).toMatchObject({ delayed: 2, waiting: 1 });
    expect(await engine.queue.counts('urgent')).toMatchObject({ waiting: 1 });
  });

  test('the quota remembers what was sent, and a pause stays a pause', async () => {
    await using engine = await mailEngine();
    await using sink = await smtpSink();
    await using worker = mailWorker(engine, { smtpUrl: sink.url, quota: '3/hour' });
    worker.start();
    await scheduleAll(engine, [{}, {}]);
    await eventually(() => expect(sink.mails).toHaveLength(2));
    await worker.controls.pause('moving house', new Date());
    await loseRedis(engine);
    await worker.reconciler.reconcile();
    expect(await engine.queue.isPaused()).toBe(true);
    await scheduleAll(engine, [{}, {}, {}]);
    await worker.controls.resume();
    await eventually(() => expect(sink.mails).toHaveLength(3));
    await eventually(async () => expect((await engine.queue.counts('ordinary')).active).toBe(0));
    expect(sink.mails).toHaveLength(3);
  });
});

describe('when Redis came back from yesterday', () => {
  test('jobs of mails that were sent or changed since send nothing', async () => {
    await using engine = await mailEngine();
    await using sink = await smtpSink();
    await using worker = mailWorker(engine, { smtpUrl: sink.url });
    worker.start();
    const sent = await scheduleOne(engine);
    await eventually(async () => expect((await engine.store.get(sent._id)).state).toBe('SENT'));
    const changed = await scheduleOne(engine, { scheduledAt: new Date(Date.now() + HOUR_MS) });
    await engine.queue.reschedule(changed._id, { toEmail: 'bea@example.org' }, new Date());
    await engine.queue.schedule([sent, { ...changed, scheduledAt: new Date(0) }], new Date());
    await eventually(async () => expect(await jobIds(engine)).toEqual([`${changed._id}.2`]));
    expect(sink.mails).toHaveLength(1);
  });
});

describe('an attempt that never got an outcome', () => {
  test('is left to the operator, unless the provider can tell that it has the mail', async () => {
    await using brevo = await brevoServer();
    const provider = createBrevoProvider({ apiUrl: brevo.apiUrl, apiKey: BREVO_KEY, from: 'hello@eventpost.example' });
    await using engine = await mailEngine();
    await using worker = mailWorker(engine, { providers: [provider] });
    const [crashed, taken] = await engine.store.insert(
      [{ toEmail: 'ana@example.org' }, { toEmail: 'bea@example.org' }].map((wish) => (wishFor(wish))),
      new Date(),
    );
    if (crashed === undefined || taken === undefined) throw new Error('nothing was inserted');
    const longAgo = new Date(Date.now() - HOUR_MS);
    await worker.deliveries.claim([crashed, taken].map(({ _id, revision }) => ({ id: _id, revision })), 'brevo', longAgo);
    await provider.send({ messageId: `<${taken._id}.1@eventpost.example>`, to: 'bea@example.org', subject: '', html: '', text: '', headers: {}, attachments: [] });
    expect(await worker.reconciler.reconcile()).toMatchObject({ resolved: 2 });
    expect((await engine.store.get(crashed._id)).state).toBe('UNCERTAIN');
    expect((await engine.store.get(taken._id)).state).toBe('SENT');
  });

  test('is left alone while its sender may still be at it', async () => {
    await using engine = await mailEngine();
    await using sink = await smtpSink();
    await using worker = mailWorker(engine, { smtpUrl: sink.url });
    const notification = await scheduleOne(engine);
    await worker.deliveries.claim([{ id: notification._id, revision: 1 }], 'smtp', new Date());
    worker.start();
    await eventually(async () => expect(await engine.queue.counts('ordinary')).toEqual({ delayed: 1, waiting: 0, active: 0 }));
    expect((await engine.store.get(notification._id)).state).toBe('SENDING');
    expect(sink.mails).toEqual([]);
  });
});

describe('a mail whose deadline passes while it waits', () => {
  test('expires without its turn', async () => {
    await using engine = await mailEngine();
    await using worker = mailWorker(engine, { providers: [] });
    const { _id } = await scheduleOne(engine, { deadline: new Date(Date.now() - 1) });
    await worker.reconciler.reconcile();
    expect(await engine.store.get(_id)).toMatchObject({ state: 'EXPIRED', stateReason: 'its deadline passed before quota was free' });
    expect(await jobIds(engine)).toEqual([]);
  });
});
