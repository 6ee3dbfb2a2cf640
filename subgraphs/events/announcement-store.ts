/** Hides where organisers' announcements are kept until they are published. */
import type { Collections, StoredAnnouncement } from './collections.ts';

export type Announcement = {
  readonly id: string;
  readonly eventId: string;
  readonly organizerId: string;
  readonly subject: string;
  readonly content: string;
  readonly createdAt: Date;
};

export type AnnouncementStore = { readonly create: (announcement: Announcement) => Promise<void> };

/** `publish` is the outbox's: called once an announcement is written. */
export function createAnnouncementStore({ announcements }: Pick<Collections, 'announcements'>, publish: (written: StoredAnnouncement) => Promise<void>): AnnouncementStore {
  return {
    create: async ({ id, ...announcement }) => {
      const written: StoredAnnouncement = { ...announcement, _id: id, version: 1, unpublished: true };
      await announcements.insertOne(written);
      await publish(written);
    },
  };
}
