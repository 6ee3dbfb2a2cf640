/** Hides where organisers' announcements are kept until they are published. */
import type { Collections } from './collections.ts';

export type Announcement = {
  readonly id: string;
  readonly eventId: string;
  readonly organizerId: string;
  readonly subject: string;
  readonly content: string;
  readonly createdAt: Date;
};

export type AnnouncementStore = { readonly create: (announcement: Announcement) => Promise<void> };

/** `publish` is the outbox's. */
export function createAnnouncementStore({ announcements }: Pick<Collections, 'announcements'>, publish: (id: string) => Promise<void>): AnnouncementStore {
  return {
    create: async ({ id, ...announcement }) => {
      await announcements.insertOne({ ...announcement, _id: id, version: 1, unpublished: true });
      await publish(id);
    },
  };
}
