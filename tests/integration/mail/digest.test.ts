import { describe, expect, test } from 'vitest';
import { FAIR_SHARE } from '#mail/digest.ts';
import { createDigestStore } from '#mail/digest-store.ts';
import type { NewNotification, StoredNotification } from '#mail/notification-store.ts';
import { createReadModelStore } from '#mail/read-model-store.ts';
import { newId } from '#platform/ids.ts';
import { eventually } from '#tests/support/eventually.ts';
import { mailEngine } from '#tests/support/mail-engine.ts';
import { mailWorker } from '#tests/support/mail-worker.ts';
import { wishFor } from '#tests/support/notifications.ts';
import { scheduleAll, scheduleOne } from '#tests/support/scheduled.ts';
import { smtpSink } from '#tests/support/smtp-sink.ts';
import { createBundler } from '#worker/bundler.ts';

function reminders(recipientId: string, count: number): Partial<NewNotification>[] {
  return Array.from({ length: count }, (_, index) => ({ kind: 'REMINDER' as const, recipientId, subject: `Event ${index}`, toEmail: 'ana@example.org' }));
}

const states = (notifications: readonly { readonly state: string }[]) => notifications.map(({ state }) => state);

describe('reminders beyond a fair share of the day', () => {
  test('go into one digest, and share its end', async () => {
    await using engine = await mailEngine();
    await using sink = await smtpSink();
    await using worker = mailWorker(engine, { smtpUrl: sink.url, render: ({ notification, items }) => Promise.resolve({ subject: notification.kind, html: '', text: items.map((item) => item.notification.subject).join(','), headers: {} }) });
    const notifications = await scheduleAll(engine, reminders(newId(), 30));
    worker.start();
    await eventually(async () => expect(new Set(states(await engine.store.getMany(notifications.map(({ _id }) => _id))))).toEqual(new Set(['SENT'])));
    const sent = await engine.store.getMany(notifications.map(({ _id }) => _id));
    const carried = sent.filter(({ digestId }) => digestId !== null);
    expect(sink.mails).toHaveLength(21);
    expect(carried).toHaveLength(10);
    expect(new Set(carried.map(({ digestId }) => digestId)).size).toBe(1);
    const digest = sink.mails.find(({ source }) => source.includes('Subject: DIGEST'));
    for (const { subject } of carried) expect(digest?.source).toContain(subject);
  });

  test('are only put off for a moment by a digest that has not gone, and make one of their own once it is dropped', async () => {
    await using engine = await mailEngine();
    const bundler = createBundler({ store: engine.store, digests: createDigestStore(engine.db), queue: engine.queue, facts: createReadModelStore(engine.db), isQuotaShort: () => false });
    const recipientId = newId();
    const now = Date.now();
    const sent = await engine.store.insert(reminders(recipientId, FAIR_SHARE).map(wishFor), new Date(now));
    await engine.db.collection<StoredNotification>('notifications').updateMany({ _id: { $in: sent.map(({ _id }) => _id) } }, { $set: { state: 'SENT', sentAt: new Date(now) } });
    // As a worker leaves it that dies before the digest carries anything.
    const [abandoned] = await engine.store.insert([wishFor({ kind: 'DIGEST', recipientId, toEmail: 'ana@example.org' })], new Date(now));
    const waiting = await scheduleAll(engine, reminders(recipientId, 3));
    const decisions = async () => [...(await bundler.bundle(waiting, 'UTC', now)).values()];

    expect(await decisions()).toEqual(Array.from({ length: 3 }, () => ({ action: 'postpone', until: now + 15_000 })));
    await bundler.disband([abandoned?._id ?? ''], now);
    expect((await decisions()).map(({ action }) => action)).toContain('carried');
    expect(new Set((await engine.store.getMany(waiting.map(({ _id }) => _id))).map(({ digestId }) => digestId)).size).toBe(1);
  });
});

describe('while quota is short', () => {
  test('reminders of one person travel together, those of different people never', async () => {
    await using engine = await mailEngine();
    await using sink = await smtpSink();
    await using worker = mailWorker(engine, { smtpUrl: sink.url, quota: '2/hour' });
    const soon = new Date(Date.now() + 120_000);
    const ana = await scheduleAll(engine, reminders(newId(), 5).map((wish) => ({ ...wish, deadline: soon })));
    const bea = await scheduleOne(engine, { ...reminders(newId(), 1)[0], toEmail: 'bea@example.org', deadline: soon });
    expect((await worker.outlook.look()).predictedMisses).toBeGreaterThan(0);
    worker.start();
    await eventually(async () => expect(new Set(states(await engine.store.getMany([...ana, bea].map(({ _id }) => _id))))).toEqual(new Set(['SENT'])));
    expect(sink.mails.map(({ to }) => to).sort()).toEqual(['ana@example.org', 'bea@example.org']);
  });

  test('a digest goes before mails that may wait longer than what it carries', async () => {
    await using engine = await mailEngine();
    await using sink = await smtpSink();
    await using worker = mailWorker(engine, { smtpUrl: sink.url, quota: '1/hour' });
    const later = ['bea@example.org', 'cid@example.org'].map((toEmail) => ({ ...reminders(newId(), 1)[0], toEmail, deadline: new Date(Date.now() + 3_000_000) }));
    const ana = await scheduleAll(engine, reminders(newId(), 3).map((wish) => ({ ...wish, deadline: new Date(Date.now() + 120_000) })));
    const others = await scheduleAll(engine, later);
    const statesOf = async (notifications: typeof ana) => states(await engine.store.getMany(notifications.map(({ _id }) => _id)));
    await worker.outlook.look();
    worker.start();
    await eventually(async () => expect(await statesOf(ana)).toEqual(['SENT', 'SENT', 'SENT']));
    expect(await statesOf(others)).toEqual(['PENDING', 'PENDING']);
    expect(sink.mails.map(({ to }) => to)).toEqual(['ana@example.org']);
  });

  test('a digest that cannot be sent fails with all that it carries, and takes them along when it is retried', async () => {
    await using engine = await mailEngine();
    await using sink = await smtpSink();
    sink.answer = (count) => (count === 0 ? { code: 550 } : 'take');
    await using worker = mailWorker(engine, { smtpUrl: sink.url, quota: '2/hour' });
    const soon = new Date(Date.now() + 120_000);
    const ana = await scheduleAll(engine, reminders(newId(), 5).map((wish) => ({ ...wish, deadline: soon })));
    await worker.outlook.look();
    worker.start();
    const carried = () => engine.store.getMany(ana.map(({ _id }) => _id));
    await eventually(async () => expect(states(await carried())).toEqual(Array.from({ length: 5 }, () => 'FAILED')));
    const [digestId] = await worker.deliveries.failedIds();
    await worker.queue.schedule([await worker.deliveries.revive(digestId ?? '', new Date())], new Date());
    await eventually(async () => expect(states(await carried())).toEqual(Array.from({ length: 5 }, () => 'SENT')));
    expect(sink.mails).toHaveLength(1);
  });
});
