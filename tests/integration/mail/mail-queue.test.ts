import { describe, expect, test } from 'vitest';
import { jobIdOf } from '#mail/mail-queue.ts';
import type { MailEngine } from '#tests/support/mail-engine.ts';
import { mailEngine } from '#tests/support/mail-engine.ts';
import { wishFor } from '#tests/support/notifications.ts';

const NOW = new Date('2027-03-01T12:00:00Z');
const minutes = (count: number): Date => new Date(NOW.getTime() + count * 60_000);

async function scheduled({ store, queue }: MailEngine, changes: Parameters<typeof wishFor>[0] = {}) {
  const [notification] = await store.insert([wishFor({ scheduledAt: minutes(60), deadline: minutes(120), ...changes })], NOW);
  if (notification === undefined) throw new Error('nothing was inserted');
  await queue.schedule([notification], NOW);
  return notification;
}

async function jobIds({ queue }: MailEngine): Promise<string[]> {
  const jobs = await queue.queues.ordinary.getJobs(['delayed', 'wait', 'prioritized', 'active']);
  return jobs.map((job) => job.id ?? '').sort();
}

describe('a scheduled notification', () => {
  test('is one delayed job that names its id and revision', async () => {
    await using engine = await mailEngine();
    const notification = await scheduled(engine);
    await engine.queue.schedule([notification], NOW);
    expect(await jobIds(engine)).toEqual([jobIdOf(notification)]);
    expect(await engine.queue.counts('ordinary')).toEqual({ delayed: 1, waiting: 0, active: 0 });
  });

  test('waits by its deadline once it is due, urgent mail in a queue of its own', async () => {
    await using engine = await mailEngine();
    const later = await scheduled(engine, { scheduledAt: NOW, deadline: minutes(600) });
    const sooner = await scheduled(engine, { scheduledAt: NOW, deadline: minutes(60) });
    await scheduled(engine, { kind: 'PASSWORD_RESET', scheduledAt: NOW });
    const waiting = await engine.queue.queues.ordinary.getJobs(['prioritized'], 0, -1, true);
    expect(waiting.map((job) => job.data.id)).toEqual([sooner._id, later._id]);
    expect(await engine.queue.counts('urgent')).toEqual({ delayed: 0, waiting: 1, active: 0 });
  });

  test('moves to its new time, also when its job already waits for quota', async () => {
    await using engine = await mailEngine();
    const notification = await scheduled(engine, { scheduledAt: NOW });
    const moved = await engine.queue.reschedule(notification._id, { scheduledAt: minutes(30) }, NOW);
    expect(moved).toMatchObject({ revision: 2, scheduledAt: minutes(30) });
    expect(await jobIds(engine)).toEqual([`${notification._id}.2`]);
    expect(await engine.queue.counts('ordinary')).toEqual({ delayed: 1, waiting: 0, active: 0 });
  });

  test('keeps one job, that of the last wish, through 1,000 snoozes at once', async () => {
    await using engine = await mailEngine();
    const notification = await scheduled(engine);
    await Promise.all(Array.from({ length: 1_000 }, (_, index) => engine.queue.reschedule(notification._id, { scheduledAt: minutes(100 + index) }, NOW)));
    const last = await engine.store.get(notification._id);
    expect(last.revision).toBe(1_001);
    const [job, ...others] = await engine.queue.queues.ordinary.getJobs(['delayed', 'wait', 'prioritized']);
    expect(others).toEqual([]);
    expect(job?.id).toBe(`${notification._id}.1001`);
    expect(NOW.getTime() + (job?.opts.delay ?? 0)).toBe(last.scheduledAt.getTime());
  });

  test('leaves the queue with a reason when it is withdrawn', async () => {
    await using engine = await mailEngine();
    const notification = await scheduled(engine, { variables: { token: 'secret', name: 'Ana' } });
    await engine.queue.withdraw([notification._id], 'the event was cancelled', NOW);
    expect(await jobIds(engine)).toEqual([]);
    expect(await engine.store.get(notification._id)).toMatchObject({ state: 'WITHDRAWN', stateReason: 'the event was cancelled', variables: { name: 'Ana' } });
    await expect(engine.queue.reschedule(notification._id, { scheduledAt: minutes(1) }, NOW)).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

describe('many changes planned on what was read', () => {
  test('reach those that did not change meanwhile, and leave one job each', async () => {
    await using engine = await mailEngine();
    const notifications = await Promise.all(Array.from({ length: 20 }, () => scheduled(engine)));
    const [raced] = notifications;
    if (raced === undefined) throw new Error('nothing was scheduled');
    await engine.queue.reschedule(raced._id, { scheduledAt: minutes(5) }, NOW);
    const current = await engine.queue.rescheduleMany(notifications.map(({ _id, revision }) => ({ id: _id, revision, change: { scheduledAt: minutes(90) } })), NOW);
    expect(current.find(({ _id }) => _id === raced._id)?.scheduledAt).toEqual(minutes(5));
    expect(current.filter(({ scheduledAt }) => scheduledAt.getTime() === minutes(90).getTime())).toHaveLength(19);
    expect(await jobIds(engine)).toEqual(notifications.map(({ _id }) => `${_id}.2`).sort());
  });
});

describe('the jobs that are missing', () => {
  test('are those of pending notifications that nothing in the queue stands for', async () => {
    await using engine = await mailEngine();
    const notification = await scheduled(engine);
    const [lost] = await engine.store.insert([wishFor({ scheduledAt: minutes(1) })], NOW);
    if (lost === undefined) throw new Error('nothing was inserted');
    expect(await engine.queue.missing([notification, lost])).toEqual([lost]);
  });
});

describe('the same cause', () => {
  test('never makes a second notification', async () => {
    await using engine = await mailEngine();
    const [first] = await engine.store.insert([wishFor({ cause: 'reminder.e1.u1' })], NOW);
    const again = await engine.store.insert([wishFor({ cause: 'reminder.e1.u1', subject: 'Again' }), wishFor({ cause: 'reminder.e2.u1' })], NOW);
    expect(again.map(({ cause }) => cause)).toEqual(['reminder.e1.u1', 'reminder.e2.u1']);
    expect(again[0]?._id).toBe(first?._id);
    expect(await engine.store.count({}, NOW)).toBe(2);
  });
});
