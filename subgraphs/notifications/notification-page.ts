/** Hides what a page of notifications remembers of the question it answers. */
import type { Notification } from '#mail/notification.ts';
import type { NotificationFilter } from '#mail/notification-store.ts';
import type { Connection } from '#platform/pagination.ts';

/** `filter` is what `totalCount` counts, where somebody asks for it. */
export type NotificationPage = Connection<Notification> & { readonly filter: NotificationFilter };
