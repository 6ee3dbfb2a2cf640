/** Hides how an organiser's announcement reaches those who attend: one mail a person, holding everything announced until it goes out. */
import type { DomainEvent } from '#platform/facts.ts';
import type { Notification } from '#mail/notification.ts';
import type { NotificationChange } from '#mail/notification-store.ts';
import { changeMails, scheduleMails } from '#mail/scheduling.ts';
import { eventMailWish } from '#mail/wishes.ts';
import { addresseesAmong } from './addressees.ts';
import type { ReactionServices } from './services.ts';

type Announcement = Extract<DomainEvent, { readonly type: 'announcement.created' }>;

const MAX_SUBJECT = 200;

export async function passOn(services: ReactionServices, announcement: Announcement): Promise<void> {
  const { id, facts, requestId } = announcement;
  const { eventId, subject, content } = facts;
  const now = services.now();
  const event = await services.lookup.events.get(eventId);
  if (event.state !== 'known' || event.facts.status === 'CANCELLED' || Date.parse(event.facts.startsAt) <= now.getTime()) return;

  const earlier = await services.store.ofEvent(eventId, ['ANNOUNCEMENT']);
  await changeMails(services, earlier, { plan: (notification) => withAnnouncement(notification, announcement), now });
  const served = new Set(earlier.filter((mail) => mail.state === 'PENDING' || holds(mail, id)).map(({ recipientId }) => recipientId));
  const unserved = (await services.readModel.attendeesOf(eventId)).filter((userId) => !served.has(userId));
  const wishes = (await addresseesAmong(services, unserved)).map((addressee) =>
    eventMailWish({
      ...addressee, kind: 'ANNOUNCEMENT', eventId, event: event.facts, scheduledAt: now, subject, content, lead: services.lead, requestId,
      variables: { announcements: [id] }, cause: `announcement.${id}.${addressee.recipientId}`,
    }));
  await scheduleMails(services, wishes, now);
}

/** The pending mail with one more announcement in it; null where it holds that one already. */
function withAnnouncement(mail: Notification, { id, facts }: Announcement): NotificationChange | null {
  if (holds(mail, id)) return null;
  return {
    subject: `${mail.subject} · ${facts.subject}`.slice(0, MAX_SUBJECT),
    content: `${mail.content}\n\n${facts.subject}\n\n${facts.content}`,
    variables: { ...mail.variables, announcements: [...announcementsOf(mail), id] },
  };
}

function holds(mail: Notification, announcementId: string): boolean {
  return announcementsOf(mail).includes(announcementId);
}

function announcementsOf({ variables }: Notification): readonly unknown[] {
  return Array.isArray(variables['announcements']) ? variables['announcements'] : [];
}
