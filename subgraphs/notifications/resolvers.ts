/** Hides which resolver stands behind which type. */
import { isId } from '#platform/ids.ts';
import { exportOf } from './personal-data.ts';
import { mutationResolvers } from './resolvers/mutation.ts';
import { notificationResolvers } from './resolvers/notification.ts';
import { queryResolvers } from './resolvers/query.ts';
import type { Resolvers } from './schema.types.ts';
import type { Services } from './services.ts';

export function createResolvers(services: Services): Resolvers {
  return {
    Query: queryResolvers(services),
    Mutation: mutationResolvers(services),
    Notification: notificationResolvers(services),
    NotificationConnection: { totalCount: ({ filter }) => services.store.count(filter, services.now()) },
    Event: {
      __resolveReference: ({ id }) => ({ id }),
      viewerReminders: ({ id }, _args, { identity, reminders }) => (identity.viewer === null ? null : reminders.load(id)),
    },
    User: {
      __resolveReference: ({ id }) => ({ id }),
      notificationsExport: ({ id }) => (isId(id) ? exportOf(services, id) : null),
    },
  };
}
