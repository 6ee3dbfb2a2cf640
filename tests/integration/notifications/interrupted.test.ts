import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DomainEvent } from '#platform/facts.ts';
import { newId } from '#platform/ids.ts';
import { createReaction } from '#worker/react.ts';
import type { ReactionServices } from '#worker/reactions/services.ts';
import { DAY_MS, eventFacts, inFuture, openScene } from './scene.ts';
import type { Person, Scene } from './scene.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene[Symbol.asyncDispose]());

class Crash extends Error {}

/** The services until the `step`th call that writes, which is carried out but never answered. `calls` says how many came. */
function crashingAt(step: number): { readonly services: ReactionServices; readonly calls: () => number } {
  let calls = 0;
  const crashing = <Target extends object>(target: Target, names: ReadonlySet<string>): Target =>
    new Proxy(target, {
      get: (from, name) => {
        const method: unknown = Reflect.get(from, name);
        if (typeof method !== 'function' || !names.has(String(name))) return method;
        return async (...args: readonly unknown[]) => {
          calls += 1;
          const answer: unknown = await Reflect.apply(method, from, [...args]);
          if (calls >= step) throw new Crash();
          return answer;
        };
      },
    });
  const store = crashing(scene.store, new Set(['insert', 'finish', 'eraseRecipient']));
  const queue = crashing(scene.queue, new Set(['schedule', 'rescheduleMany', 'withdraw']));
  return { services: { ...scene, store, queue }, calls: () => calls };
}

/** Reacts as a worker does that crashes at its `step`th write and is started again; whether it came that far. */
async function reactThroughCrash(event: DomainEvent, step: number): Promise<boolean> {
  const { services, calls } = crashingAt(step);
  try {
    await createReaction(services)(event);
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  }
  await scene.react(event);
  return calls() >= step;
}

const news = {
  'moves': (id: string): DomainEvent => ({ type: 'event.changed', id, version: 2, requestId: null, facts: eventFacts({ startsAt: inFuture(9 * DAY_MS) }) }),
  'is cancelled': (id: string): DomainEvent => ({ type: 'event.changed', id, version: 2, requestId: null, facts: eventFacts({ status: 'CANCELLED' }) }),
  'is deleted': (id: string): DomainEvent => ({ type: 'event.deleted', id, version: 2, requestId: null, facts: eventFacts() }),
} as const;

const outcomes = {
  'moves': ['ANNOUNCEMENT PENDING', 'ATTENDANCE_CONFIRMED PENDING', 'EVENT_CHANGED PENDING', 'REMINDER PENDING', 'REMINDER PENDING'],
  'is cancelled': ['ANNOUNCEMENT WITHDRAWN', 'ATTENDANCE_CONFIRMED WITHDRAWN', 'EVENT_CANCELLED PENDING', 'REMINDER WITHDRAWN', 'REMINDER WITHDRAWN'],
  'is deleted': ['ANNOUNCEMENT WITHDRAWN', 'ATTENDANCE_CONFIRMED WITHDRAWN', 'EVENT_CANCELLED PENDING', 'REMINDER WITHDRAWN', 'REMINDER WITHDRAWN'],
} as const;

/** Somebody who attends, with two automatic reminders and an announcement. */
async function attend(eventId: string): Promise<Person> {
  const person = await scene.person({ preferences: { reminderBefore: ['P1D', 'PT1H'], mutedKinds: [], mutedTopics: [], quietHours: null } });
  await scene.react({ type: 'attendance.changed', id: `${eventId}.${person.id}`, version: 1, requestId: null, facts: { eventId, userId: person.id, attendance: 'GOING' } });
  return person;
}

/** After the worker's upkeep, which gives a job to every pending mail without one. */
async function expectOneJobEach(person: Person): Promise<void> {
  const pending = (await scene.mailsOf(person)).filter(({ state }) => state === 'PENDING');
  await scene.queue.restore(await scene.queue.missing(pending), new Date());
  for (const mail of await scene.mailsOf(person)) {
    expect(await scene.jobsOf(mail._id)).toEqual(mail.state === 'PENDING' ? [`${mail._id}.${mail.revision}`] : []);
  }
}

async function statesOf(person: Person): Promise<string[]> {
  return (await scene.mailsOf(person)).map(({ kind, state }) => `${kind} ${state}`).sort();
}

describe('a worker that crashes at any step', { timeout: 90_000 }, () => {
  it.each(['moves', 'is cancelled', 'is deleted'] as const)('leaves nothing undone and does nothing twice when an event %s', async (what) => {
    for (let step = 1, isReached = true; isReached; step += 1) {
      const eventId = await scene.event();
      const people = [await attend(eventId), await attend(eventId)];
      await scene.react({ type: 'announcement.created', id: newId(), version: 1, requestId: null, facts: { eventId, organizerId: '', subject: 'Parking', content: 'Behind.' } });
      isReached = await reactThroughCrash(news[what](eventId), step);
      for (const person of people) {
        expect(await statesOf(person), `crashed at step ${step}`).toEqual(outcomes[what]);
        await expectOneJobEach(person);
      }
      expect(step).toBeLessThan(20);
    }
  });

  it('leaves nothing behind of a deleted account', async () => {
    for (let step = 1, isReached = true; isReached; step += 1) {
      const person = await attend(await scene.event());
      const ids = (await scene.mailsOf(person)).map(({ _id }) => _id);
      isReached = await reactThroughCrash({ type: 'user.deleted', id: person.id, version: 9, requestId: null, facts: null }, step);
      expect(await scene.mailsOf(person), `crashed at step ${step}`).toEqual([]);
      for (const id of ids) expect(await scene.jobsOf(id)).toEqual([]);
      expect(step).toBeLessThan(20);
    }
  });

  it('attends and leaves as if nothing had happened', async () => {
    for (let step = 1, isReached = true; isReached; step += 1) {
      const eventId = await scene.event();
      const person = await scene.person({ preferences: { reminderBefore: ['P1D'], mutedKinds: [], mutedTopics: [], quietHours: null } });
      const attendance = (version: number, how: 'GOING' | 'LEFT'): DomainEvent => ({
        type: 'attendance.changed', id: `${eventId}.${person.id}`, version, requestId: null, facts: { eventId, userId: person.id, attendance: how },
      });
      const goingReached = await reactThroughCrash(attendance(1, 'GOING'), step);
      expect(await statesOf(person), `crashed at step ${step}`).toEqual(['ATTENDANCE_CONFIRMED PENDING', 'REMINDER PENDING']);
      await expectOneJobEach(person);
      const leftReached = await reactThroughCrash(attendance(2, 'LEFT'), step);
      expect(await statesOf(person), `crashed at step ${step}`).toEqual(['ATTENDANCE_CONFIRMED WITHDRAWN', 'REMINDER WITHDRAWN']);
      isReached = goingReached || leftReached;
      expect(step).toBeLessThan(20);
    }
  });
});
