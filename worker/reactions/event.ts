/** Hides what follows for mail when an event changes, is called off or is deleted. */
import type { DomainEvent } from '#platform/facts.ts';
import type { Notification } from '#mail/notification.ts';
import type { EventFacts } from '#mail/read-model.ts';
import { reminderTime } from '#mail/schedule.ts';
import { changeMails, scheduleMails } from '#mail/scheduling.ts';
import { eventMailWish, followEvent } from '#mail/wishes.ts';
import { addresseesAmong } from './addressees.ts';
import { isAutomatic } from './interest.ts';
import type { ReactionServices } from './services.ts';

type EventNews = Extract<DomainEvent, { readonly type: 'event.changed' | 'event.deleted' }>;

/** An event whose consequences are drawn. */
type Subject = { readonly id: string; readonly version: number; readonly facts: EventFacts; readonly requestId: string | null };

/** What a change mail tells of. */
type Whereabouts = Pick<EventFacts, 'startsAt' | 'endsAt' | 'place'>;

export async function followEventNews(services: ReactionServices, { type, id, version, facts, requestId }: EventNews): Promise<void> {
  const news = { id, version, facts: type === 'event.deleted' ? null : facts, isBirth: type === 'event.changed' && version === 1 };
  await services.readModel.events.advance(news, async (change) => {
    const { before, after } = change;
    if (after === null) {
      await callOff(services, { id, version: change.version, facts: before ?? facts, requestId }, { reason: 'the event was deleted', isNews: before?.status !== 'CANCELLED' });
      return;
    }
    const subject = { id, version: change.version, facts: after, requestId };
    if (after.status === 'CANCELLED') {
      await callOff(services, subject, { reason: 'the event was cancelled', isNews: before?.status !== 'CANCELLED' });
      return;
    }
    const mails = await services.store.ofEvent(id);
    await followAll(services, subject, mails);
    if (before !== null && before.startsAt < after.startsAt) await remindAgain(services, subject, mails);
    if (before !== null && !isSamePlaceAndTime(before, after)) await tellOfChange(services, subject, { before, mails });
  });
}

/** Every pending mail about the event gets its new times and words. */
async function followAll(services: ReactionServices, { facts }: Subject, mails: readonly Notification[]): Promise<void> {
  await changeMails(services, mails, { plan: (notification) => followEvent(notification, facts, services.lead), now: services.now() });
}

/** A reminder that went out for a start that was put off is of use once more, where no other comes so long before the new one. */
async function remindAgain(services: ReactionServices, subject: Subject, mails: readonly Notification[]): Promise<void> {
  const { id, version, facts } = subject;
  const now = services.now();
  const reminders = mails.filter(({ kind }) => kind === 'REMINDER');
  const interested = await services.readModel.interestedIn(id);
  const coming = new Set(reminders.filter(({ state }) => state === 'PENDING').map(momentOf));
  const isWanted = (reminder: Notification) => !isAutomatic(reminder) || interested.has(reminder.recipientId ?? '');
  const sent = new Map(reminders.filter((reminder) => reminder.state === 'SENT' && isWanted(reminder)).map((reminder) => [momentOf(reminder), reminder]));
  const wishes = [...sent].flatMap(([moment, { _id, recipientId, toEmail, anchor, cause }]) => {
    if (recipientId === null || anchor === null || coming.has(moment)) return [];
    const scheduledAt = reminderTime(facts, anchor.before);
    // An automatic one stays automatic, so that it goes when the interest goes.
    const again = `${cause ?? `again.${_id}`}.${version}`;
    return scheduledAt > now ? [{ ...wishOf(services, subject, { kind: 'REMINDER', recipientId, toEmail, scheduledAt, variables: {}, cause: again }), anchor }] : [];
  });
  await scheduleMails(services, wishes, now);
}

/** Whose reminder it is, and how long before the start. */
function momentOf({ recipientId, anchor }: Notification): string {
  return `${recipientId} ${anchor?.before}`;
}

/** One mail a person: a pending one already says what holds now, and one whose news was taken back is not needed. */
async function tellOfChange(services: ReactionServices, subject: Subject, { before, mails }: { readonly before: EventFacts; readonly mails: readonly Notification[] }): Promise<void> {
  const now = services.now();
  const pending = mails.filter(({ kind, state }) => kind === 'EVENT_CHANGED' && state === 'PENDING');
  const needless = pending.filter(({ variables }) => isSameText(variables['before'], whereaboutsOf(subject.facts)));
  await services.queue.withdraw(needless.map(({ _id }) => _id), 'the change was taken back', now);
  const told = new Set(pending.map(({ recipientId }) => recipientId));
  const untold = (await followersOf(services, subject.id, mails)).filter((userId) => !told.has(userId));
  const scheduledAt = new Date(now.getTime() + services.settleMs);
  const variables = { before: whereaboutsOf(before) };
  await writeTo(services, untold, ({ recipientId, toEmail }) =>
    wishOf(services, subject, { kind: 'EVENT_CHANGED', recipientId, toEmail, scheduledAt, variables, cause: `event-changed.${subject.id}.${subject.version}.${recipientId}` }));
}

/** Those who follow are told once, and nothing else about the event goes out any more. */
async function callOff(services: ReactionServices, subject: Subject, options: { readonly reason: string; readonly isNews: boolean }): Promise<void> {
  const now = services.now();
  const mails = await services.store.ofEvent(subject.id);
  if (options.isNews && Date.parse(subject.facts.startsAt) > now.getTime()) {
    const variables = { event: subject.facts };
    await writeTo(services, await followersOf(services, subject.id, mails), ({ recipientId, toEmail }) =>
      wishOf(services, subject, { kind: 'EVENT_CANCELLED', recipientId, toEmail, scheduledAt: now, variables, cause: `event-cancelled.${subject.id}.${recipientId}` }));
  }
  const pending = mails.length === 0 ? [] : await services.store.pendingOf({ eventIds: [subject.id] });
  const needless = pending.filter(({ kind }) => kind !== 'EVENT_CANCELLED');
  await services.queue.withdraw(needless.map(({ _id }) => _id), options.reason, now);
}

async function writeTo(services: ReactionServices, userIds: readonly string[], wish: (addressee: { recipientId: string; toEmail: string }) => ReturnType<typeof eventMailWish>): Promise<void> {
  const addressees = await addresseesAmong(services, userIds);
  await scheduleMails(services, addressees.map(wish), services.now());
}

type Wish = Pick<Parameters<typeof eventMailWish>[0], 'kind' | 'recipientId' | 'toEmail' | 'scheduledAt' | 'variables' | 'cause'>;

function wishOf({ lead }: ReactionServices, { id, facts, requestId }: Subject, wish: Wish): ReturnType<typeof eventMailWish> {
  return eventMailWish({ ...wish, eventId: id, event: facts, lead, requestId });
}

/** Who attends, waits for a place, or was or will be reminded of the event. */
async function followersOf({ readModel }: ReactionServices, eventId: string, mails: readonly Notification[]): Promise<string[]> {
  const attendees = await readModel.attendeesOf(eventId);
  return [...new Set([...attendees, ...mails.filter(isOfInterest).flatMap(({ recipientId }) => recipientId ?? [])])];
}

function isOfInterest({ kind, state }: Notification): boolean {
  if (kind !== 'REMINDER' && kind !== 'CUSTOM') return false;
  return state === 'PENDING' || state === 'SENDING' || state === 'SENT' || state === 'UNCERTAIN';
}

function whereaboutsOf({ startsAt, endsAt, place }: EventFacts): Whereabouts {
  return { startsAt, endsAt, place };
}

function isSamePlaceAndTime(one: EventFacts, other: EventFacts): boolean {
  return isSameText(whereaboutsOf(one), whereaboutsOf(other));
}

/** Facts are plain JSON whose fields always come in one order. */
function isSameText(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
