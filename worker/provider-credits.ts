/** Hides when a provider is asked how many mails it would still take: only in the flush, and only while nobody knows. */
import type { Ledger } from '#mail/ledger.ts';
import type { MailSettings } from '#mail/mail-controls.ts';
import { isFlushing } from '#mail/quota-window.ts';
import type { MailProvider } from './providers/provider.ts';

/** The provider's credits in the flush; null outside of it, and where the provider has no such limit. */
export function creditsInFlush(ledger: Ledger): (provider: MailProvider, settings: MailSettings, now: number) => Promise<number | null> {
  let last: number | null = null;
  return async (provider, settings, now) => {
    if (!isFlushing(settings.quota, now)) return null;
    if (last === null || !(await ledger.knowsCredits())) last = await provider.credits();
    return last;
  };
}
