/** Hides what the look-ahead knows of mails to come: brought up to date every so often, seldom enough to cost little. */
import type { Forecasts } from '#mail/forecasts.ts';
import { countsOf } from '#mail/ledger.ts';
import type { Ledger } from '#mail/ledger.ts';
import { NOTHING_UPCOMING, decideLookAhead, upcomingOf } from '#mail/look-ahead.ts';
import type { MailSettings } from '#mail/mail-controls.ts';
import type { LookAheadGate } from './admission.ts';

type GateOptions = { readonly forecasts: Forecasts; readonly ledger: Ledger; readonly clock: () => number };

const REFRESH_MS = 5_000;
/** Reading never takes more than this share of the time. */
const READ_SHARE = 0.05;
/** A mail that nobody knew of may come due any time; so nobody is held longer without asking again. */
const MAX_HOLD_MS = 15_000;

/** A gate for one worker process. */
export function createLookAheadGate({ forecasts, ledger, clock }: GateOptions): LookAheadGate {
  let upcoming = NOTHING_UPCOMING;
  let refreshAt = 0;

  const refresh = async (settings: MailSettings, now: number): Promise<void> => {
    if (now < refreshAt) return;
    upcoming = upcomingOf(await forecasts.pending(), settings.quota, now);
    refreshAt = now + Math.max(REFRESH_MS, (clock() - now) / READ_SHARE);
  };

  return {
    allow: async (mails, settings, now) => {
      if (settings.quota.windows.length === 0) return { allowed: mails.length, until: now };
      await refresh(settings, now);
      if (upcoming.deadline.length === 0) return { allowed: mails.length, until: now };
      const counts = new Map(countsOf(await ledger.windows(settings, now)));
      for (const [index, { deadline }] of mails.entries()) {
        const decision = decideLookAhead({ quota: settings.quota, counts, upcoming, deadline: deadline.getTime(), now });
        if (decision.held) return { allowed: index, until: Math.min(decision.until, now + MAX_HOLD_MS) };
        for (const [key, count] of counts) counts.set(key, count + 1);
      }
      return { allowed: mails.length, until: now };
    },
  };
}
