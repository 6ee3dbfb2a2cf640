import { describe, expect, test } from 'vitest';
import { eventually } from '#tests/support/eventually.ts';
import { mailEngine } from '#tests/support/mail-engine.ts';
import { mailWorker } from '#tests/support/mail-worker.ts';
import { scheduleAll, scheduleOne } from '#tests/support/scheduled.ts';
import { smtpSink } from '#tests/support/smtp-sink.ts';

describe('a due mail', () => {
  test('goes out with a stable Message-ID and its request id, and is recorded as sent', async () => {
    await using engine = await mailEngine();
    await using sink = await smtpSink();
    await using worker = mailWorker(engine, { smtpUrl: sink.url });
    worker.start();
    const { _id } = await scheduleOne(engine, { requestId: 'r-1', variables: { token: 'secret' } });
    const sent = await eventually(async () => {
      const notification = await engine.store.get(_id);
      expect(notification.state).toBe('SENT');
      return notification;
    });
    expect(sent.attempts).toMatchObject([{ outcome: 'ACCEPTED', provider: 'smtp' }]);
    expect(sent.variables).toEqual({});
    expect(sink.mails).toHaveLength(1);
    expect(sink.mails[0]).toMatchObject({ messageId: `<${_id}.1@eventpost.example>`, to: 'ana@example.org' });
    expect(sink.mails[0]?.source).toMatch(/^x-request-id: r-1/im);
    await eventually(async () => expect(await engine.queue.counts('ordinary')).toEqual({ delayed: 0, waiting: 0, active: 0 }));
  });

  test('is tried again after a transient failure, under the same Message-ID', async () => {
    await using engine = await mailEngine();
    await using sink = await smtpSink();
    sink.answer = (count) => (count < 2 ? { code: 451 } : 'take');
    await using worker = mailWorker(engine, { smtpUrl: sink.url });
    worker.start();
    const { _id } = await scheduleOne(engine);
    await eventually(async () => expect((await engine.store.get(_id)).state).toBe('SENT'));
    const { attempts } = await engine.store.get(_id);
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['TRANSIENT_FAILURE', 'TRANSIENT_FAILURE', 'ACCEPTED']);
    expect(sink.mails.map(({ messageId }) => messageId)).toEqual([`<${_id}.1@eventpost.example>`]);
  });

  test('becomes a dead letter with the reason that the provider gave, until an operator retries it', async () => {
    await using engine = await mailEngine();
    await using sink = await smtpSink();
    sink.answer = (count) => (count === 0 ? { code: 550 } : 'take');
    await using worker = mailWorker(engine, { smtpUrl: sink.url });
    worker.start();
    const { _id } = await scheduleOne(engine);
    await eventually(async () => expect(await engine.store.get(_id)).toMatchObject({ state: 'FAILED', stateReason: expect.stringContaining('told to refuse') }));
    const revived = await worker.deliveries.revive(_id, new Date());
    await worker.queue.schedule([revived], new Date());
    await eventually(async () => expect(await engine.store.get(_id)).toMatchObject({ state: 'SENT', revision: 2 }));
    await expect(worker.deliveries.revive(_id, new Date())).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  test('is uncertain, and never sent again by itself, when the connection breaks after its data', async () => {
    await using engine = await mailEngine();
    await using sink = await smtpSink();
    sink.answer = (count) => (count === 0 ? 'drop' : 'take');
    await using worker = mailWorker(engine, { smtpUrl: sink.url });
    worker.start();
    const { _id } = await scheduleOne(engine);
    await eventually(async () => expect((await engine.store.get(_id)).state).toBe('UNCERTAIN'));
    await worker.reconciler.reconcile();
    const other = await scheduleOne(engine);
    await eventually(async () => expect((await engine.store.get(other._id)).state).toBe('SENT'));
    expect(sink.mails).toHaveLength(2);
  });

  test('that its event or recipient no longer wants costs no token', async () => {
    await using engine = await mailEngine();
    await using sink = await smtpSink();
    await using worker = mailWorker(engine, { smtpUrl: sink.url, quota: '1/hour' });
    worker.start();
    const expired = await scheduleOne(engine, { deadline: new Date(Date.now() - 1_000) });
    await eventually(async () => expect(await engine.store.get(expired._id)).toMatchObject({ state: 'EXPIRED', attempts: [] }));
    const wanted = await scheduleOne(engine);
    await eventually(async () => expect((await engine.store.get(wanted._id)).state).toBe('SENT'));
  });
});

describe('the order of mails', () => {
  test('is by deadline among those that are due', async () => {
    await using engine = await mailEngine();
    await using sink = await smtpSink();
    await using worker = mailWorker(engine, { smtpUrl: sink.url, concurrency: 1 });
    const now = Date.now();
    const hours = [5, 1, 4, 2, 3];
    await scheduleAll(engine, hours.map((hour) => ({ toEmail: `in-${hour}@example.org`, deadline: new Date(now + hour * 3_600_000) })));
    worker.start();
    await eventually(() => expect(sink.mails).toHaveLength(5));
    expect(sink.mails.map(({ to }) => to)).toEqual([1, 2, 3, 4, 5].map((hour) => `in-${hour}@example.org`));
  });
});

describe('while the quota is used up', () => {
  test('ordinary mail waits in its place, urgent mail does not, and a higher quota is felt at once', async () => {
    await using engine = await mailEngine();
    await using sink = await smtpSink();
    await using worker = mailWorker(engine, { smtpUrl: sink.url, quota: '2/hour,300/day' });
    worker.start();
    await scheduleAll(engine, Array.from({ length: 6 }, () => ({})));
    await eventually(() => expect(sink.mails).toHaveLength(2));
    const urgent = await scheduleOne(engine, { kind: 'PASSWORD_RESET', toEmail: 'bea@example.org' });
    await eventually(async () => expect((await engine.store.get(urgent._id)).state).toBe('SENT'));
    expect(sink.mails).toHaveLength(3);
    await worker.controls.setQuota([{ max: 5, per: 'PT1H' }]);
    await eventually(() => expect(sink.mails).toHaveLength(5));
    await worker.controls.setQuota([]);
    await eventually(() => expect(sink.mails).toHaveLength(7));
  });

  test('mail goes out as each window begins, though the worker has mail for later to wait for', async () => {
    await using engine = await mailEngine();
    await using sink = await smtpSink();
    await using worker = mailWorker(engine, { smtpUrl: sink.url, quota: '1/PT1S' });
    await scheduleOne(engine, { scheduledAt: new Date(Date.now() + 3_600_000), deadline: new Date(Date.now() + 7_200_000) });
    await scheduleAll(engine, Array.from({ length: 4 }, () => ({})));
    worker.start();
    await eventually(() => expect(sink.mails).toHaveLength(4));
  });

  test('a pause stops all mail and outlives it all; a resume lets it flow', async () => {
    await using engine = await mailEngine();
    await using sink = await smtpSink();
    await using worker = mailWorker(engine, { smtpUrl: sink.url });
    worker.start();
    await worker.controls.pause('the provider asked us to', new Date());
    const waiting = await scheduleOne(engine);
    const urgent = await scheduleOne(engine, { kind: 'PASSWORD_RESET' });
    await engine.queue.queues.ordinary.resume();
    await worker.reconciler.reconcile();
    expect(await engine.queue.isPaused()).toBe(true);
    expect((await engine.store.getMany([waiting._id, urgent._id])).map(({ state }) => state)).toEqual(['PENDING', 'PENDING']);
    await worker.controls.resume();
    await eventually(() => expect(sink.mails).toHaveLength(2));
  });
});

describe('several workers', () => {
  test('never give out more than the quota together', async () => {
    await using engine = await mailEngine();
    await using sink = await smtpSink();
    await using first = mailWorker(engine, { smtpUrl: sink.url, quota: '30/hour' });
    await using second = mailWorker(engine, { smtpUrl: sink.url, quota: '30/hour' });
    first.start();
    second.start();
    await scheduleAll(engine, Array.from({ length: 100 }, () => ({})));
    await eventually(() => expect(sink.mails.length).toBeGreaterThanOrEqual(30));
    await eventually(async () => expect((await engine.queue.counts('ordinary')).active).toBe(0));
    expect(sink.mails).toHaveLength(30);
    expect(new Set(sink.mails.map(({ messageId }) => messageId)).size).toBe(30);
  });
});
