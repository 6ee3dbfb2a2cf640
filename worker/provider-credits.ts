/** Hides how often a provider is asked how many mails it would still take: only in the flush, and then every few seconds. */
import type { MailSettings } from '#mail/mail-controls.ts';
import { isFlushing } from '#mail/quota-window.ts';
import type { MailProvider } from './providers/provider.ts';

const FRESH_MS = 5_000;

/** Asks the provider in the flush; null outside of it, and where the provider has no such limit. */
export function creditsInFlush(): (provider: MailProvider, settings: MailSettings, now: number) => Promise<number | null> {
  const known = new Map<string, { readonly credits: number | null; readonly at: number }>();
  return async (provider, settings, now) => {
    if (!isFlushing(settings.quota, now)) return null;
    const last = known.get(provider.name);
    if (last !== undefined && now < last.at + FRESH_MS) return last.credits;
    const credits = await provider.credits();
    known.set(provider.name, { credits, at: now });
    return credits;
  };
}
