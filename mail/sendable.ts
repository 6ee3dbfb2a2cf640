/** Hides the last check before a token is taken: is the mail still wanted, by whom, and now? */
import { isAccountMail } from './notification.ts';
import type { Notification, NotificationKind } from './notification.ts';
import { addressOf } from './read-model.ts';
import type { EventFacts, Known, RecipientFacts } from './read-model.ts';
import { afterQuietHours } from './schedule.ts';

/** Goes even to a suppressed address. */
const SECURITY_KINDS: ReadonlySet<NotificationKind> = new Set(['EMAIL_VERIFICATION', 'EMAIL_CHANGED', 'PASSWORD_RESET']);

/** `drop` leaves the notification alone (the job is not its newest, or a digest carries it); `postpone` gives it a new due time; `final` ends it with a reason, for no token. */
export type SendDecision =
  | { readonly action: 'send' }
  | { readonly action: 'drop'; readonly reason: string }
  | { readonly action: 'postpone'; readonly until: Date; readonly reason: string }
  | { readonly action: 'final'; readonly state: 'EXPIRED' | 'WITHDRAWN'; readonly reason: string };

export type SendInput = {
  readonly notification: Pick<Notification, 'revision' | 'state' | 'digestId' | 'kind' | 'lane' | 'recipientId' | 'toEmail' | 'eventId' | 'scheduledAt' | 'deadline'>;
  /** The job's, which is older than the notification's once somebody changed it. */
  readonly revision: number;
  /** Of `eventId`; ignored where that is null. `unknown` refuses nothing. */
  readonly event: Known<EventFacts>;
  /** Of `recipientId`; ignored where that is null. `unknown` refuses nothing. */
  readonly recipient: Known<RecipientFacts>;
  readonly now: Date;
};

const SEND: SendDecision = { action: 'send' };

/** Decides what becomes of a mail whose turn has come. */
export function decideSend(input: SendInput): SendDecision {
  return jobRefusal(input) ?? eventRefusal(input) ?? timeRefusal(input) ?? recipientRefusal(input) ?? quietHoursRefusal(input) ?? SEND;
}

function jobRefusal({ notification, revision, now }: SendInput): SendDecision | null {
  if (notification.state !== 'PENDING') return { action: 'drop', reason: `already ${notification.state.toLowerCase()}` };
  if (notification.digestId !== null) return { action: 'drop', reason: 'a digest carries it' };
  if (notification.revision !== revision) return { action: 'drop', reason: 'superseded by a newer revision' };
  if (notification.scheduledAt > now) return { action: 'postpone', until: notification.scheduledAt, reason: 'not due yet' };
  return null;
}

function eventRefusal({ notification, event, now }: SendInput): SendDecision | null {
  if (notification.eventId === null || event.state === 'unknown') return null;
  const tellsTheEnd = notification.kind === 'EVENT_CANCELLED';
  if (event.state === 'deleted') return tellsTheEnd ? null : withdrawn('the event was deleted');
  if (event.facts.status === 'CANCELLED' && !tellsTheEnd) return withdrawn('the event was cancelled');
  if (Date.parse(event.facts.startsAt) <= now.getTime()) return expired('the event has started');
  return null;
}

function timeRefusal({ notification, now }: SendInput): SendDecision | null {
  return now > notification.deadline ? expired('its deadline passed before quota was free') : null;
}

function recipientRefusal({ notification, event, recipient }: SendInput): SendDecision | null {
  if (notification.recipientId === null || recipient.state === 'unknown') return null;
  if (recipient.state === 'deleted') return withdrawn('the account was deleted');
  if (recipient.facts.disabled) return withdrawn('the account is disabled');
  return addressRefusal(notification, recipient.facts) ?? mutedRefusal(notification, event, recipient.facts);
}

function addressRefusal({ kind, toEmail }: SendInput['notification'], recipient: RecipientFacts): SendDecision | null {
  const address = addressOf(recipient, toEmail);
  if (address !== undefined && address.suppressedReason !== null && !SECURITY_KINDS.has(kind)) return withdrawn(`the address is suppressed: ${address.suppressedReason}`);
  if (isAccountMail(kind)) return null;
  if (address === undefined) return withdrawn('the address no longer belongs to the recipient');
  return address.verified ? null : withdrawn('the address is not verified');
}

function mutedRefusal(notification: SendInput['notification'], event: SendInput['event'], { preferences }: RecipientFacts): SendDecision | null {
  if (isAccountMail(notification.kind)) return null;
  if (preferences.mutedKinds.includes(notification.kind)) return withdrawn('the recipient muted this kind of mail');
  const isOwnWish = notification.kind === 'CUSTOM';
  if (isOwnWish || notification.eventId === null || event.state !== 'known') return null;
  const muted = event.facts.topics.find((topic) => preferences.mutedTopics.includes(topic));
  return muted === undefined ? null : withdrawn(`the recipient muted the topic ${muted}`);
}

function quietHoursRefusal({ notification, recipient, now }: SendInput): SendDecision | null {
  if (isAccountMail(notification.kind) || notification.recipientId === null || recipient.state !== 'known') return null;
  const until = afterQuietHours({ at: now, deadline: notification.deadline, recipient: recipient.facts });
  return until > now ? { action: 'postpone', until, reason: 'the recipient has quiet hours' } : null;
}

function withdrawn(reason: string): SendDecision {
  return { action: 'final', state: 'WITHDRAWN', reason };
}

function expired(reason: string): SendDecision {
  return { action: 'final', state: 'EXPIRED', reason };
}
