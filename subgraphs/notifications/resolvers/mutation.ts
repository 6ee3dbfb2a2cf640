/** Hides how requests to change notifications and the mail of all are carried out. */
import * as desk from '../desk.ts';
import * as operations from '#mail/operations.ts';
import { viewMailQueue } from '../mail-queue-view.ts';
import type { MutationResolvers } from '../schema.types.ts';
import { snoozeNotification } from '../snooze.ts';
import type { Services } from '../services.ts';
import { viewerOf } from './viewer.ts';

export function mutationResolvers(services: Services): MutationResolvers {
  return {
    createNotification: async (_parent, { input }, { identity }) => ({ notification: await desk.createNotification(services, viewerOf(identity), input) }),
    scheduleReminder: async (_parent, { input }, { identity }) => ({ notification: await desk.scheduleReminder(services, viewerOf(identity), input) }),
    rescheduleNotification: async (_parent, { input }, { identity }) => ({ notification: await desk.rescheduleNotification(services, viewerOf(identity), input) }),
    snoozeNotification: async (_parent, { input }, { identity }) => ({ notification: await snoozeNotification(services, viewerOf(identity), input) }),
    changeNotificationEmail: async (_parent, { input }, { identity }) => ({ notification: await desk.changeNotificationEmail(services, viewerOf(identity), input) }),
    deleteNotification: async (_parent, { input }, { identity }) => ({ id: await desk.deleteNotification(services, viewerOf(identity), input.id) }),
    retryNotification: async (_parent, { input }, { identity }) => ({ notification: await operations.retryNotification(services, viewerOf(identity), input.id) }),
    retryFailedNotifications: async (_parent, _args, { identity }) => ({ retried: await operations.retryFailedNotifications(services, viewerOf(identity)) }),
    pauseMail: async (_parent, { input }, { identity }) => {
      await operations.pauseMail(services, viewerOf(identity), input.reason);
      return { mailQueue: await viewMailQueue(services) };
    },
    resumeMail: async (_parent, _args, { identity }) => {
      await operations.resumeMail(services, viewerOf(identity));
      return { mailQueue: await viewMailQueue(services) };
    },
    setMailQuota: async (_parent, { input }, { identity }) => {
      await operations.setMailQuota(services, viewerOf(identity), input.windows);
      return { mailQueue: await viewMailQueue(services) };
    },
  };
}
