/** Hides what a request to notifications carries along. */
import DataLoader from 'dataloader';
import type { Notification } from '#mail/notification.ts';
import type { NotificationStore } from '#mail/notification-store.ts';
import type { Identity } from '#platform/identity.ts';
import type { IdentityContext } from '#platform/permissions.ts';

export type Context = IdentityContext & {
  /** The viewer's pending reminders by event id; one query for all events of an answer. */
  readonly reminders: DataLoader<string, Notification[]>;
};

export function createContext(identity: Identity, store: NotificationStore): Context {
  return {
    identity,
    reminders: new DataLoader(async (eventIds) => {
      const reminders = identity.viewer === null ? [] : await store.remindersOf(identity.viewer.id, eventIds);
      const byEvent = Map.groupBy(reminders, ({ eventId }) => eventId);
      return eventIds.map((eventId) => byEvent.get(eventId) ?? []);
    }),
  };
}
