/** Hides how questions about notifications are answered. */
import { DomainError, badInput } from '#platform/errors.ts';
import { demandId, isId } from '#platform/ids.ts';
import { connectionOf, pageOf } from '#platform/pagination.ts';
import { NOTIFICATION_SORT } from '#mail/notification-store.ts';
import type { NotificationFilter } from '#mail/notification-store.ts';
import { findOwn } from '../placing.ts';
import { viewMailQueue } from '../mail-queue-view.ts';
import type { NotificationsFilter, QueryResolvers } from '../schema.types.ts';
import type { Services } from '../services.ts';
import { viewerOf } from './viewer.ts';

const MAX_ACTIONS = 100;

export function queryResolvers(services: Services): QueryResolvers {
  const { store, audit } = services;
  return {
    notification: async (_parent, { id }, { identity }) => {
      const known = demandId(id, 'notification');
      try {
        return await findOwn(services, viewerOf(identity), known);
      } catch (error) {
        if (error instanceof DomainError && error.code === 'NOT_FOUND') return null;
        throw error;
      }
    },
    notifications: async (_parent, { filter, ...page }, { identity }) => {
      const asked = pageOf(page, NOTIFICATION_SORT.length);
      const wanted = filterOf(filter ?? {}, viewerOf(identity).id);
      const found = await store.page(wanted, asked, services.now());
      return { ...connectionOf(found, asked, ({ createdAt, _id }) => [createdAt, _id]), filter: wanted };
    },
    mailQueue: () => viewMailQueue(services),
    mailActions: async (_parent, { first }) => {
      const limit = first ?? 20;
      if (limit < 0 || limit > MAX_ACTIONS) throw badInput('first', `first must be between 0 and ${MAX_ACTIONS}.`);
      const entries = limit === 0 ? [] : await audit.recent(limit);
      return entries.map(({ at, action, actorId, detail }) => ({ at, action, actor: { id: actorId }, detail }));
    },
  };
}

/** Whose list it is, permissions have seen to; an id that is none matches nothing. */
function filterOf({ eventId, status, kind, recipientId }: NotificationsFilter, viewerId: string): NotificationFilter {
  return {
    recipientId: idOr(recipientId, viewerId),
    ...(eventId === null || eventId === undefined ? {} : { eventId: idOr(eventId, '') }),
    ...(status === null || status === undefined ? {} : { statuses: status }),
    ...(kind === null || kind === undefined ? {} : { kinds: kind }),
  };
}

function idOr(id: string | null | undefined, fallback: string): string {
  if (id === null || id === undefined) return fallback;
  return isId(id) ? id : 'none';
}
