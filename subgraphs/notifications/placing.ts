/** Hides how one mail of a person is found, asked for and moved, whatever else happens at the same time. */
import { Duration } from 'luxon';
import { DomainError, badInput, notFound, unauthenticated } from '#platform/errors.ts';
import { isId } from '#platform/ids.ts';
import type { Viewer } from '#platform/identity.ts';
import type { Anchor, Notification } from '#mail/notification.ts';
import type { EventFacts } from '#mail/read-model.ts';
import { deadlineOf } from '#mail/schedule.ts';
import { scheduleAboutEvent, scheduleMails } from '#mail/scheduling.ts';
import { isAccountMail } from '#mail/notification.ts';
import type { NewNotification } from '#mail/notification-store.ts';
import { checkTime, ownAddress } from './checks.ts';
import type { Services } from './services.ts';

export type PlacingServices = Pick<Services, 'store' | 'queue' | 'readModel' | 'lookup' | 'now' | 'lead'>;

/** @throws DomainError NOT_FOUND for what is not the viewer's, unless the viewer is an admin */
export async function findOwn({ store }: Pick<Services, 'store'>, viewer: Viewer, id: string): Promise<Notification> {
  if (!isId(id)) throw notFound('notification');
  const notification = await store.get(id);
  if (!isVisible(notification, viewer)) throw notFound('notification');
  return notification;
}

/** What was erased is nobody's any more. */
export function isVisible(notification: Notification, viewer: Viewer): boolean {
  return notification.toEmail !== '' && (notification.recipientId === viewer.id || viewer.role === 'ADMIN');
}

/** @throws DomainError NOT_FOUND; CONFLICT for mail about the account itself */
export async function findChangeable(services: PlacingServices, viewer: Viewer, id: string): Promise<Notification> {
  const notification = await findOwn(services, viewer, id);
  if (isAccountMail(notification.kind)) throw new DomainError('CONFLICT', 'Mail about the account itself goes out as it is.');
  return notification;
}

export type Move = { readonly field: string; readonly scheduledAt: Date; readonly keepsAnchor: boolean };

/** @throws DomainError BAD_USER_INPUT on `field`; CONFLICT when it is being sent or final */
export async function moveTo(services: PlacingServices, notification: Notification, { field, scheduledAt, keepsAnchor }: Move): Promise<Notification> {
  const now = services.now();
  const event = notification.eventId === null ? null : await services.lookup.events.get(notification.eventId);
  const facts = event?.state === 'known' ? event.facts : null;
  const deadline = deadlineOf({ kind: notification.kind, scheduledAt, event: facts, lead: services.lead });
  checkTime({ field, at: scheduledAt, now, deadline });
  const anchor = keepsAnchor && notification.anchor !== null && facts !== null ? anchorAt(facts, scheduledAt) : null;
  return services.queue.reschedule(notification._id, { scheduledAt, deadline, anchor }, now);
}

/** A snoozed reminder still follows its event, from nearer by. */
export function anchorAt(event: EventFacts, scheduledAt: Date): Anchor {
  const before = Duration.fromMillis(Date.parse(event.startsAt) - scheduledAt.getTime()).shiftTo('hours', 'minutes', 'seconds').toISO();
  return { before: before ?? 'PT0S' };
}

/** Schedules one mail; `eventVersion` is that of the event when the wish was made. */
export async function ask(services: PlacingServices, eventVersion: number | null, wish: NewNotification): Promise<Notification> {
  const now = services.now();
  const scheduled = wish.eventId === null || eventVersion === null
    ? await scheduleMails(services, [wish], now)
    : await scheduleAboutEvent(services, { wishes: [wish], event: { id: wish.eventId, version: eventVersion }, now });
  const [notification] = scheduled;
  if (notification === undefined) throw new Error('a stored wish gave no notification');
  await refuseDeleted(services, notification);
  return notification;
}

/** An account that was deleted while its mail was being made may have been forgotten just before; the mail goes too. */
async function refuseDeleted({ readModel, store, queue, now }: PlacingServices, { _id, recipientId }: Notification): Promise<void> {
  if (recipientId === null || (await readModel.recipients.get(recipientId)).state !== 'deleted') return;
  await queue.withdraw([_id], 'the account was deleted', now());
  await store.erase([_id], now());
  throw unauthenticated();
}

type Wanted = { readonly wanted: string | undefined; readonly elsePrimary?: boolean };

/**
 * The person's own address: the wanted one, or the primary one where none is wanted (or, with `elsePrimary`, where that one cannot be).
 * @throws DomainError BAD_USER_INPUT on `toEmail`; the owner of addresses was asked before
 */
export async function addressOfOwn({ lookup }: PlacingServices, recipientId: string, { wanted, elsePrimary = false }: Wanted): Promise<string> {
  const stored = ownAddress(await lookup.recipients.get(recipientId), wanted);
  if ('address' in stored) return stored.address;
  const fresh = await lookup.recipients.getFresh(recipientId);
  const answer = ownAddress(fresh, wanted);
  const last = 'problem' in answer && elsePrimary ? ownAddress(fresh, undefined) : answer;
  if ('problem' in last) throw badInput('toEmail', last.problem);
  return last.address;
}
