/** Hides what the notifications context remembers of events and people, so that scheduling and the re-check at send need no other service. */
import type { EventFacts, UserFacts } from '#platform/facts.ts';

/** Of an event; times are ISO 8601 strings in Z. */
export type { EventFacts };

/** Of a person. */
export type RecipientFacts = UserFacts;

/** What is known of a subject: its facts, that it was deleted (the tombstone of a late fact), or nothing yet. */
export type Known<Facts> = { readonly state: 'known'; readonly facts: Facts } | { readonly state: 'deleted' } | { readonly state: 'unknown' };

export type RecipientAddress = RecipientFacts['emails'][number];

/** The person's own entry of an address, whatever its letter case; undefined where it is not theirs. */
export function addressOf(recipient: RecipientFacts, address: string): RecipientAddress | undefined {
  const wanted = address.toLowerCase();
  return recipient.emails.find((email) => email.address.toLowerCase() === wanted);
}

/** Where the person's mail goes unless they say otherwise: the primary address. */
export function primaryAddressOf(recipient: RecipientFacts): RecipientAddress | undefined {
  return recipient.emails.find((email) => email.primary);
}
