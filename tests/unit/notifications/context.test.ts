import { expect, it, vi } from 'vitest';
import { NOBODY } from '#platform/identity.ts';
import { createContext } from '#subgraphs/notifications/context.ts';

it('asks once for the reminders of all events of an answer, and not at all for nobody', async () => {
  const remindersOf = vi.fn(() => Promise.resolve([]));
  const store = { remindersOf } as unknown as Parameters<typeof createContext>[1];
  const viewer = { id: 'ana', role: 'USER', verified: true, language: 'EN', timeZone: null, home: null, interests: [] } as const;
  const eventIds = Array.from({ length: 50 }, (_, index) => `event-${index}`);

  const asAna = createContext({ ...NOBODY, viewer: { ...viewer, interests: [] } }, store);
  await Promise.all(eventIds.map((id) => asAna.reminders.load(id)));
  expect(remindersOf.mock.calls).toEqual([['ana', eventIds]]);

  const asNobody = createContext(NOBODY, store);
  expect(await asNobody.reminders.load('event-1')).toEqual([]);
  expect(remindersOf).toHaveBeenCalledTimes(1);
});
