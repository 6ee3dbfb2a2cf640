import { expect, it } from 'vitest';
import { createReadModelStore } from '#mail/read-model-store.ts';
import { scheduleAboutEvent } from '#mail/scheduling.ts';
import { eventMailWish } from '#mail/wishes.ts';
import { newId } from '#platform/ids.ts';
import { mailEngine } from '#tests/support/mail-engine.ts';
import { DAY_MS, eventFacts, inFuture } from './scene.ts';

const lead = 'PT10M';

/** A reminder a day before an event that was known at version 1, made while `later` came in. */
async function remindWhile(later: Parameters<typeof eventFacts>[0] | null) {
  const engine = await mailEngine();
  const readModel = createReadModelStore(engine.db);
  const eventId = newId();
  const before = eventFacts({ startsAt: inFuture(7 * DAY_MS) });
  await readModel.events.learn({ id: eventId, version: 1, facts: before });
  const wish = eventMailWish({
    kind: 'REMINDER', eventId, event: before, recipientId: newId(), toEmail: 'ana@example.org', scheduledAt: new Date(Date.parse(before.startsAt) - DAY_MS), anchor: { before: 'PT24H' },
    cause: null, requestId: null, lead,
  });
  await readModel.events.learn({ id: eventId, version: 2, facts: later === null ? null : eventFacts(later) });
  const [notification] = await scheduleAboutEvent({ ...engine, readModel, lead }, { wishes: [wish], event: { id: eventId, version: 1 }, now: new Date() });
  if (notification === undefined) throw new Error('nothing was scheduled');
  const missing = await engine.queue.missing([notification]);
  await engine[Symbol.asyncDispose]();
  return { notification, hasJob: missing.length === 0 };
}

it('follows an event that moved while a reminder of it was being made', async () => {
  const startsAt = inFuture(9 * DAY_MS);
  const { notification, hasJob } = await remindWhile({ startsAt });
  expect(notification).toMatchObject({ state: 'PENDING', revision: 2, scheduledAt: new Date(Date.parse(startsAt) - DAY_MS) });
  expect(hasJob).toBe(true);
});

it.each([['cancelled', { status: 'CANCELLED' } as const], ['deleted', null]])('withdraws a reminder of an event that was %s meanwhile', async (_how, later) => {
  const { notification, hasJob } = await remindWhile(later);
  expect(notification).toMatchObject({ state: 'WITHDRAWN', stateReason: 'the event was cancelled' });
  expect(hasJob).toBe(false);
});
