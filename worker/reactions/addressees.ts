/** Hides who of many people can be written to, and where. */
import { usableAddressOf } from '#mail/wishes.ts';
import type { ReactionServices } from './services.ts';

export type Addressee = { readonly recipientId: string; readonly toEmail: string };

const BATCH = 500;

/** Those of these people who have an account that is not disabled and a primary address that may get mail; each once. */
export async function addresseesAmong({ lookup }: Pick<ReactionServices, 'lookup'>, userIds: Iterable<string>): Promise<Addressee[]> {
  const ids = [...new Set(userIds)];
  const addressees: Addressee[] = [];
  for (let start = 0; start < ids.length; start += BATCH) {
    const known = await lookup.recipients.getMany(ids.slice(start, start + BATCH));
    for (const [recipientId, recipient] of known) {
      if (recipient.state !== 'known' || recipient.facts.disabled) continue;
      const toEmail = usableAddressOf(recipient.facts);
      if (toEmail !== null) addressees.push({ recipientId, toEmail });
    }
  }
  return addressees;
}
