import { describe, expect, test } from 'vitest';
import type { NewNotification } from '#mail/notification-store.ts';
import { newId } from '#platform/ids.ts';
import { eventually } from '#tests/support/eventually.ts';
import { mailEngine } from '#tests/support/mail-engine.ts';
import { mailWorker } from '#tests/support/mail-worker.ts';
import { scheduleAll, scheduleOne } from '#tests/support/scheduled.ts';
import { smtpSink } from '#tests/support/smtp-sink.ts';

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
