/** Hides what a person may do with mail of their own: ask for it, move it, send it elsewhere, drop it. Nobody else's mail exists for them. */
import { Duration } from 'luxon';
import { DomainError, badInput, notFound } from '#platform/errors.ts';
import { isId } from '#platform/ids.ts';
import type { Viewer } from '#platform/identity.ts';
import { currentRequestId } from '#platform/request-scope.ts';
import type { Anchor, Notification } from '#mail/notification.ts';
import type { EventFacts } from '#mail/read-model.ts';
import { deadlineOf, reminderTime, snoozedTime } from '#mail/schedule.ts';
import { changeMails, scheduleMails } from '#mail/scheduling.ts';
import { eventMailWish, followEvent, isAccountMail } from '#mail/wishes.ts';
import type { NewNotification } from '#mail/notification-store.ts';
import { checkContent, checkSubject, checkTime, eventProblem, ownAddress } from './checks.ts';
import type {
  ChangeNotificationEmailInput, CreateNotificationInput, RescheduleNotificationInput, ScheduleReminderInput, SnoozeNotificationInput,
} from './schema.types.ts';
import type { Services } from './services.ts';

const DELETED = 'deleted by its recipient';
const LONGEST_SNOOZE_MS = 366 * 86_400_000;

export type DeskServices = Pick<Services, 'store' | 'queue' | 'readModel' | 'lookup' | 'now' | 'lead'>;

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

export async function createNotification(services: DeskServices, viewer: Viewer, input: CreateNotificationInput): Promise<Notification> {
  const now = services.now();
  const subject = checkSubject(input.subject);
  const content = checkContent(input.content);
  const eventId = input.eventId ?? null;
  const known = eventId === null ? null : await eventOf(services, eventId);
  const { scheduledAt } = input;
  const deadline = deadlineOf({ kind: 'CUSTOM', scheduledAt, event: known?.facts ?? null, lead: services.lead });
  checkTime({ field: 'scheduledAt', at: scheduledAt, now, deadline });
  const toEmail = await addressOfOwn(services, viewer.id, input.toEmail ?? undefined);
  return ask(services, known?.version ?? null, {
    kind: 'CUSTOM', recipientId: viewer.id, toEmail, subject, content, variables: {}, eventId, anchor: null, cause: null, scheduledAt, deadline, requestId: currentRequestId(),
  });
}

export async function scheduleReminder(services: DeskServices, viewer: Viewer, input: ScheduleReminderInput): Promise<Notification> {
  const now = services.now();
  const { eventId } = input;
  const at = input.at ?? null;
  const before = input.before ?? null;
  if ((at === null) === (before === null)) throw badInput('at', 'Give exactly one of at and before.');
  const { facts: event, version } = await eventOf(services, eventId);
  const anchor = before === null ? null : { before };
  const scheduledAt = at ?? reminderTime(event, before ?? 'PT0S');
  const toEmail = await addressOfOwn(services, viewer.id, input.toEmail ?? undefined);
  const wish = eventMailWish({
    kind: 'REMINDER', eventId, event, recipientId: viewer.id, toEmail, scheduledAt, lead: services.lead, cause: null, requestId: currentRequestId(), ...(anchor === null ? {} : { anchor }),
  });
  checkTime({ field: before === null ? 'at' : 'before', at: scheduledAt, now, deadline: wish.deadline });
  const present = (await services.store.remindersOf(viewer.id, [eventId])).find((reminder) => isSameReminder(reminder, wish));
  return present ?? ask(services, version, wish);
}

export async function rescheduleNotification(services: DeskServices, viewer: Viewer, input: RescheduleNotificationInput): Promise<Notification> {
  const notification = await findChangeable(services, viewer, input.id);
  return moveTo(services, notification, { field: 'scheduledAt', scheduledAt: input.scheduledAt, keepsAnchor: false });
}

export async function snoozeNotification(services: DeskServices, viewer: Viewer, input: SnoozeNotificationInput): Promise<Notification> {
  const notification = await findChangeable(services, viewer, input.id);
  const now = services.now();
  const scheduledAt = snoozedTime({ scheduledAt: notification.scheduledAt, by: input.by, now });
  if (scheduledAt.getTime() - Math.max(now.getTime(), notification.scheduledAt.getTime()) > LONGEST_SNOOZE_MS) throw badInput('by', 'A snooze lasts a year at most.');
  return moveTo(services, notification, { field: 'by', scheduledAt, keepsAnchor: true });
}

export async function changeNotificationEmail(services: DeskServices, viewer: Viewer, input: ChangeNotificationEmailInput): Promise<Notification> {
  const { _id, recipientId } = await findChangeable(services, viewer, input.id);
  if (recipientId === null) throw new DomainError('CONFLICT', 'This mail is for no account.');
  const toEmail = await addressOfOwn(services, recipientId, input.toEmail);
  return services.queue.reschedule(_id, { toEmail }, services.now());
}

/** Withdraws and erases; only the fact that there was a mail remains. */
export async function deleteNotification(services: DeskServices, viewer: Viewer, id: string): Promise<string> {
  const { _id } = await findChangeable(services, viewer, id);
  const now = services.now();
  const [ended] = await services.queue.withdraw([_id], DELETED, now);
  const { state, stateReason } = ended ?? (await services.store.get(_id));
  if (stateReason !== DELETED) throw new DomainError('CONFLICT', `The notification can no longer be withdrawn: it is ${state.toLowerCase()}.`);
  await services.store.erase([_id], now);
  return _id;
}

async function findChangeable(services: DeskServices, viewer: Viewer, id: string): Promise<Notification> {
  const notification = await findOwn(services, viewer, id);
  if (isAccountMail(notification.kind)) throw new DomainError('CONFLICT', 'Mail about the account itself goes out as it is.');
  return notification;
}

type Move = { readonly field: string; readonly scheduledAt: Date; readonly keepsAnchor: boolean };

async function moveTo(services: DeskServices, notification: Notification, { field, scheduledAt, keepsAnchor }: Move): Promise<Notification> {
  const now = services.now();
  const event = notification.eventId === null ? null : await services.lookup.events.get(notification.eventId);
  const facts = event?.state === 'known' ? event.facts : null;
  const deadline = deadlineOf({ kind: notification.kind, scheduledAt, event: facts, lead: services.lead });
  checkTime({ field, at: scheduledAt, now, deadline });
  const anchor = keepsAnchor && notification.anchor !== null && facts !== null ? anchorAt(facts, scheduledAt) : null;
  return services.queue.reschedule(notification._id, { scheduledAt, deadline, anchor }, now);
}

/** A snoozed reminder still follows its event, from nearer by. */
function anchorAt(event: EventFacts, scheduledAt: Date): Anchor {
  const before = Duration.fromMillis(Date.parse(event.startsAt) - scheduledAt.getTime()).shiftTo('hours', 'minutes', 'seconds').toISO();
  return { before: before ?? 'PT0S' };
}

function isSameReminder(reminder: Notification, wish: NewNotification): boolean {
  return reminder.scheduledAt.getTime() === wish.scheduledAt.getTime() && reminder.toEmail === wish.toEmail && reminder.anchor?.before === wish.anchor?.before;
}

/** @throws DomainError NOT_FOUND, or BAD_USER_INPUT where it is cancelled or has started; its owner was asked before */
async function eventOf({ lookup, readModel, now }: DeskServices, eventId: string): Promise<{ readonly facts: EventFacts; readonly version: number }> {
  if (!isId(eventId)) throw notFound('event');
  const version = await readModel.events.versionOf(eventId);
  const stored = await lookup.events.get(eventId);
  const event = eventProblem(stored, now()) === null ? stored : await lookup.events.getFresh(eventId);
  if (event.state !== 'known') throw notFound('event');
  const problem = eventProblem(event, now());
  if (problem !== null) throw badInput('eventId', problem);
  return { facts: event.facts, version };
}

/** @throws DomainError BAD_USER_INPUT on `toEmail`; the owner of addresses was asked before */
async function addressOfOwn({ lookup }: DeskServices, recipientId: string, wanted: string | undefined): Promise<string> {
  const stored = ownAddress(await lookup.recipients.get(recipientId), wanted);
  const answer = 'address' in stored ? stored : ownAddress(await lookup.recipients.getFresh(recipientId), wanted);
  if ('problem' in answer) throw badInput('toEmail', answer.problem);
  return answer.address;
}

/** Schedules one mail; where its event changed while it was being made, it follows at once, for the reactions may have passed it by. */
async function ask(services: DeskServices, eventVersion: number | null, wish: NewNotification): Promise<Notification> {
  const now = services.now();
  const [notification] = await scheduleMails(services, [wish], now);
  if (notification === undefined) throw new Error('a stored wish gave no notification');
  if (notification.eventId === null || (await services.readModel.events.versionOf(notification.eventId)) === eventVersion) return notification;
  const event = await services.readModel.events.get(notification.eventId);
  if (event.state === 'known' && event.facts.status === 'SCHEDULED') {
    await changeMails(services, [notification], { plan: (mail) => followEvent(mail, event.facts, services.lead), now });
  } else await services.queue.withdraw([notification._id], 'the event was cancelled', now);
  return services.store.get(notification._id);
}
