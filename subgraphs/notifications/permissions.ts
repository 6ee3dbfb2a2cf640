/** Hides who may ask what of notifications: everybody for their own mail, admins for everybody's and for the queue. */
import { isAdmin, isSignedIn, isVerified, rule } from '#platform/permissions.ts';
import type { PermissionRules } from '#platform/permissions.ts';
import type { Notification } from '#mail/notification.ts';
import type { Context } from './context.ts';
import type { Reference } from './reference.ts';
import type { QueryNotificationsArgs } from './schema.types.ts';

const mayList = rule<unknown, QueryNotificationsArgs, Context>('mayList', ({ args, context }) => {
  const { viewer } = context.identity;
  const recipientId = args.filter?.recipientId ?? null;
  return viewer !== null && (recipientId === null || recipientId === viewer.id || viewer.role === 'ADMIN');
});

const mayRead = rule<Notification, unknown, Context>('mayRead', ({ parent, context }) => {
  const { viewer } = context.identity;
  return viewer !== null && (parent.recipientId === viewer.id || viewer.role === 'ADMIN');
});

const isSelfOrAdmin = rule<Reference, unknown, Context>('isSelfOrAdmin', ({ parent, context }) => {
  const { viewer } = context.identity;
  return viewer !== null && (parent.id === viewer.id || viewer.role === 'ADMIN');
});

export const permissions: PermissionRules = {
  Query: { notification: isSignedIn, notifications: mayList, mailQueue: isAdmin, mailActions: isAdmin },
  Mutation: {
    createNotification: isVerified,
    scheduleReminder: isVerified,
    rescheduleNotification: isSignedIn,
    snoozeNotification: isSignedIn,
    changeNotificationEmail: isSignedIn,
    deleteNotification: isSignedIn,
    retryNotification: isAdmin,
    retryFailedNotifications: isAdmin,
    pauseMail: isAdmin,
    resumeMail: isAdmin,
    setMailQuota: isAdmin,
  },
  Notification: { subject: mayRead, content: mayRead, toEmail: mayRead },
  User: { notificationsExport: isSelfOrAdmin },
};
