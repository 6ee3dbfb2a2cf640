/** Hides what may be asked of a mail: words of a sensible length, times that are still to come, events that still take place. Pure. */
import { badInput } from '#platform/errors.ts';
import type { EventFacts, Known, RecipientFacts } from '#mail/read-model.ts';
import { addressOf, primaryAddressOf } from '#mail/read-model.ts';

const MAX_SUBJECT = 200;
const MAX_CONTENT = 10_000;
/** Clocks of callers differ. */
const SKEW_MS = 60_000;
const FURTHEST_MS = 5 * 366 * 86_400_000;

/** One line without control characters. */
export function checkSubject(subject: string): string {
  const trimmed = subject.trim();
  if (trimmed === '' || trimmed.length > MAX_SUBJECT) throw badInput('subject', `A subject has 1 to ${MAX_SUBJECT} characters.`);
  if (/\p{Cc}/u.test(trimmed)) throw badInput('subject', 'A subject is one line without control characters.');
  return trimmed;
}

export function checkContent(content: string): string {
  if (content.trim() === '' || content.length > MAX_CONTENT) throw badInput('content', `The content has 1 to ${MAX_CONTENT} characters.`);
  return content;
}

export type TimeCheck = { readonly field: string; readonly at: Date; readonly now: Date; readonly deadline: Date };

/** A time from about now to five years ahead, before the mail is of no use. */
export function checkTime({ field, at, now, deadline }: TimeCheck): void {
  if (at.getTime() < now.getTime() - SKEW_MS) throw badInput(field, 'This time has passed.');
  if (at.getTime() > now.getTime() + FURTHEST_MS) throw badInput(field, 'This is more than five years ahead.');
  if (at > deadline) throw badInput(field, 'By then the mail would be of no use: the event has started, or is just about to.');
}

/** Why no mail can be asked for about an event; null where it can. */
export function eventProblem(event: Known<EventFacts>, now: Date): string | null {
  if (event.state !== 'known') return 'No such event.';
  if (event.facts.status === 'CANCELLED') return 'The event is cancelled.';
  return Date.parse(event.facts.startsAt) <= now.getTime() ? 'The event has started.' : null;
}

/** Why a reminder of this event would be withdrawn rather than sent, as the person's own preferences stand; null where it would be sent. */
export function mutedReason(recipient: Known<RecipientFacts>, event: EventFacts): string | null {
  if (recipient.state !== 'known') return null;
  const { mutedKinds, mutedTopics } = recipient.facts.preferences;
  if (mutedKinds.includes('REMINDER')) return 'You have muted reminders: allow them in your preferences first.';
  const topic = event.topics.find((name) => mutedTopics.includes(name));
  return topic === undefined ? null : `You have muted the topic ${topic}: allow it in your preferences first.`;
}

export type AddressAnswer = { readonly address: string } | { readonly problem: string };

/** The person's own spelling of a verified address of theirs (the primary one for undefined), or why mail cannot go there. */
export function ownAddress(recipient: Known<RecipientFacts>, wanted: string | undefined): AddressAnswer {
  if (recipient.state !== 'known') return { problem: 'This account is not known.' };
  const email = wanted === undefined ? primaryAddressOf(recipient.facts) : addressOf(recipient.facts, wanted);
  if (email === undefined) return { problem: 'This is not one of your addresses.' };
  if (!email.verified) return { problem: 'Confirm this address first: the link is in the mail we sent there.' };
  if (email.suppressedReason !== null) return { problem: `No mail goes to this address any more: ${email.suppressedReason}.` };
  return { address: email.address };
}
