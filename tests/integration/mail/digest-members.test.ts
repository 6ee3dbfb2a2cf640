import { describe, expect, test } from 'vitest';
import { createDigestStore } from '#mail/digest-store.ts';
import type { Notification } from '#mail/notification.ts';
import { DomainError } from '#platform/errors.ts';
import { newId } from '#platform/ids.ts';
import { eventually } from '#tests/support/eventually.ts';
import { losingDatabase } from '#tests/support/failing-database.ts';
import { mailEngine } from '#tests/support/mail-engine.ts';
import type { MailEngine } from '#tests/support/mail-engine.ts';
import { mailWorker } from '#tests/support/mail-worker.ts';
import type { TestWorker } from '#tests/support/mail-worker.ts';
import { scheduleAll, scheduleOne } from '#tests/support/scheduled.ts';
import { smtpSink } from '#tests/support/smtp-sink.ts';
import type { SmtpSink } from '#tests/support/smtp-sink.ts';
import type { MailRenderer } from '#worker/templates/render.ts';

const HOUR_MS = 3_600_000;

/** Says what it is about, each reminder of a digest in brackets. */
const render: MailRenderer = ({ notification, items }) => {
  const about = notification.kind === 'DIGEST' ? items.map((item) => item.notification.subject) : [notification.subject];
  return Promise.resolve({ subject: 'Mail', html: '', text: about.map((subject) => `[${subject}]`).join('\n'), headers: {} });
};

function remindersOfAna(count: number) {
  const recipientId = newId();
  const deadline = new Date(Date.now() + 180_000);
  return Array.from({ length: count }, (_, index) => ({ kind: 'REMINDER' as const, recipientId, subject: `Event ${index}`, toEmail: 'ana@example.org', deadline }));
}

/** Reminders of one person in a digest that waits, for the only token of the hour is gone. */
async function waitingDigest(engine: MailEngine, worker: TestWorker, count: number): Promise<Notification[]> {
  const first = await scheduleOne(engine, { subject: 'First' });
  worker.start();
  await eventually(async () => expect((await engine.store.get(first._id)).state).toBe('SENT'));
  const members = await engine.store.insert(remindersOfAna(count).map((wish) => ({ content: '', variables: {}, eventId: null, anchor: null, cause: null, requestId: null, scheduledAt: new Date(), ...wish })), new Date());
  expect((await worker.outlook.look()).predictedMisses).toBeGreaterThan(0);
  await engine.queue.schedule(members, new Date());
  return eventually(async () => {
    const carried = await current(engine, members);
    for (const { state, digestId } of carried) expect([state, digestId]).toEqual(['PENDING', expect.any(String)]);
    return carried;
  });
}

async function current(engine: MailEngine, notifications: readonly Notification[]): Promise<Notification[]> {
  const found = new Map((await engine.store.getMany(notifications.map(({ _id }) => _id))).map((notification) => [notification._id, notification]));
  return notifications.flatMap(({ _id }) => found.get(_id) ?? []);
}

const at = <Item>(items: readonly Item[], index: number): Item => {
  const item = items[index];
  if (item === undefined) throw new Error(`there is no item ${index}`);
  return item;
};

/** How often the sink was told of each reminder. */
function tellings(sink: SmtpSink, subject: string): number {
  return sink.mails.filter(({ source }) => source.includes(`[${subject}]`)).length;
}

async function jobsOf(engine: MailEngine, id: string): Promise<string[]> {
  const jobs = await engine.queue.queues.ordinary.getJobs(['delayed', 'prioritized', 'waiting', 'active'], 0, 10_000);
  return jobs.map((job) => job.id ?? '').filter((jobId) => jobId.startsWith(`${id}.`));
}

/** All that a reminder on its way may answer. */
function onlyConflict(error: unknown): void {
  if (!(error instanceof DomainError) || error.code !== 'CONFLICT') throw error;
}

const inAnHour = () => ({ scheduledAt: new Date(Date.now() + HOUR_MS), deadline: new Date(Date.now() + 2 * HOUR_MS) });

const changes = {
  'rescheduled': { make: (engine: MailEngine, id: string) => engine.queue.reschedule(id, inAnHour(), new Date()), state: 'PENDING' },
  'snoozed': { make: (engine: MailEngine, id: string) => engine.queue.reschedule(id, { ...inAnHour(), anchor: { before: 'PT5M' } }, new Date()), state: 'PENDING' },
  'sent elsewhere': { make: (engine: MailEngine, id: string) => engine.queue.reschedule(id, { toEmail: 'ana@elsewhere.example' }, new Date()), state: 'SENT' },
  'deleted': { make: (engine: MailEngine, id: string) => engine.queue.withdraw([id], 'deleted by its recipient', new Date()), state: 'WITHDRAWN' },
} as const;
const ways = ['rescheduled', 'snoozed', 'sent elsewhere', 'deleted'] as const;

describe('a reminder in a digest that waits for quota', () => {
  test.each(ways)('can be %s, and the digest goes without it', async (way) => {
    await using engine = await mailEngine();
    await using sink = await smtpSink();
    await using worker = mailWorker(engine, { smtpUrl: sink.url, quota: '1/hour', render });
    const members = await waitingDigest(engine, worker, 4);
    const leaver = at(members, 1);
    await changes[way].make(engine, leaver._id);
    await worker.controls.setQuota([]);
    await eventually(async () => expect((await current(engine, members)).map(({ state }) => state)).toEqual(['SENT', changes[way].state, 'SENT', 'SENT']));
    const isTold = changes[way].state === 'SENT';
    await eventually(() => expect(members.map(({ subject }) => tellings(sink, subject))).toEqual([1, isTold ? 1 : 0, 1, 1]));
    expect(sink.mails.filter(({ to }) => to === 'ana@elsewhere.example')).toHaveLength(isTold ? 1 : 0);
    expect(sink.mails).toHaveLength(isTold ? 3 : 2);
    await eventually(async () => expect(await jobsOf(engine, leaver._id)).toEqual(changes[way].state === 'PENDING' ? [`${leaver._id}.2`] : []));
  });

  test('becomes an ordinary mail when it is left alone', async () => {
    await using engine = await mailEngine();
    await using sink = await smtpSink();
    await using worker = mailWorker(engine, { smtpUrl: sink.url, quota: '1/hour', render });
    const members = await waitingDigest(engine, worker, 3);
    await engine.queue.withdraw(members.slice(1).map(({ _id }) => _id), 'deleted by its recipient', new Date());
    await worker.controls.setQuota([]);
    await eventually(async () => expect((await current(engine, members)).map(({ state, digestId }) => [state, digestId])).toEqual([['SENT', null], ['WITHDRAWN', null], ['WITHDRAWN', null]]));
    expect(sink.mails).toHaveLength(2);
    expect((await engine.store.get(at(members, 0).digestId ?? '')).state).toBe('WITHDRAWN');
    expect((await worker.deliveries.attemptsSince(new Date(0)))).toHaveLength(2);
  });

  test('a digest that nothing is left of is dropped, for no token', async () => {
    await using engine = await mailEngine();
    await using sink = await smtpSink();
    await using worker = mailWorker(engine, { smtpUrl: sink.url, quota: '1/hour', render });
    const members = await waitingDigest(engine, worker, 3);
    await engine.queue.withdraw(members.map(({ _id }) => _id), 'deleted by its recipient', new Date());
    await worker.controls.setQuota([{ max: 100, per: 'PT1H' }]);
    await eventually(async () => expect((await engine.store.get(at(members, 0).digestId ?? '')).state).toBe('WITHDRAWN'));
    const settings = await worker.controls.read();
    expect((await worker.ledger.windows(settings, Date.now())).map(({ used }) => used)).toEqual([1]);
    expect(sink.mails).toHaveLength(1);
  });

  test('can be changed while the digest leaves: it is told of once, or it has gone and says so', async () => {
    await using engine = await mailEngine();
    await using sink = await smtpSink();
    await using worker = mailWorker(engine, { smtpUrl: sink.url, quota: '1/hour', render });
    const members = await waitingDigest(engine, worker, 40);
    const lifting = worker.controls.setQuota([]);
    for (const [index, { _id }] of members.entries()) await changes[at(ways, index % ways.length)].make(engine, _id).catch(onlyConflict);
    await lifting;
    await eventually(async () => {
      for (const { state, scheduledAt } of await current(engine, members)) expect(state === 'PENDING' ? scheduledAt.getTime() > Date.now() + 60_000 : ['SENT', 'WITHDRAWN'].includes(state)).toBe(true);
    });
    await eventually(async () => {
      for (const { _id, subject, state, revision } of await current(engine, members)) {
        expect(tellings(sink, subject)).toBe(state === 'SENT' ? 1 : 0);
        expect(await jobsOf(engine, _id)).toEqual(state === 'PENDING' ? [`${_id}.${revision}`] : []);
      }
    });
  });

  test('is free again while a digest that was refused for now waits to be tried again', async () => {
    await using engine = await mailEngine();
    await using sink = await smtpSink();
    sink.answer = (count) => (count === 1 ? { code: 451 } : 'take');
    await using worker = mailWorker(engine, { smtpUrl: sink.url, quota: '1/hour', retryAfterMs: 2_000, render });
    const members = await waitingDigest(engine, worker, 3);
    await worker.controls.setQuota([]);
    await eventually(async () => expect((await engine.store.get(at(members, 0).digestId ?? '')).stateReason).not.toBeNull());
    await changes.deleted.make(engine, at(members, 0)._id);
    await eventually(async () => expect((await current(engine, members)).map(({ state }) => state)).toEqual(['WITHDRAWN', 'SENT', 'SENT']));
    expect(members.map(({ subject }) => tellings(sink, subject))).toEqual([0, 1, 1]);
  });
});

describe('a worker that dies at any step of a digest', { timeout: 90_000 }, () => {
  /** One worker bundles and sends until its `step`th write, somebody changes a member, and another worker puts things right; whether it came that far. */
  async function surviveCrash(step: number, way: (typeof ways)[number]): Promise<boolean> {
    await using engine = await mailEngine();
    await using sink = await smtpSink();
    let aheadMs = 0;
    await using survivor = mailWorker(engine, { smtpUrl: sink.url, quota: '2/hour', render, clock: () => Date.now() + aheadMs });
    const failing = losingDatabase(engine.db, { collection: 'notifications', step });
    await using dying = mailWorker({ ...engine, db: failing.db }, { smtpUrl: sink.url, quota: '2/hour', render });
    const members = await scheduleAll(engine, remindersOfAna(5));
    await dying.outlook.look();
    dying.start();
    await eventually(async () => expect(failing.isLost() || (await current(engine, members)).every(({ state }) => state === 'SENT')).toBe(true));
    const isReached = failing.isLost();
    // It fetches no more; what it has under way finds no database. Closed for good at the end.
    void dying.close();
    const leaver = at(members, 2);
    const isChanged = await changes[way].make(engine, leaver._id).then((answer) => !Array.isArray(answer) || answer.length > 0, () => false);
    await survivor.controls.setQuota([]);
    // What the dead worker left under way is found once nobody can be at it any more.
    aheadMs = 60_000;
    await survivor.reconciler.reconcile();
    aheadMs = 0;
    survivor.start();
    await eventually(async () => {
      for (const { _id, subject, state, revision } of await current(engine, members)) {
        const expected = _id === leaver._id && isChanged ? [changes[way].state] : ['SENT', 'UNCERTAIN'];
        expect(expected, `${subject} after step ${step}`).toContain(state);
        expect(state === 'SENT' ? [1] : [0, 1], `${subject} ${state} after step ${step}`).toContain(tellings(sink, subject));
        expect(await jobsOf(engine, _id)).toEqual(state === 'PENDING' ? [`${_id}.${revision}`] : []);
      }
      expect(await createDigestStore(engine.db).carrying()).toEqual([]);
    }, { timeoutMs: 30_000 });
    return isReached;
  }

  // All at once, for each spends half a minute on giving up a database that is gone.
  test('loses no reminder and sends none twice, however one of them changes meanwhile', async () => {
    const steps = Array.from({ length: 9 }, (_, index) => index + 1);
    const reached = await Promise.all(steps.map((step) => Promise.all(ways.map((way) => surviveCrash(step, way)))));
    expect(reached.at(0)).not.toContain(false);
    expect(reached.at(-1)).not.toContain(true);
  });
});
