/** Hides what follows for mail when an account asks for a mail, changes or goes. */
import type { DomainEvent } from '#platform/facts.ts';
import { isAccountMail } from '#mail/notification.ts';
import type { Notification } from '#mail/notification.ts';
import type { NotificationChange } from '#mail/notification-store.ts';
import { addressOf, primaryAddressOf } from '#mail/read-model.ts';
import type { RecipientFacts } from '#mail/read-model.ts';
import { changeMails, scheduleMails } from '#mail/scheduling.ts';
import { accountMailWish, usableAddressOf } from '#mail/wishes.ts';
import { remindOfInterests } from './interest.ts';
import type { ReactionServices } from './services.ts';

type Of<Type extends DomainEvent['type']> = Extract<DomainEvent, { readonly type: Type }>;

export async function sendAccountMail(services: ReactionServices, { id, facts, requestId }: Of<'account-mail.requested'>): Promise<void> {
  const now = services.now();
  await scheduleMails(services, [accountMailWish(id, facts, { now, requestId })], now);
}

/** Mail that quiet hours put off is looked at again when they change; pending mail follows the person to a new primary address; where none could be written to before, what they like and attend brings its reminders now. */
export async function followAccount(services: ReactionServices, { id, version, facts, requestId }: Of<'user.changed'>): Promise<void> {
  await services.readModel.recipients.advance({ id, version, facts }, async ({ before, after }) => {
    if (after === null || before === null) return;
    if (!isQuietAlike(before, after)) await services.queue.rescheduleMany(await services.store.postponedOf(id), services.now());
    const pending = await services.store.pendingOf({ recipientId: id });
    await changeMails(services, pending, { plan: (notification) => moveToPrimary(notification, before, after), now: services.now() });
    if (usableAddressOf(before) === null && usableAddressOf(after) !== null) await remindOfInterests(services, id, requestId);
  });
}

/** Whether both would be disturbed at the same times. */
function isQuietAlike(before: RecipientFacts, after: RecipientFacts): boolean {
  const [one, other] = [before.preferences.quietHours, after.preferences.quietHours];
  return one?.from === other?.from && one?.to === other?.to && (one === null || before.timeZone === after.timeZone);
}

/** A mail goes elsewhere when its address is the person's no more, or was the primary one and another is now. */
function moveToPrimary({ kind, toEmail }: Notification, before: RecipientFacts, after: RecipientFacts): NotificationChange | null {
  const primary = primaryAddressOf(after);
  if (isAccountMail(kind) || primary === undefined || primary.address === toEmail) return null;
  const wasPrimary = addressOf(before, toEmail)?.primary === true;
  return wasPrimary || addressOf(after, toEmail) === undefined ? { toEmail: primary.address } : null;
}

/** Withdraws everything pending and erases the person from everything else; what remains counts mails for the quota and names nobody. */
export async function forgetAccount({ readModel, store, queue, now }: ReactionServices, { id, version }: Of<'user.deleted'>): Promise<void> {
  await readModel.recipients.advance({ id, version, facts: null }, async () => {
    const pending = await store.pendingOf({ recipientId: id });
    await queue.withdraw(pending.map(({ _id }) => _id), 'the account was deleted', now());
    await store.eraseRecipient(id, now());
    await readModel.forgetInterestsOf(id);
  });
}
