/** Hides what a person may do with mail of their own: ask for it, move it, send it elsewhere, drop it. Nobody else's mail exists for them. */
import { DomainError, badInput, notFound } from '#platform/errors.ts';
import { isId } from '#platform/ids.ts';
import type { Viewer } from '#platform/identity.ts';
import { currentRequestId } from '#platform/request-scope.ts';
import type { Notification } from '#mail/notification.ts';
import type { EventFacts } from '#mail/read-model.ts';
import { deadlineOf, reminderTime } from '#mail/schedule.ts';
import { eventMailWish } from '#mail/wishes.ts';
import type { NewNotification } from '#mail/notification-store.ts';
import { checkContent, checkSubject, checkTime, eventProblem, mutedReason } from './checks.ts';
import type {
  ChangeNotificationEmailInput, CreateNotificationInput, RescheduleNotificationInput, ScheduleReminderInput,
} from './schema.types.ts';
import { addressOfOwn, ask, findChangeable, moveTo } from './placing.ts';
import type { PlacingServices } from './placing.ts';

const DELETED = 'deleted by its recipient';

export async function createNotification(services: PlacingServices, viewer: Viewer, input: CreateNotificationInput): Promise<Notification> {
  const now = services.now();
  const subject = checkSubject(input.subject);
  const content = checkContent(input.content);
  const eventId = input.eventId ?? null;
  const known = eventId === null ? null : await eventOf(services, eventId);
  const { scheduledAt } = input;
  const deadline = deadlineOf({ kind: 'CUSTOM', scheduledAt, event: known?.facts ?? null, lead: services.lead });
  checkTime({ field: 'scheduledAt', at: scheduledAt, now, deadline });
  const toEmail = await addressOfOwn(services, viewer.id, { wanted: input.toEmail ?? undefined });
  return ask(services, known?.version ?? null, {
    kind: 'CUSTOM', recipientId: viewer.id, toEmail, subject, content, variables: {}, eventId, anchor: null, cause: null, scheduledAt, deadline, requestId: currentRequestId(),
  });
}

export async function scheduleReminder(services: PlacingServices, viewer: Viewer, input: ScheduleReminderInput): Promise<Notification> {
  const now = services.now();
  const { eventId } = input;
  const at = input.at ?? null;
  const before = input.before ?? null;
  if ((at === null) === (before === null)) throw badInput('at', 'Give exactly one of at and before.');
  const { facts: event, version } = await eventOf(services, eventId);
  const anchor = before === null ? null : { before };
  const scheduledAt = at ?? reminderTime(event, before ?? 'PT0S');
  await refuseMuted(services, viewer.id, event);
  const toEmail = await addressOfOwn(services, viewer.id, { wanted: input.toEmail ?? undefined });
  const wish = eventMailWish({
    kind: 'REMINDER', eventId, event, recipientId: viewer.id, toEmail, scheduledAt, lead: services.lead, cause: null, requestId: currentRequestId(), ...(anchor === null ? {} : { anchor }),
  });
  checkTime({ field: before === null ? 'at' : 'before', at: scheduledAt, now, deadline: wish.deadline });
  const present = (await services.store.remindersOf(viewer.id, [eventId])).find((reminder) => isSameReminder(reminder, wish));
  return present ?? ask(services, version, wish);
}

export async function rescheduleNotification(services: PlacingServices, viewer: Viewer, input: RescheduleNotificationInput): Promise<Notification> {
  const notification = await findChangeable(services, viewer, input.id);
  return moveTo(services, notification, { field: 'scheduledAt', scheduledAt: input.scheduledAt, keepsAnchor: false });
}

export async function changeNotificationEmail(services: PlacingServices, viewer: Viewer, input: ChangeNotificationEmailInput): Promise<Notification> {
  const { _id, recipientId } = await findChangeable(services, viewer, input.id);
  if (recipientId === null) throw new DomainError('CONFLICT', 'This mail is for no account.');
  const toEmail = await addressOfOwn(services, recipientId, { wanted: input.toEmail });
  return services.queue.reschedule(_id, { toEmail }, services.now());
}

/** Withdraws and erases; only the fact that there was a mail remains. */
export async function deleteNotification(services: PlacingServices, viewer: Viewer, id: string): Promise<string> {
  const { _id } = await findChangeable(services, viewer, id);
  const now = services.now();
  const [ended] = await services.queue.withdraw([_id], DELETED, now);
  const { state, stateReason } = ended ?? (await services.store.get(_id));
  if (stateReason !== DELETED) throw new DomainError('CONFLICT', `The notification can no longer be withdrawn: it is ${state.toLowerCase()}.`);
  await services.store.erase([_id], now);
  return _id;
}

function isSameReminder(reminder: Notification, wish: NewNotification): boolean {
  return reminder.scheduledAt.getTime() === wish.scheduledAt.getTime() && reminder.toEmail === wish.toEmail && reminder.anchor?.before === wish.anchor?.before;
}

/** A promise that would be broken when its time comes is not made. @throws DomainError CONFLICT; the owner of preferences was asked before */
async function refuseMuted({ lookup }: PlacingServices, recipientId: string, event: EventFacts): Promise<void> {
  if (mutedReason(await lookup.recipients.get(recipientId), event) === null) return;
  const reason = mutedReason(await lookup.recipients.getFresh(recipientId), event);
  if (reason !== null) throw new DomainError('CONFLICT', reason);
}

/** @throws DomainError NOT_FOUND, or BAD_USER_INPUT where it is cancelled or has started; its owner was asked before */
async function eventOf({ lookup, readModel, now }: PlacingServices, eventId: string): Promise<{ readonly facts: EventFacts; readonly version: number }> {
  if (!isId(eventId)) throw notFound('event');
  const version = await readModel.events.versionOf(eventId);
  const stored = await lookup.events.get(eventId);
  const event = eventProblem(stored, now()) === null ? stored : await lookup.events.getFresh(eventId);
  if (event.state !== 'known') throw notFound('event');
  const problem = eventProblem(event, now());
  if (problem !== null) throw badInput('eventId', problem);
  return { facts: event.facts, version };
}
