/** Hides what follows for mail when somebody likes, attends or leaves an event: reminders of their own accord, and word to those concerned. */
import { createHash } from 'node:crypto';
import type { DomainEvent } from '#platform/facts.ts';
import type { Notification, NotificationKind } from '#mail/notification.ts';
import type { EventFacts, RecipientFacts } from '#mail/read-model.ts';
import { scheduleAboutEvent } from '#mail/scheduling.ts';
import { reminderTime } from '#mail/schedule.ts';
import { eventMailWish, usableAddressOf } from '#mail/wishes.ts';
import { addresseesAmong } from './addressees.ts';
import type { ReactionServices } from './services.ts';

type LikeNews = Extract<DomainEvent, { readonly type: 'like.changed' }>;
type AttendanceNews = Extract<DomainEvent, { readonly type: 'attendance.changed' }>;

/** An interest that began or ended; `occasion` names it once and for all. */
type Interest = { readonly eventId: string; readonly userId: string; readonly occasion: string; readonly requestId: string | null };

/** Begins the cause of every reminder that nobody asked for by name. */
const AUTOMATIC = 'automatic.';

/** Whether a reminder came of a like or a place, and goes with it. */
export function isAutomatic({ cause }: Pick<Notification, 'cause'>): boolean {
  return cause?.startsWith(AUTOMATIC) === true;
}

export async function followLike(services: ReactionServices, { id, version, facts, requestId }: LikeNews): Promise<void> {
  if (!(await isAccount(services, facts.userId))) return;
  await services.readModel.likes.advance({ id, version, facts }, async (change) => {
    const interest = { eventId: facts.eventId, userId: facts.userId, occasion: `like-${change.version}`, requestId };
    await (change.after?.liked === true ? addReminders(services, interest) : dropReminders(services, interest));
  });
}

export async function followAttendance(services: ReactionServices, { id, version, facts, requestId }: AttendanceNews): Promise<void> {
  if (!(await isAccount(services, facts.userId))) return;
  await services.readModel.attendances.advance({ id, version, facts }, async (change) => {
    const before = change.before?.attendance ?? 'LEFT';
    const after = change.after?.attendance ?? 'LEFT';
    if (before === after) return;
    const interest = { eventId: facts.eventId, userId: facts.userId, occasion: `attendance-${change.version}`, requestId };
    switch (after) {
      case 'GOING':
        await takeBack(services, interest, { kinds: ['ATTENDANCE_WAITLISTED'], reason: 'a place has become free' });
        await addReminders(services, interest);
        await write(services, interest, { kind: 'ATTENDANCE_CONFIRMED', to: 'attendee' });
        if (!(await takeBack(services, interest, { kinds: ['ATTENDEE_LEFT'], reason: 'the attendee is back' }))) await write(services, interest, { kind: 'ATTENDEE_JOINED', to: 'organizer' });
        return;
      case 'WAITLISTED':
        await write(services, interest, { kind: 'ATTENDANCE_WAITLISTED', to: 'attendee' });
        return;
      case 'LEFT':
        await dropReminders(services, interest);
        await takeBack(services, interest, { kinds: ['ATTENDANCE_CONFIRMED', 'ATTENDANCE_WAITLISTED'], reason: 'the attendee has left' });
        if (before !== 'GOING' || (await takeBack(services, interest, { kinds: ['ATTENDEE_JOINED'], reason: 'the attendee has left' }))) return;
        await write(services, interest, { kind: 'ATTENDEE_LEFT', to: 'organizer' });
        return;
      default:
        after satisfies never;
    }
  });
}

/** The reminders of everything that the person likes or attends: for an address that can be written to only now. */
export async function remindOfInterests(services: ReactionServices, userId: string, requestId: string | null): Promise<void> {
  const { readModel } = services;
  const { likes, attendances } = await readModel.interestsOf(userId);
  for (const { eventId, liked } of likes) {
    if (liked) await addReminders(services, { eventId, userId, requestId, occasion: `like-${await readModel.likes.versionOf(`${eventId}.${userId}`)}` });
  }
  for (const { eventId, attendance } of attendances) {
    if (attendance === 'GOING') await addReminders(services, { eventId, userId, requestId, occasion: `attendance-${await readModel.attendances.versionOf(`${eventId}.${userId}`)}` });
  }
}

/** The reminders that the person's preferences ask for, save those that are too late or there already. */
async function addReminders(services: ReactionServices, { eventId, userId, occasion, requestId }: Interest): Promise<void> {
  const now = services.now();
  const version = await services.readModel.events.versionOf(eventId);
  const [event, recipient] = await Promise.all([services.lookup.events.get(eventId), services.lookup.recipients.get(userId)]);
  if (event.state !== 'known' || recipient.state !== 'known' || !isWanted(event.facts, recipient.facts)) return;
  const toEmail = usableAddressOf(recipient.facts);
  if (toEmail === null) return;
  const present = new Set((await services.store.remindersOf(userId, [eventId])).map(({ anchor }) => anchor?.before));
  const wishes = [...new Set(recipient.facts.preferences.reminderBefore)]
    .filter((before) => !present.has(before))
    .map((before) => ({ before, scheduledAt: reminderTime(event.facts, before) }))
    .filter(({ scheduledAt }) => scheduledAt > now)
    .map(({ before, scheduledAt }) =>
      eventMailWish({
        kind: 'REMINDER', eventId, event: event.facts, recipientId: userId, toEmail, scheduledAt, anchor: { before }, lead: services.lead, requestId,
        cause: `${AUTOMATIC}${eventId}.${userId}.${before}.${occasion}`,
      }));
  await scheduleAboutEvent(services, { wishes, event: { id: eventId, version }, now });
}

function isWanted(event: EventFacts, { preferences, disabled }: RecipientFacts): boolean {
  if (disabled || event.status === 'CANCELLED' || preferences.mutedKinds.includes('REMINDER')) return false;
  return !event.topics.some((topic) => preferences.mutedTopics.includes(topic));
}

/** Reminders that came of themselves go of themselves, once neither a like nor a place holds them. */
async function dropReminders({ store, queue, readModel, now }: ReactionServices, { eventId, userId }: Interest): Promise<void> {
  if (await readModel.isInterested(eventId, userId)) return;
  const reminders = await store.remindersOf(userId, [eventId]);
  const automatic = reminders.filter(isAutomatic);
  await queue.withdraw(automatic.map(({ _id }) => _id), 'the event is no longer liked or attended', now());
}

type Moot = { readonly kinds: readonly NotificationKind[]; readonly reason: string };

/** What was still to be said of somebody's place and no longer holds is not said; whether there was any. */
async function takeBack({ store, queue, now }: ReactionServices, interest: Interest, { kinds, reason }: Moot): Promise<boolean> {
  const moot = (await Promise.all(kinds.map((kind) => store.pendingCausedBy(causeOf(kind, interest))))).flat();
  const ended = await queue.withdraw(moot.map(({ _id }) => _id), reason, now());
  return ended.length > 0;
}

/** Begins the cause of a word about somebody's place. Those who are told outlive the account that it is about, so its id is not kept with them. */
function causeOf(kind: NotificationKind, { eventId, userId }: Interest): string {
  return `${kind}.${eventId}.${createHash('sha256').update(userId).digest('hex').slice(0, 32)}.`;
}

type Word = { readonly kind: NotificationKind; readonly to: 'attendee' | 'organizer' };

/** Tells the attendee, or the organiser unless they attend their own event. */
async function write(services: ReactionServices, interest: Interest, { kind, to }: Word): Promise<void> {
  const { eventId, userId, occasion, requestId } = interest;
  const now = services.now();
  const version = await services.readModel.events.versionOf(eventId);
  const event = await services.lookup.events.get(eventId);
  if (event.state !== 'known' || event.facts.status === 'CANCELLED' || Date.parse(event.facts.startsAt) <= now.getTime()) return;
  const { facts } = event;
  const isOrganizerAway = facts.organizerId === '' || facts.organizerId === userId;
  if (to === 'organizer' && isOrganizerAway) return;
  const addressees = await addresseesAmong(services, [to === 'attendee' ? userId : facts.organizerId]);
  const wishes = addressees.map((addressee) =>
    eventMailWish({ ...addressee, kind, eventId, event: facts, scheduledAt: now, lead: services.lead, requestId, cause: `${causeOf(kind, interest)}${occasion}` }));
  await scheduleAboutEvent(services, { wishes, event: { id: eventId, version }, now });
}

/** A late fact about somebody who is gone must not bring them back. */
async function isAccount({ readModel }: ReactionServices, userId: string): Promise<boolean> {
  return (await readModel.recipients.get(userId)).state !== 'deleted';
}
